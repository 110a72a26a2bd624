import JudgeJSON
import JudgeRecords
import JudgeReview
import JudgeTestSupport

/// Makes cases of the corpus: random sessions, with what they return at each step.
///
/// The cases are chosen to meet repeats, several questions on a trace, refused effects, traces that
/// have vanished, and reviewers who have seen other opinions.
struct CorpusWalk {
  private var random: SeededGenerator
  private var session: LabelSession
  private var start: JSONObject
  private var steps: [JSONValue] = []
  private var clock = 0.0
  private var number = 0

  /// Makes a case.
  static func record(seed: UInt64, steps count: Int) -> JSONValue {
    var walk = CorpusWalk(seed: seed)
    walk.note(["start": true], walk.session.start())
    for _ in 0..<count { walk.step() }
    var object = walk.start
    object["name"] = .string("walk \(seed)")
    object["steps"] = .array(walk.steps)
    return .object(object)
  }

  private init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let questions: [String?] = random.pick([nil], ["tone"], ["tone", "safety"])
    var items: [LabelItem] = []
    for number in 0..<(2 + random.below(4)) {
      items += questions.map { LabelItem(traceID: "tr-\(number)", question: $0) }
    }
    if random.once(in: 2), let first = items.first {
      items.append(
        LabelItem(
          traceID: first.traceID, question: first.question, batch: "june", repeatIndex: 1))
    }
    start = ["items": .array(items.map(CorpusCoding.json))]
    var setup = LabelSession.Setup()
    setup.reveals = !random.once(in: 3)
    setup.advances = !random.once(in: 4)
    start["setup"] = ["reveals": .bool(setup.reveals), "advances": .bool(setup.advances)]
    var resumed = LabelSession.Resumed()
    var drafts: [LabelItem: String] = [:]
    if random.once(in: 2), items.count > 2 {
      resumed.given[items[1]] = LabelSession.Given(
        assessmentID: "old", value: true, rationale: random.pick(nil, "Kind"),
        details: Self.details(&random))
      resumed.skipped = [items[2]]
      resumed.flags = [items[0].traceID: "Odd"]
      resumed.details = [items[0]: Self.details(&random)].filter { !$0.value.isEmpty }
      drafts = [items[0]: "Because"]
    }
    start["resumed"] = .array(resumed.given.map { [CorpusCoding.json($0), CorpusCoding.json($1)] })
    start["skipped"] = .array(resumed.skipped.map(CorpusCoding.json))
    start["flags"] = .object(JSONObject(resumed.flags.mapValues { JSONValue.string($0) }))
    start["drafts"] = .array(drafts.map { [CorpusCoding.json($0), .string($1)] })
    start["details"] = .array(
      resumed.details.map { [CorpusCoding.json($0), CorpusCoding.json($1)] })
    session = CorpusWalk.session(of: .object(start))
  }

  /// Creates the session at the start of a case.
  static func session(of start: JSONValue) -> LabelSession {
    func pairs<Value>(
      _ key: String, _ read: (JSONValue) -> Value
    ) -> [LabelItem: Value] {
      let list = (start[key]?.arrayValue ?? []).compactMap(\.arrayValue).filter { $0.count == 2 }
      return Dictionary(list.map { (CorpusCoding.item($0[0]), read($0[1])) }) { first, _ in first }
    }
    func items(_ key: String) -> [LabelItem] {
      (start[key]?.arrayValue ?? []).map { CorpusCoding.item($0) }
    }
    var setup = LabelSession.Setup()
    setup.reveals = start["setup"]?["reveals"]?.boolValue ?? true
    setup.advances = start["setup"]?["advances"]?.boolValue ?? true
    var resumed = LabelSession.Resumed()
    resumed.given = pairs("resumed", CorpusCoding.given)
    resumed.skipped = Set(items("skipped"))
    for member in start["flags"]?.objectValue ?? [:] {
      resumed.flags[member.key] = member.value.stringValue
    }
    resumed.details = pairs("details") { CorpusCoding.details($0) }
    return LabelSession(
      question: LabelQuestion(name: "tone", body: nil), setup: setup, items: items("items"),
      labelledBefore: Set((start["labelledBefore"]?.arrayValue ?? []).compactMap(\.stringValue)),
      unfinished: pairs("unfinished", CorpusCoding.given),
      drafts: pairs("drafts") { $0.stringValue ?? "" }, resumed: resumed)
  }

  private static func details(_ random: inout SeededGenerator) -> LabelDetails {
    var details = LabelDetails()
    if random.once(in: 2) { details.tags = random.pick(["rude"], ["rude", "wrong"]) }
    if random.once(in: 3) { details.confidence = "unsure" }
    if random.once(in: 3) {
      details.evidence = [
        LabelDetails.Evidence(
          spanID: random.pick(nil, "00f1"), path: "/outputs", start: 2, end: 5, text: "abc")
      ]
    }
    return details
  }

  // MARK: Steps

  private mutating func step() {
    clock += Double(random.below(40)) / 4 + (random.once(in: 15) ? 1000 : 0)
    let command = command()
    note(["command": CorpusCoding.json(command)], session.perform(command))
  }

  private mutating func command() -> LabelSession.Command {
    if session.stage == .explaining, random.once(in: 2) {
      return random.pick(.advance, .advance, .postpone, .draft("Since"), .rationale("Since"))
    }
    if let given = session.current.flatMap({ session.given[$0] }), random.once(in: 2) {
      // The same again, and changes of a label that stands.
      return random.pick(
        .draft("Since"), .draft(given.rationale ?? ""), .detail(given.details),
        .detail(Self.details(&random)), .answer(given.value, rationale: nil), .next, .previous)
    }
    switch random.below(18) {
    case 0...4:
      return .answer(.bool(random.once(in: 2)), rationale: random.pick(nil, nil, "", "So"))
    case 5: return .rationale(random.pick("", "Why not"))
    case 6: return .draft(random.pick("", "I th", "I think"))
    case 7, 8: return .detail(Self.details(&random))
    case 9: return .skip(random.pick("", "not mine"))
    case 10: return .flag(random.pick("", "talk"))
    case 11, 12: return .undo
    case 13: return .search(random.pick("", "one", "none", "two"))
    case 14: return random.pick(.next, .previous, .advance, .postpone)
    default: return session.items.isEmpty ? .next : .open(random.one(of: session.items))
    }
  }

  /// Notes what an input returns, and then answers the effects in order.
  private mutating func note(_ input: JSONObject, _ effects: [LabelSession.Effect]) {
    var step = input
    step["effects"] = .array(effects.map(CorpusCoding.json))
    step["state"] = CorpusCoding.state(session)
    steps.append(.object(step))
    for effect in effects {
      guard let event = answer(effect) else { continue }
      clock += Double(random.below(8)) / 4
      let next = session.handle(event, at: clock)
      note(["event": CorpusCoding.json(event), "at": .number(clock)], next)
    }
  }

  private mutating func answer(_ effect: LabelSession.Effect) -> LabelSession.Event? {
    if random.once(in: 12), effect != .quit, !Self.isKept(effect) { return .failed("no disk") }
    switch effect {
    case .load(let item):
      if random.once(in: 30) { return .missing(item) }
      var trace = Trace(id: item.traceID, inputs: .null, outputs: .null)
      trace.shown = ContentID(hashing: Array(item.traceID.utf8))
      return .loaded(
        LabelCard(
          item: item, trace: trace, flag: session.flags[item.traceID],
          wasRevealed: random.once(in: 10)))
    case .store:
      number += 1
      let reveal = LabelReveal([
        LabelReveal.Opinion(
          who: "judge", value: random.pick(true, false, nil), rationale: nil, isTheJudge: true)
      ])
      return .stored(assessmentID: "a-\(number)", random.once(in: 3) ? nil : reveal)
    case .takeBack, .skip, .flag: return .changed
    case .search(let text):
      return .found(text == "none" ? [] : random.pick(["tr-0"], ["tr-1", "tr-2"], ["tr-9"]))
    case .keepDraft, .keepDetails, .quit: return nil
    }
  }

  private static func isKept(_ effect: LabelSession.Effect) -> Bool {
    switch effect {
    case .keepDraft, .keepDetails: true
    default: false
    }
  }
}
