public import JudgeWork

extension JudgeFailure.Code {
  /// The filter of a search cannot be read.
  public static let badFilter = Self("bad-filter")
  /// The order of a search cannot be read.
  public static let badOrder = Self("bad-order")
  /// The cursor belongs to another search, or is not a cursor.
  public static let badCursor = Self("bad-cursor")
}
