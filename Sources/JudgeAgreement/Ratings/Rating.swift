/// One rater's label of one item, as codes.
public struct Rating: Sendable, Hashable {
  /// The item code, from 0.
  public var item: Int
  /// The rater code, from 0.
  public var rater: Int
  /// The label code, from 0; for ordered labels, the codes go from low to high.
  public var label: Int

  /// Creates a rating.
  public init(item: Int, rater: Int, label: Int) {
    self.item = item
    self.rater = rater
    self.label = label
  }
}
