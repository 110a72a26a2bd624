import JudgeJSON
import JudgeRecords
import JudgeTestSupport

/// Random records that meddle with each other: few names, ids and clock hours, many reviewers who
/// have seen only a part of what is there.
struct RandomStore {
  var maker: RandomRecords
  var records: [Record] = []
  private var labels: [String] = []
  private var changes: [(id: ContentID, target: ChangeTarget, key: String)] = []
  private var registrations: [ContentID] = []
  private var decisions: [ContentID] = []

  init(seed: UInt64, count: Int) throws {
    maker = RandomRecords(seed: seed)
    for _ in 0..<count { try grow() }
  }

  private mutating func grow() throws {
    switch maker.random.below(20) {
    case 0...6: try label()
    case 7...11: try change()
    case 12: try trace()
    case 13: try add(SpanBatch(traceID: traceID(), spans: [["n": .number(Double(number()))]]))
    case 14: try verdicts()
    case 15...16: try registration()
    case 17: try adjudication()
    case 18: try rubric()
    default: try oddity()
    }
  }

  private mutating func number() -> Int { maker.random.below(3) }
  private mutating func traceID() -> String { maker.random.pick("\u{e9}", "e\u{301}") }
  private mutating func person() -> AssessmentSource {
    .human(maker.random.pick("ann", "bob", "ren\u{e9}", "rene\u{301}"))
  }

  /// Clocks are hours off, some files have no times.
  private mutating func time() -> Timestamp? {
    maker.random.once(in: 5) ? nil : Scene.hour(maker.random.below(5))
  }

  /// Some of these, as one sees who has fetched only a part.
  private mutating func seen(_ ids: [ContentID]) -> [ContentID] {
    ids.filter { _ in maker.random.once(in: 2) }
  }

  @discardableResult
  private mutating func add(_ value: some RecordValue) throws -> ContentID {
    let record = try value.record()
    records.append(record)
    return record.id
  }

  private mutating func label() throws {
    var label = Assessment(
      traceID: traceID(), name: maker.random.pick("quality", "tone"), source: person(),
      content: .feedback(.number(Double(number()))))
    if maker.random.once(in: 8) { label.content = .expectation("x") }
    label.createTime = time()
    label.lastUpdateTime = maker.random.once(in: 6) ? time() : nil
    label.spanID = maker.random.once(in: 6) ? "s1" : nil
    label.repeatIndex = maker.random.once(in: 6) ? 1 + number() : nil
    label.valid = maker.random.once(in: 10) ? false : nil
    label.seen = maker.random.once(in: 6) ? maker.hash() : nil
    label.assessmentID = maker.random.once(in: 3) ? "a-\(number())" : nil
    if maker.random.once(in: 2) {
      label.overrides =
        maker.random.once(in: 3) ? "a-\(number())" : maker.random.element(of: labels)
    }
    labels.append(label.id(in: try add(label)))
  }

  private mutating func change() throws {
    var target = ChangeTarget(kind: .trace, id: traceID())
    var fact: (key: String, value: JSONValue) = (
      maker.random.pick("tag/\u{e9}", "tag/e\u{301}", "tag/\u{301}"),
      maker.random.pick("x", "y", .null)
    )
    switch maker.random.below(4) {
    case 0:
      target = ChangeTarget(
        kind: .assessment, id: maker.random.element(of: labels) ?? "a-1")
      fact = ("lifecycle", maker.random.pick(Change.deleted, Change.deleted, Change.active))
    case 1:
      guard let id = maker.random.element(of: registrations) else { return }
      target = ChangeTarget(kind: .registration, id: id.hex)
      fact = maker.random.pick(
        ("version", .number(Double(1 + number()))), ("lifecycle", Change.deleted))
    case 2:
      guard let id = maker.random.element(of: decisions) else { return }
      target = ChangeTarget(kind: maker.random.pick(.adjudication, .rubric), id: id.hex)
      fact = ("lifecycle", maker.random.pick(Change.deleted, Change.active))
    default: break
    }
    var change = Change(target: target, key: fact.key, value: fact.value)
    let before = changes.filter { $0.target == target && $0.key == fact.key }.map(\.id)
    change.supersedes = seen(before)
    change.time = time()
    change.source = maker.random.once(in: 6) ? nil : person()
    changes.append((try add(change), target, fact.key))
  }

  private mutating func trace() throws {
    var trace = TraceRecord(experiment: Scene.experiment)
    trace.traceID = traceID()
    trace.state = maker.random.pick("OK", "IN_PROGRESS", nil)
    trace.requestTime = time()
    trace.outputs = .number(Double(number()))
    trace.tags = ["\u{e9}": "recorded"]
    try add(trace)
  }

  private mutating func verdicts() throws {
    let verdicts = (0..<3).map { _ in
      var verdict = Verdict(
        traceID: traceID(), result: .success(.number(Double(number()))))
      verdict.createTime = time()
      verdict.assessmentID = maker.random.once(in: 2) ? "a-\(number())" : nil
      return verdict
    }
    var batch = VerdictBatch(
      name: "quality", source: AssessmentSource(type: .llmJudge, id: "m"), verdicts: verdicts)
    batch.modelSnapshot = maker.random.pick("m-1", "m-2", nil)
    try add(batch)
  }

  private mutating func registration() throws {
    var registration = Registration(
      experiment: Scene.experiment, name: maker.random.pick("\u{e9}", "e\u{301}"),
      version: 1 + number(), judge: ContentID(hashing: [UInt8(number())]))
    registration.time = time()
    registrations.append(try add(registration))
  }

  private mutating func adjudication() throws {
    var adjudication = Adjudication(
      traceID: traceID(), name: "quality", value: .number(Double(number())), source: person())
    adjudication.supersedes = seen(decisions)
    adjudication.time = time()
    decisions.append(try add(adjudication))
  }

  private mutating func rubric() throws {
    var rubric = Rubric(name: "quality", text: "\(number())")
    rubric.supersedes = seen(decisions)
    rubric.time = time()
    decisions.append(try add(rubric))
  }

  /// A redaction, an unknown kind, a record of a wrong shape.
  private mutating func oddity() throws {
    switch number() {
    case 0:
      guard let record = maker.random.element(of: records) else { return }
      try add(Redaction(hashes: [record.id], reason: "r", source: person()))
    case 1: records.append(try Record(kind: RecordKind(rawValue: "wishes"), fields: ["x": 1]))
    default: records.append(try Record(kind: .assessment, fields: ["trace_id": ""]))
    }
  }
}
