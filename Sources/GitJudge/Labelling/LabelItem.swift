/// One trace to label, for the first time or once more.
public struct LabelItem: Hashable, Sendable {
  /// The trace.
  public let traceID: String
  /// The batch that the trace was assigned in, or `nil` if it is not assigned.
  public let batch: String?
  /// The how-manieth deliberate repeat it is, from 1; `nil` for the first label.
  public let repeatIndex: Int?

  /// Creates an item.
  public init(traceID: String, batch: String? = nil, repeatIndex: Int? = nil) {
    self.traceID = traceID
    self.batch = batch
    self.repeatIndex = repeatIndex
  }
}
