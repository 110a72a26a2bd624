public import JudgeJSON
public import JudgeRecords

/// One reviewer labelling one question, from trace to trace: a pure state machine.
///
/// The reviewer's actions go in (``press(_:)``, ``enter(_:)``, ``perform(_:)``) and return what is
/// to be done outside (``Effect``); its results go in by ``handle(_:at:)``. Nothing here reads or
/// writes anything. Verdicts and others' labels come in only with the answer that a label was
/// stored, so a blind session cannot show them.
public struct LabelSession: Sendable {
  /// What the session shows and takes.
  public enum Mode: Hashable, Sendable {
    /// A key answers, or does something else.
    case answering
    /// A text is being typed.
    case typing(Purpose, String)
    /// The keys are explained.
    case help
    /// The rubric is shown.
    case rubric
    /// Nothing is left.
    case done
  }

  /// What a typed text is for.
  public enum Purpose: Hashable, Sendable {
    /// The answer itself.
    case value
    /// Why the answer is what it is.
    case rationale
    /// Why the label is not what the judge says.
    case why
    /// Why the trace is put off.
    case skip
    /// What is to be talked about.
    case flag
    /// What to look for.
    case search
  }

  /// How the session goes.
  public struct Setup: Hashable, Sendable {
    /// The reviewer's source id.
    public var reviewer = ""
    /// The batch, for the heading.
    public var batch: String?
    /// The rubric.
    public var rubric: String?
    /// The judge's instructions, if the question has no rubric.
    public var instructions: String?
    /// Whether opinions are hidden until the reviewer has labelled.
    public var isBlind = true
    /// Whether opinions are shown after each label.
    public var reveals = true

    /// A blind session that reveals.
    public init() {}

    /// The text that tells the reviewer how to answer, with a heading if it is not a rubric.
    var guideline: String {
      if let rubric { return rubric }
      let none = "The question has no rubric."
      guard let instructions, !instructions.isEmpty else { return none }
      return none + " These are the instructions of its judge:\n\n" + instructions
    }
  }

  /// A label as it goes out to be stored.
  public struct NewAnswer: Hashable, Sendable {
    /// What is labelled.
    public var item: LabelItem
    /// The value.
    public var value: JSONValue
    /// Why.
    public var rationale: String?
    /// The hash of what was shown.
    public var seen: ContentID?
    /// Whether the value was chosen after opinions were shown.
    public var isAfterReveal = false
    /// Whether the rationale was written after opinions were shown.
    public var isRationaleAfterReveal = false
  }

  /// What is to be done outside.
  public enum Effect: Hashable, Sendable {
    /// Loads a trace; answered by `loaded` or `missing`.
    case load(LabelItem)
    /// Stores a label; answered by `stored`.
    case store(NewAnswer)
    /// Takes a label back; answered by `changed`.
    case takeBack(LabelItem, assessmentID: String)
    /// Puts a trace off, or (`nil`) takes that back; answered by `changed`.
    case skip(LabelItem, String?)
    /// Flags a trace, or (`nil`) removes the flag; answered by `changed`.
    case flag(LabelItem, String?)
    /// Finds traces that hold a text; answered by `found`.
    case search(String)
    /// Keeps a text that is not stored yet; `nil` forgets it. No answer.
    case keepDraft(LabelItem, String?)
    /// Ends the session. No answer.
    case quit
  }

  /// The result of an effect.
  public enum Event: Hashable, Sendable {
    /// The trace is here.
    case loaded(LabelCard)
    /// The trace is gone: deleted or redacted meanwhile.
    case missing(LabelItem)
    /// The label is durable; what others say, if that is to be shown.
    case stored(assessmentID: String, LabelReveal?)
    /// The change is durable.
    case changed
    /// These traces hold the text.
    case found([String])
    /// It did not work, and nothing changed.
    case failed(String)
  }

  /// A label that the reviewer has given in this session.
  public struct Given: Hashable, Sendable {
    /// The stored label.
    public let assessmentID: String
    /// Its value.
    public let value: JSONValue
    /// Its rationale.
    public let rationale: String?

    /// Creates it.
    public init(assessmentID: String, value: JSONValue, rationale: String?) {
      self.assessmentID = assessmentID
      self.value = value
      self.rationale = rationale
    }
  }

  /// What can be undone.
  enum Step: Hashable, Sendable {
    case label(LabelItem, given: Given, before: Given?)
    case skip(LabelItem)
    case flag(LabelItem, before: String?)
  }

  /// What waits for its event.
  enum Pending: Hashable, Sendable {
    case store(NewAnswer)
    case skip(LabelItem)
    case flag(LabelItem, String?, before: String?)
    case undo(Step)
    case search
  }

  /// What is asked.
  public let question: LabelQuestion
  /// How the session goes.
  public let setup: Setup
  /// What is to be labelled, in order.
  public internal(set) var items: [LabelItem]
  /// The place in `items` of what is shown.
  public internal(set) var position: Int?
  /// What is shown.
  public internal(set) var card: LabelCard?
  /// What the session shows and takes.
  public internal(set) var mode = Mode.answering
  /// One line for the reviewer.
  public internal(set) var message: String?
  /// The label given last, whose reveal stands above the next trace.
  public internal(set) var last: LabelItem?
  /// The labels of this session.
  public internal(set) var given: [LabelItem: Given] = [:]
  /// What others say of what was labelled.
  public internal(set) var revealed: [LabelItem: LabelReveal] = [:]
  /// Traces put off in this session.
  public internal(set) var skipped: Set<LabelItem> = []
  /// The reviewer's flags, by trace.
  public internal(set) var flags: [String: String] = [:]
  /// Texts that are not stored yet.
  public internal(set) var drafts: [LabelItem: String]
  /// How many lines of the trace are scrolled away.
  public internal(set) var scroll = 0
  /// How often something was undone.
  public internal(set) var undone = 0
  /// How many traces were flagged.
  public internal(set) var flagged = 0
  /// Only these traces, after a search.
  public internal(set) var filter: Set<String>?
  /// Seconds from each trace's showing to its label.
  var paces: [Double] = []
  var shownAt: Double?
  var steps: [Step] = []
  var pending: Pending?
  /// Traces that the reviewer had labelled before, and may label a second time.
  let labelledBefore: Set<String>

  /// Prepares a session.
  ///
  /// - Parameters:
  ///   - question: what is asked.
  ///   - setup: how it goes.
  ///   - items: what is to be labelled, in order.
  ///   - labelledBefore: traces that the reviewer has labelled already.
  ///   - unfinished: labels of an earlier session whose reason was still being typed; their items
  ///     come first.
  ///   - drafts: texts that an earlier session left.
  public init(
    question: LabelQuestion, setup: Setup = Setup(), items: [LabelItem],
    labelledBefore: Set<String> = [], unfinished: [LabelItem: Given] = [:],
    drafts: [LabelItem: String] = [:]
  ) {
    self.question = question
    self.setup = setup
    self.drafts = drafts
    self.labelledBefore = labelledBefore
    given = unfinished
    let first = unfinished.keys.sorted { $0.traceID < $1.traceID }
    self.items = first + items.filter { unfinished[$0] == nil }
    alreadyGiven = Set(first)
    repeats = self.items.filter { $0.repeatIndex != nil }
  }

  /// The second labels among `items`.
  var repeats: [LabelItem]
  /// Labels that were given before the session.
  let alreadyGiven: Set<LabelItem>

  /// What is shown.
  public var current: LabelItem? { position.map { items[$0] } }

  /// How many labels this session has given.
  public var labelled: Int { given.count - given.keys.count { alreadyGiven.contains($0) } }

  /// How many traces are left to label.
  ///
  /// Counted from what this session did, which is little, and not from the queue, which is long.
  public var left: Int {
    let settled = given.count + skipped.count { given[$0] == nil }
    return items.count - settled
      - repeats.count { given[$0] == nil && !skipped.contains($0) && !isOpen($0) }
  }

  /// The reviewer's own pace: median seconds a label; `nil` before the first.
  public var pace: Double? {
    guard !paces.isEmpty else { return nil }
    let sorted = paces.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The seconds that are left at that pace.
  public var secondsLeft: Double? { pace.map { $0 * Double(left) } }

  /// What others say of what is shown; `nil` while the reviewer is blind to it.
  public var opinions: LabelReveal? {
    guard let current else { return nil }
    return revealed[current] ?? card?.opinions
  }

  /// Whether an item waits for its label.
  func isOpen(_ item: LabelItem) -> Bool {
    guard given[item] == nil, !skipped.contains(item) else { return false }
    guard item.repeatIndex != nil else { return true }
    // Nobody repeats a label that they have not given.
    return labelledBefore.contains(item.traceID)
      || given.keys.contains { $0.traceID == item.traceID && $0.repeatIndex == nil }
  }
}
