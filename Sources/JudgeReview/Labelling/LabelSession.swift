public import JudgeJSON
public import JudgeRecords

/// A pure state machine for one reviewer who labels traces on one question.
///
/// Every user interface shares it. The reviewer's actions go in through ``perform(_:)``, which
/// returns effects for the caller to carry out. The results of the effects go in through
/// ``handle(_:at:)``. The session does no input or output itself. Verdicts and other people's
/// labels come in only after a label is stored, so a blind session cannot show them.
public struct LabelSession: Sendable {
  /// The session's current request to the reviewer.
  public enum Stage: Hashable, Sendable {
    /// A label for the current trace.
    case answering
    /// The reason for the stored label of the current trace.
    case explaining
    /// Nothing: all traces are done.
    case done
  }

  /// Settings and texts that do not change during the session.
  public struct Setup: Hashable, Sendable {
    /// The reviewer's source id.
    public var reviewer = ""
    /// The batch, for the heading.
    public var batch: String?
    /// The rubric of the question.
    public var rubric: String?
    /// The judge's instructions, if the question has no rubric.
    public var instructions: String?
    /// Whether other opinions are hidden until the reviewer has labelled.
    public var isBlind = true
    /// Whether other opinions are shown after each label.
    public var reveals = true
    /// Whether the session goes on to the next trace after each label.
    public var advances = true

    /// Creates settings for a blind session that reveals other opinions after each label.
    public init() {}
  }

  /// The commands of a reviewer.
  public enum Command: Hashable, Sendable {
    /// Labels the trace. If the rationale is `nil`, the draft is used.
    case answer(JSONValue, rationale: String?)
    /// Gives the reason for the label, before or after it.
    case rationale(String)
    /// Keeps a reason that is still being typed.
    case draft(String)
    /// Keeps tags, confidence and evidence for the label, before or after it.
    ///
    /// They are stored with the next `answer`.
    case detail(LabelDetails)
    /// Skips the trace, with a reason or an empty text.
    case skip(String)
    /// Flags the trace for the team, with a note or an empty text.
    ///
    /// If the trace has a flag, an empty text removes it.
    case flag(String)
    /// Undoes the last label, skip or flag.
    case undo
    /// Limits the session to traces that contain a text. An empty text removes the limit.
    case search(String)
    /// Goes to the next trace, labelled or not.
    case next
    /// Goes to the previous trace, labelled or not.
    case previous
    /// Goes to an item, labelled or not.
    case open(LabelItem)
    /// Goes to the next trace that waits for a label.
    ///
    /// If the session asks for a reason, it gets none, and its draft is deleted.
    case advance
    /// Stops asking for a reason, and stays with the trace. The draft is kept.
    case postpone
    /// Ends the session.
    case quit
  }

  /// A label to store.
  public struct NewAnswer: Hashable, Sendable {
    /// The trace to label.
    public var item: LabelItem
    /// The value of the label.
    public var value: JSONValue
    /// The reason for the value, or `nil`.
    public var rationale: String?
    /// Tags, confidence and evidence.
    public var details = LabelDetails()
    /// The hash of the content that was shown.
    public var seen: ContentID?
    /// Whether the value was chosen after other opinions were shown.
    public var isAfterReveal = false
    /// Whether the rationale was written after other opinions were shown.
    public var isRationaleAfterReveal = false
  }

  /// An action for the caller to perform.
  public enum Effect: Hashable, Sendable {
    /// Loads a trace; answered by `loaded` or `missing`.
    case load(LabelItem)
    /// Stores a label; answered by `stored`.
    case store(NewAnswer)
    /// Deletes a label; answered by `changed`.
    case takeBack(LabelItem, assessmentID: String)
    /// Skips a trace, or if `nil`, undoes the skip; answered by `changed`.
    case skip(LabelItem, String?)
    /// Flags a trace, or if `nil`, removes the flag; answered by `changed`.
    case flag(LabelItem, String?)
    /// Finds the traces that contain a text; answered by `found`.
    case search(String)
    /// Keeps a draft, or if `nil`, deletes it. There is no answer.
    case keepDraft(LabelItem, String?)
    /// Keeps details that are not stored yet, or if `nil`, deletes them. There is no answer.
    case keepDetails(LabelItem, LabelDetails?)
    /// Ends the session. There is no answer.
    case quit
  }

  /// The result of an effect.
  public enum Event: Hashable, Sendable {
    /// The trace is loaded.
    case loaded(LabelCard)
    /// The trace does not exist any more, because it was deleted or redacted.
    case missing(LabelItem)
    /// The label is durable. Other opinions are included if they are to be shown.
    case stored(assessmentID: String, LabelReveal?)
    /// The change is durable.
    case changed
    /// The ids of the traces that contain the text.
    case found([String])
    /// The effect failed, and nothing changed.
    case failed(String)
  }

  /// The outcome of the last action, for the reviewer to read.
  public enum Notice: Hashable, Sendable {
    /// The action needs a trace, but none is shown.
    case noTrace
    /// The reason is kept for the label.
    case reasonKept
    /// The reason is removed.
    case reasonRemoved
    /// A trace with a label cannot be skipped.
    case alreadyLabelled
    /// The session has nothing to undo.
    case nothingToUndo
    /// There is no trace before this one.
    case isFirst
    /// There is no trace after this one.
    case isLast
    /// A trace does not exist any more.
    case missing(traceID: String)
    /// The trace is flagged.
    case flagged
    /// The flag is removed.
    case flagRemoved
    /// Undo has restored the flag.
    case flagRestored
    /// Undo has taken the label back; its reason, if any, is the draft of the next one.
    case takenBack(keepsReason: Bool)
    /// Undo has restored the reviewer's earlier label of the trace.
    case earlierLabelRestored
    /// Undo has put the skipped trace back into the queue.
    case skipUndone
    /// This many traces without a label match the search.
    case matches(Int)
    /// No trace without a label matches the search.
    case noMatch
    /// The limit of a search is removed.
    case searchEnded
    /// The last match has its label, so the limit of the search is removed.
    case searchExhausted
    /// The action failed for this reason.
    case failed(String)
  }

  /// A label that the reviewer has given.
  public struct Given: Hashable, Sendable {
    /// The id of the stored label.
    public let assessmentID: String
    /// The value of the label.
    public let value: JSONValue
    /// The rationale of the label, or `nil`.
    public let rationale: String?
    /// Tags, confidence and evidence.
    public let details: LabelDetails

    /// Creates a given label.
    public init(
      assessmentID: String, value: JSONValue, rationale: String?,
      details: LabelDetails = LabelDetails()
    ) {
      self.assessmentID = assessmentID
      self.value = value
      self.rationale = rationale
      self.details = details
    }
  }

  /// An action that can be undone.
  enum Step: Hashable, Sendable {
    case label(LabelItem, given: Given, before: Given?)
    case skip(LabelItem)
    case flag(LabelItem, before: String?)
  }

  /// An action that waits for its event.
  enum Pending: Hashable, Sendable {
    case store(NewAnswer)
    case skip(LabelItem)
    case flag(LabelItem, String?, before: String?)
    case undo(Step)
    case search
  }

  /// The question.
  public let question: LabelQuestion
  /// The settings of the session.
  public let setup: Setup
  /// The traces to label, in order.
  public internal(set) var items: [LabelItem]
  /// The index of the current trace in `items`.
  public internal(set) var position: Int?
  /// The content of the current trace, once it is loaded.
  public internal(set) var card: LabelCard?
  /// The outcome of the last action.
  public internal(set) var notice: Notice?
  /// The trace that was labelled last.
  public internal(set) var last: LabelItem?
  /// The labels of this session, and unfinished ones of an earlier session.
  public internal(set) var given: [LabelItem: Given] = [:]
  /// Other opinions on the traces that the reviewer has labelled.
  public internal(set) var revealed: [LabelItem: LabelReveal] = [:]
  /// Traces that were skipped in this session.
  public internal(set) var skipped: Set<LabelItem> = []
  /// The reviewer's flags, by trace.
  public internal(set) var flags: [String: String] = [:]
  /// Reasons that are not stored yet.
  public internal(set) var drafts: [LabelItem: String]
  /// Tags, confidence and evidence that are not stored yet.
  public internal(set) var details: [LabelItem: LabelDetails]
  /// The number of times the reviewer has undone something.
  public internal(set) var undone = 0
  /// The number of traces that the reviewer has flagged.
  public internal(set) var flagged = 0
  /// The ids of the traces that match the search, or `nil` without a search.
  public internal(set) var filter: Set<String>?

  /// Whether the session asks for the reason of the current label.
  var asksForReason = false
  /// The seconds from showing a trace to its label, one per label.
  var paces: [Double] = []
  var shownAt: Double?
  var steps: [Step] = []
  var pending: Pending?
  /// The second labels in `items`.
  var repeats: [LabelItem]
  /// Traces with a label from before this session, which may get a second one.
  private let labelledBefore: Set<String>
  /// The items in `given` that an earlier session has labelled.
  let unfinished: Set<LabelItem>

  /// Creates a session.
  ///
  /// - Parameters:
  ///   - question: the question.
  ///   - setup: the settings and texts.
  ///   - items: the traces to label, in order.
  ///   - labelledBefore: traces that the reviewer has labelled already.
  ///   - unfinished: labels of an earlier session for whose reasons there are still drafts; their
  ///     items come first.
  ///   - drafts: the reasons that an earlier session has not stored.
  ///   - resumed: what an earlier session with the same items has done; their order stays.
  public init(
    question: LabelQuestion, setup: Setup = Setup(), items: [LabelItem],
    labelledBefore: Set<String> = [], unfinished: [LabelItem: Given] = [:],
    drafts: [LabelItem: String] = [:], resumed: Resumed = Resumed()
  ) {
    self.question = question
    self.setup = setup
    self.drafts = drafts
    self.labelledBefore = labelledBefore
    details = resumed.details
    skipped = resumed.skipped
    flags = resumed.flags
    given = unfinished.merging(resumed.given) { unfinished, _ in unfinished }
    let first = unfinished.keys.sorted { $0.traceID < $1.traceID }
    self.items = first + items.filter { unfinished[$0] == nil }
    self.unfinished = Set(first)
    repeats = self.items.filter { $0.repeatIndex != nil }
  }

  /// The current trace, or `nil` if there is none.
  public var current: LabelItem? { position.map { items[$0] } }

  /// The session's current request to the reviewer.
  public var stage: Stage {
    if position == nil { return .done }
    return asksForReason ? .explaining : .answering
  }

  /// Whether an effect has not been answered yet; until then, commands have no effect.
  public var isWaiting: Bool { pending != nil }

  /// The number of labels given in this session.
  public var labelled: Int { given.count - given.keys.count { unfinished.contains($0) } }

  /// The number of traces left to label.
  ///
  /// It is computed from the actions of this session, which are few, not from the long queue.
  public var left: Int {
    items.count - given.count - skipped.count
      - repeats.count { given[$0] == nil && !skipped.contains($0) && !isOpen($0) }
  }

  /// The median of seconds per label, or `nil` before the first label.
  public var pace: Double? {
    guard !paces.isEmpty else { return nil }
    let sorted = paces.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The time in seconds that the remaining traces will take at this pace.
  public var secondsLeft: Double? { pace.map { $0 * Double(left) } }

  /// Other opinions on the current trace, or `nil` while the reviewer must not see them.
  public var opinions: LabelReveal? {
    guard let current else { return nil }
    return revealed[current] ?? card?.opinions
  }

  /// Returns whether an item waits for its label.
  func isOpen(_ item: LabelItem) -> Bool {
    guard given[item] == nil, !skipped.contains(item) else { return false }
    guard item.repeatIndex != nil else { return true }
    // A second label requires a first one.
    return labelledBefore.contains(item.traceID)
      || given.keys.contains {
        $0.traceID == item.traceID && $0.question == item.question && $0.repeatIndex == nil
      }
  }
}
