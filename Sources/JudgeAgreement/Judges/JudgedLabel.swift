/// A judge's result on one item.
public enum JudgedLabel: Sendable, Hashable {
  /// A label code.
  case label(Int)
  /// A failure: no answer, or none of the judge's values.
  case error
  /// No verdict, because the judge was not asked about the item.
  case missing
}
