import GitJudge
import JudgeJSON
import JudgeRecords

/// A session with a store made of dictionaries behind it, so that a test can type.
struct Sitting {
  var session: LabelSession
  /// The labels in force, by item.
  var stored: [LabelItem: LabelSession.NewAnswer] = [:]
  /// Every effect, in order.
  var effects: [LabelSession.Effect] = []
  var skips: [String: String] = [:]
  var flags: [String: String] = [:]
  var drafts: [LabelItem: String] = [:]
  /// What others say of a trace.
  var reveals: [String: LabelReveal] = [:]
  /// What a search finds.
  var texts: [String: [String]] = [:]
  /// Traces that vanish.
  var missing: Set<String> = []
  var hasEnded = false
  /// Whether the store refuses everything.
  var isBroken = false
  var clock = 0.0
  private var chain: [String: (LabelItem, LabelSession.NewAnswer?)] = [:]
  private var number = 0

  init(_ session: LabelSession) { self.session = session }

  /// A session over traces `t1`, `t2`, ….
  static func over(
    _ count: Int, body: JudgeBody? = Sitting.judge, setup: LabelSession.Setup = .init(),
    repeats: [Int] = []
  ) -> Sitting {
    let items =
      (1...count).map { LabelItem(traceID: "t\($0)") }
      + repeats.map { LabelItem(traceID: "t\($0)", repeatIndex: 1) }
    return Sitting(
      LabelSession(
        question: LabelQuestion(name: "tone", body: body), setup: setup, items: items))
  }

  static var judge: JudgeBody {
    var body = JudgeBody(name: "tone", instructions: "")
    body.values = ["good", "bad"]
    return body
  }

  static func says(_ value: JSONValue, isTheJudge: Bool = true) -> LabelReveal {
    LabelReveal([
      .init(who: "gpt", value: value, rationale: "It greets.", isTheJudge: isTheJudge)
    ])
  }

  mutating func start() { run(session.start()) }

  mutating func press(_ keys: LabelSession.Key...) {
    for key in keys { run(session.press(key)) }
  }

  /// Types characters; `\n` is the return key.
  mutating func type(_ text: String) {
    for character in text {
      run(session.press(character == "\n" ? .enter : .character(character)))
    }
  }

  mutating func enter(_ lines: String...) {
    for line in lines { run(session.enter(line)) }
  }

  var shown: String? { session.current?.traceID }

  mutating func run(_ wanted: [LabelSession.Effect]) {
    var waiting = wanted[...]
    while let effect = waiting.popFirst() {
      effects.append(effect)
      clock += 1
      guard let event = outcome(effect) else { continue }
      waiting = session.handle(event, at: clock)[...] + waiting
    }
  }

  private mutating func outcome(_ effect: LabelSession.Effect) -> LabelSession.Event? {
    switch effect {
    case .keepDraft(let item, let text):
      drafts[item] = text
      return nil
    case .quit:
      hasEnded = true
      return nil
    default: break
    }
    if isBroken { return .failed("the disk is full") }
    switch effect {
    case .load(let item):
      if missing.contains(item.traceID) { return .missing(item) }
      let trace = Trace(id: item.traceID, inputs: ["q": "?"], outputs: ["a": "!"])
      return .loaded(LabelCard(item: item, trace: trace, flag: flags[item.traceID]))
    case .store(let answer):
      number += 1
      chain["a-\(number)"] = (answer.item, stored[answer.item])
      stored[answer.item] = answer
      return .stored(assessmentID: "a-\(number)", reveals[answer.item.traceID])
    case .takeBack(_, let id):
      guard let (item, before) = chain[id] else { return .failed("no such label") }
      stored[item] = before
      return .changed
    case .skip(let item, let reason):
      skips[item.traceID] = reason
      return .changed
    case .flag(let item, let note):
      flags[item.traceID] = note
      return .changed
    case .search(let text): return .found(texts[text] ?? [])
    case .keepDraft, .quit: return nil
    }
  }
}
