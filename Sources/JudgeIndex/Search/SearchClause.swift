/// One comparison of a search.
struct SearchClause: Hashable, Sendable {
  /// How a field is compared, and with what.
  enum Comparison: Hashable, Sendable {
    case text(TextOperator, String)
    case number(NumberOperator, Double)
    /// `IN`, and `NOT IN` if `isNegated`.
    case list([String], isNegated: Bool)
    /// `IS NULL`, and `IS NOT NULL` if `isNegated`.
    case null(isNegated: Bool)
  }

  /// Comparisons with a text in quotation marks.
  enum TextOperator: String, Hashable, Sendable {
    case equal = "="
    case notEqual = "!="
    /// `%` stands for any text, `_` for one character; case counts.
    case like = "LIKE"
    /// As `LIKE`, and case does not count.
    case ilike = "ILIKE"
    /// A regular expression found anywhere.
    case rlike = "RLIKE"
  }

  /// Comparisons with a number.
  enum NumberOperator: String, Hashable, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  let field: SearchField
  let comparison: Comparison
}
