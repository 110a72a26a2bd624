import JudgeJSON
import JudgeRecords
import JudgeTestSupport

/// What several reviewers, each with a clone, write on a few traces: labels, second thoughts,
/// deletions, tags and decisions, by clocks that are off, with syncs in between.
struct RandomHistory {
  /// The records of each clone in their order of arrival.
  private(set) var clones: [[Record]]
  private var random: SeededGenerator
  private static let experiment = ContentID(hashing: Array("experiment".utf8))

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    clones = Array(repeating: [], count: 3)
    for _ in 0..<Int.random(in: 8...24, using: &random) { try step() }
  }

  private mutating func step() throws {
    let clone = below(clones.count)
    switch below(12) {
    case 0...5: try label(in: clone)
    case 6: try change(in: clone)
    case 7: try decide(in: clone)
    case 8: try add(Rubric(name: "tone", text: "rule \(below(3))"), in: clone)
    case 9: try trace(in: clone)
    default: receive(clone, from: below(clones.count))
    }
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
  private mutating func traceID() -> String { "tr-\(below(3))" }
  private mutating func time() -> Timestamp? {
    below(6) == 0 ? nil : Timestamp(clamping: Int64(below(5)) * 3_600_000)
  }
  /// Two reviewers of a clone, one of whom also works in the next.
  private mutating func reviewer(_ clone: Int) -> AssessmentSource {
    .human("reviewer-\(clone + below(2))")
  }

  private mutating func add(_ value: some RecordValue, in clone: Int) throws {
    let record = try value.record()
    if !clones[clone].contains(where: { $0.id == record.id }) { clones[clone].append(record) }
  }

  /// A sync: what the other has and this one lacks arrives at once.
  private mutating func receive(_ clone: Int, from other: Int) {
    let known = Set(clones[clone].map(\.id))
    clones[clone] += clones[other].filter { !known.contains($0.id) }
  }

  private mutating func label(in clone: Int) throws {
    var label = Assessment(
      traceID: traceID(), name: "tone", source: reviewer(clone),
      content: .feedback(.number(Double(below(3)))))
    label.createTime = time()
    label.repeatIndex = below(8) == 0 ? 1 : nil
    let seen = clones[clone].filter { $0.kind == .assessment }
    if below(2) == 0, let older = seen.randomElement(using: &random) {
      label.overrides = try Assessment(record: older).id(in: older.id)
    }
    try add(label, in: clone)
  }

  private mutating func change(in clone: Int) throws {
    var change = Change(
      target: ChangeTarget(kind: .trace, id: traceID()), key: "tag/topic",
      value: .string("t\(below(2))"))
    let labels = clones[clone].filter { $0.kind == .assessment }
    if below(2) == 0, let label = labels.randomElement(using: &random) {
      let id = try Assessment(record: label).id(in: label.id)
      change = Change(
        target: ChangeTarget(kind: .assessment, id: id), key: "lifecycle", value: Change.deleted)
    }
    change.source = reviewer(clone)
    change.time = time()
    change.supersedes = clones[clone].filter { record in
      guard let other = try? Change(record: record) else { return false }
      return other.target == change.target && other.key == change.key
    }.map(\.id).sorted()
    try add(change, in: clone)
  }

  private mutating func decide(in clone: Int) throws {
    var decision = Adjudication(
      traceID: traceID(), name: "tone", value: .number(Double(below(3))), source: reviewer(clone))
    decision.time = time()
    decision.supersedes = clones[clone].filter { $0.kind == .adjudication }.map(\.id).sorted()
    try add(decision, in: clone)
  }

  private mutating func trace(in clone: Int) throws {
    var trace = TraceRecord(experiment: Self.experiment)
    trace.traceID = traceID()
    trace.outputs = .number(Double(below(2)))
    trace.requestTime = time()
    try add(trace, in: clone)
  }
}
