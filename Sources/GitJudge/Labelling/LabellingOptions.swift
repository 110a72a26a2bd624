public import JudgeReview

/// The traces to label, and the settings of the session.
public struct LabellingOptions: Hashable, Sendable {
  /// The batch to label; `nil` for all batches assigned to the reviewer.
  public var batch: String?
  /// A filter in the search grammar for the traces; `nil` for all.
  public var filter: String?
  /// The maximum number of traces.
  public var limit: Int?
  /// The order of the traces.
  public var order = LabelQueue.Order.shuffled
  /// Whether traces that the reviewer has skipped are included.
  public var withSkipped = false
  /// Whether all traces are included, not only those assigned to the reviewer.
  public var isForAll = false
  /// Whether rows of evaluations are included; a filter that names a run or a trace finds them too.
  public var includeRows = false
  /// Whether a name without a judge, rubric, batch or label is a new question, not an error.
  public var isNew = false
  /// The answers to choose from if the judge takes any text; empty to take any text again.
  ///
  /// They are kept for the question in this clone. `nil` leaves what is kept.
  public var choices: [String]?
  /// Whether other opinions are hidden until the reviewer has labelled.
  public var isBlind = true
  /// Whether other opinions are shown after each label.
  public var reveals = true

  /// Creates options for a blind session over all assigned traces, in the reviewer's own order.
  public init() {}
}
