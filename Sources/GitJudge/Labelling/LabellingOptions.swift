/// What to label, and how.
public struct LabellingOptions: Hashable, Sendable {
  /// Only this batch; else all batches that the reviewer has a share in.
  public var batch: String?
  /// Only these traces, in the search grammar.
  public var filter: String?
  /// At most so many traces.
  public var limit: Int?
  /// What comes first.
  public var order = LabelQueue.Order.shuffled
  /// Whether traces that were put off are asked for again.
  public var withSkipped = false
  /// Whether all traces are asked for, not only those assigned to the reviewer.
  public var isForAll = false
  /// Whether a question may be labelled that nothing asks yet.
  public var isNew = false
  /// Whether opinions are hidden until the reviewer has labelled.
  public var isBlind = true
  /// Whether opinions are shown after each label.
  public var reveals = true

  /// Blind, all that is assigned, in an order of the reviewer's own.
  public init() {}
}
