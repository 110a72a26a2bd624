public import JudgeReview

/// The traces to label, and the settings of the session.
public struct LabellingOptions: Hashable, Sendable {
  /// The batch to label.
  ///
  /// If it is `nil`, all batches that are assigned to the reviewer.
  public var batch: String?
  /// Only these traces, in the search grammar.
  public var filter: String?
  /// The maximum number of traces.
  public var limit: Int?
  /// Which traces come first.
  public var order = LabelQueue.Order.shuffled
  /// Whether traces that the reviewer has skipped are included.
  public var withSkipped = false
  /// Whether all traces are included, not only those assigned to the reviewer.
  public var isForAll = false
  /// Whether a name without a judge, rubric, batch or label is a new question, not an error.
  public var isNew = false
  /// Whether other opinions are hidden until the reviewer has labelled.
  public var isBlind = true
  /// Whether other opinions are shown after each label.
  public var reveals = true

  /// A blind session over all assigned traces, in an order of the reviewer's own.
  public init() {}
}
