/// One rater's label of one item, as codes.
public struct Rating: Sendable, Hashable {
  /// Which item, from 0.
  public var item: Int
  /// Which rater, from 0.
  public var rater: Int
  /// Which label, from 0; for ordered labels the codes go from low to high.
  public var label: Int

  /// Makes a rating.
  public init(item: Int, rater: Int, label: Int) {
    self.item = item
    self.rater = rater
    self.label = label
  }
}
