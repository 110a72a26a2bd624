extension SearchField {
  /// How a field may be compared.
  struct Rules {
    var comparators: [String]
    var takesTexts = true
    var takesNumbers = false
    var isTime = false
  }

  private static let equality = ["=", "!="]
  private static let lists = ["IN", "NOT IN"]
  private static let patterns = ["LIKE", "ILIKE", "RLIKE"]
  private static let sizes = ["<", "<=", ">", ">="]
  private static let nulls = ["IS NULL", "IS NOT NULL"]

  /// MLflow's table (`search_traces`), widened if nothing speaks against it.
  var rules: Rules {
    switch self {
    case .text:
      Rules(comparators: Self.equality + Self.lists + Self.patterns + Self.nulls)
    case .number(let number):
      Rules(
        comparators: Self.equality + Self.sizes + Self.nulls, takesTexts: false,
        takesNumbers: true, isTime: number != .executionTime)
    case .experimentID: Rules(comparators: [])
    case .tag, .metadata:
      Rules(comparators: Self.equality + Self.lists + Self.patterns + Self.nulls)
    case .span(.content): Rules(comparators: ["LIKE", "ILIKE", "RLIKE"])
    case .span: Rules(comparators: Self.equality + Self.lists + Self.patterns)
    case .assessment(_, .value):
      Rules(
        comparators: Self.equality + Self.lists + Self.patterns + Self.sizes + Self.nulls,
        takesNumbers: true)
    case .assessment: Rules(comparators: Self.equality + Self.lists + Self.patterns)
    case .fullText: Rules(comparators: Self.patterns)
    case .prompt, .issue: Rules(comparators: ["="])
    }
  }
}
