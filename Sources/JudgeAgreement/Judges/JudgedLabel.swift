/// What a judge left on one item.
public enum JudgedLabel: Sendable, Hashable {
  /// A label code.
  case label(Int)
  /// It tried and failed: no answer, or none of the judge's values.
  case error
  /// It never looked at the item.
  case missing
}
