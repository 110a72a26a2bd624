/// What ``JSONValue/parseRepairing(_:)-([UInt8])`` changed, by kind.
public struct JSONRepairs: Sendable, Hashable {
  /// `NaN`, `Infinity`, `-Infinity` and numbers beyond a double's range that became null.
  public internal(set) var numbersToNull = 0

  /// Integers that became strings of the same digits, because their double prints other digits.
  public internal(set) var integersToStrings = 0

  /// Halves of surrogate pairs that became U+FFFD.
  public internal(set) var surrogatesReplaced = 0

  /// Nothing changed.
  public init() {}

  /// How many values and characters were changed.
  public var count: Int { numbersToNull + integersToStrings + surrogatesReplaced }

  /// Adds the counts of another text.
  public static func += (left: inout JSONRepairs, right: JSONRepairs) {
    left.numbersToNull += right.numbersToNull
    left.integersToStrings += right.integersToStrings
    left.surrogatesReplaced += right.surrogatesReplaced
  }
}
