import FoundationEssentials
import JudgeJSON
import JudgeRecords
import JudgeStore
import JudgeTestSupport
import Testing

/// An owner, two pinned reviewers, an importer and an attacker act at random, by git-judge and by
/// plain git; a model that knows nothing of git says what must count, and every clone says the same.
@Suite struct RandomHistoryTests {
  private static let actors = ["lead", "bob", "kim", "dana", "eve"]
  private static let pinned = HistoryModel.pinned
  private static let traces = 6

  /// `GIT_JUDGE_HISTORY`, such as `3x2000`: the seeds below 3 with 2,000 actions each.
  private static let asked =
    ProcessInfo.processInfo.environment["GIT_JUDGE_HISTORY"]?
    .split(separator: "x").compactMap { Int($0) } ?? []
  private static let seeds = asked.first ?? (PropertyRuns.isLong ? 50 : 20)
  private static let actions = asked.last ?? (PropertyRuns.isLong ? 8000 : 200)

  @Test(arguments: 0..<UInt64(seeds))
  func everyCloneSaysWhatTheModelSays(seed: UInt64) async throws {
    let actions = Self.actions
    var random = SeededGenerator(seed: seed)
    let world = try await RandomWorld(Self.actors, reviewers: Self.pinned)
    var model = HistoryModel()
    var clock: Int64 = 1_700_000_000_000
    var traces: [Record] = []
    for number in 0..<Self.traces {
      var trace = TraceRecord(experiment: ContentID(hashing: [0]))
      trace.traceID = "tr-\(number)"
      trace.inputs = .string("question \(number)")
      traces.append(try trace.record())
    }
    for actor in Self.actors { model.had[actor] = [] }
    try await world.add(traces, by: "lead", in: "lead")
    for trace in traces {
      model.bring(RecordPath(kind: .trace, id: trace.id), by: "lead", in: "lead")
      model.traceHashes.insert(trace.id)
    }
    func unite(_ clone: String, _ other: String) async throws {
      try await world.unite(clone, other)
      model.had[clone, default: []].formUnion(model.had[other] ?? [])
    }
    for actor in Self.actors.dropFirst() { try await unite(actor, "lead") }

    func add(_ record: Record, by actor: String, plainly: Bool) async throws -> RecordPath {
      let path = RecordPath(kind: record.kind, id: record.id)
      if plainly {
        try await world.commit([path: record.bytes], by: actor, in: actor)
      } else {
        try await world.add([record], by: actor, in: actor)
      }
      model.bring(path, by: actor, in: actor)
      return path
    }
    for _ in 0..<actions {
      clock += 1
      let actor = Self.actors[random.below(Self.actors.count)]
      let plainly = random.once(in: 2)
      switch random.below(9) {
      case 0, 1, 2:
        // Everybody labels in their own name; the importer and the attacker in others' too.
        let isForeign = (actor == "dana" || actor == "eve") && random.once(in: 2)
        let source = isForeign ? ["bob", "kim"][random.below(2)] : actor
        let trace = random.below(Self.traces)
        var label = Assessment(
          traceID: "tr-\(trace)", name: "tone", source: .human(source),
          content: .feedback(.string("v\(random.below(3))")))
        label.createTime = Timestamp(milliseconds: clock)
        let record = try label.record()
        let path = try await add(record, by: actor, plainly: plainly)
        model.labels[path] = (trace, source, clock, label.id(in: record.id))
      case 3, 4:
        // Somebody takes a label back, or wants it back, in its source's name.
        guard let path = model.pick(model.madeLabels, in: actor, &random),
          let target = model.labels[path]
        else { continue }
        let deletes = !random.once(in: 3)
        var change = Change(
          target: ChangeTarget(kind: .assessment, id: target.id), key: "lifecycle",
          value: deletes ? Change.deleted : Change.active)
        change.time = Timestamp(milliseconds: clock)
        change.source = AssessmentSource.human(target.source)
        let made = try await add(try change.record(), by: actor, plainly: plainly)
        model.changes[made] = (path, target.source, clock, deletes)
      case 5:
        // Somebody asks to hide a label of a pinned reviewer, or a trace.
        let hash: ContentID
        if random.once(in: 8) {
          hash = traces[random.below(traces.count)].id
        } else {
          guard let path = model.pick(model.madeLabels, in: actor, &random),
            let label = model.labels[path], Self.pinned.contains(label.source)
          else { continue }
          hash = path.id
        }
        let source = random.once(in: 2) ? actor : Self.actors[random.below(Self.actors.count)]
        var redaction = Redaction(hashes: [hash], reason: "r", source: .human(source))
        redaction.time = Timestamp(milliseconds: clock)
        let path = try await add(try redaction.record(), by: actor, plainly: plainly)
        model.redactions[path] = (hash, source)
      case 6:
        // The attacker takes a record away, and somebody puts it back by hand.
        guard let path = model.pick(model.made, in: "eve", &random) else { continue }
        try await world.bounce(path, by: actor)
      default:
        let other = Self.actors[random.below(Self.actors.count)]
        if other != actor { try await unite(actor, other) }
      }
    }
    // Everybody has everything.
    for actor in Self.actors.dropFirst() { try await unite("lead", actor) }
    for actor in Self.actors.dropFirst() { try await unite(actor, "lead") }
    let (mustCount, mustHide) = (model.counting, model.hidden)
    for clone in Self.actors {
      let state = try await world.state(of: clone)
      #expect(state.redacted == mustHide, "seed \(seed), \(clone)")
      #expect(RandomWorld.counting(state) == mustCount, "seed \(seed), \(clone)")
    }
  }
}
