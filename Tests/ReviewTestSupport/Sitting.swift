public import JudgeJSON
public import JudgeRecords
public import JudgeReview

/// A session with a store behind it, so that a test can label.
@dynamicMemberLookup
public struct Sitting<Session> {
  /// The session, or what a user interface makes of it.
  public var session: Session
  /// The store.
  public var desk = FakeDesk()
  /// Every effect, in order.
  public private(set) var effects: [LabelSession.Effect] = []
  /// The time: each effect takes a second.
  public var clock = 0.0
  private let handle: (inout Session, LabelSession.Event, Double) -> [LabelSession.Effect]

  /// Creates a sitting.
  ///
  /// - Parameters:
  ///   - session: the session.
  ///   - handle: gives the session an event.
  public init(
    _ session: Session,
    handle: @escaping (inout Session, LabelSession.Event, Double) -> [LabelSession.Effect]
  ) {
    self.session = session
    self.handle = handle
  }

  /// The content of the store.
  public subscript<Value>(dynamicMember path: WritableKeyPath<FakeDesk, Value>) -> Value {
    get { desk[keyPath: path] }
    set { desk[keyPath: path] = newValue }
  }

  /// Carries out effects, and those that follow from their results.
  public mutating func run(_ wanted: [LabelSession.Effect]) {
    var waiting = wanted[...]
    while let effect = waiting.popFirst() {
      effects.append(effect)
      clock += 1
      guard let event = desk.carryOut(effect) else { continue }
      waiting = handle(&session, event, clock)[...] + waiting
    }
  }
}

extension LabelSession {
  /// A session over the traces `t1`, `t2`, …, some of them twice.
  public static func over(
    _ count: Int, body: JudgeBody? = .tone, setup: Setup = .init(), repeats: [Int] = []
  ) -> LabelSession {
    let items =
      (1...count).map { LabelItem(traceID: "t\($0)") }
      + repeats.map { LabelItem(traceID: "t\($0)", repeatIndex: 1) }
    return LabelSession(
      question: LabelQuestion(name: "tone", body: body), setup: setup, items: items)
  }
}

extension JudgeBody {
  /// A judge whose values are "good" and "bad".
  public static var tone: JudgeBody {
    var body = JudgeBody(name: "tone", instructions: "")
    body.values = ["good", "bad"]
    return body
  }
}

extension LabelReveal {
  /// One opinion.
  public static func says(_ value: JSONValue, isTheJudge: Bool = true) -> LabelReveal {
    LabelReveal([
      .init(who: "gpt", value: value, rationale: "It greets.", isTheJudge: isTheJudge)
    ])
  }
}
