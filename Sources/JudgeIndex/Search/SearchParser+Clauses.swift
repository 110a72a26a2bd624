import JudgeRecords

extension SearchParser {
  /// Reads one comparison: a field, a comparator and a value.
  mutating func clause() throws(SearchSyntaxError) -> SearchClause {
    let token = current
    let field = try SearchField(token)
    advance()
    let rules = field.rules
    if rules.comparators.isEmpty {
      throw SearchSyntaxError(
        offset: token.offset, message: "\(token.source) cannot be searched, only sorted by")
    }
    return SearchClause(field: field, comparison: try comparison(token, rules))
  }

  private mutating func comparison(
    _ field: SearchToken, _ rules: SearchField.Rules
  ) throws(SearchSyntaxError) -> SearchClause.Comparison {
    let start = current
    if eat(keyword: "IS") {
      let isNegated = eat(keyword: "NOT")
      guard eat(keyword: "NULL") else { throw expected("NULL") }
      try allow(isNegated ? "IS NOT NULL" : "IS NULL", start, field, rules)
      return .null(isNegated: isNegated)
    }
    if eat(keyword: "NOT") {
      guard eat(keyword: "IN") else { throw expected("IN") }
      try allow("NOT IN", start, field, rules)
      return .list(try list(), isNegated: true)
    }
    if eat(keyword: "IN") {
      try allow("IN", start, field, rules)
      return .list(try list(), isNegated: false)
    }
    if let word = current.keyword, let like = SearchClause.TextOperator(rawValue: word) {
      advance()
      try allow(word, start, field, rules)
      return .text(like, try pattern(like))
    }
    guard case .sign(let sign) = current.kind,
      let compare = SearchClause.NumberOperator(rawValue: sign)
    else { throw expected("one of " + rules.comparators.joined(separator: ", ")) }
    advance()
    try allow(sign, start, field, rules)
    return try value(compare, rules)
  }

  private func allow(
    _ comparator: String, _ token: SearchToken, _ field: SearchToken, _ rules: SearchField.Rules
  ) throws(SearchSyntaxError) {
    guard !rules.comparators.contains(comparator) else { return }
    throw SearchSyntaxError(
      offset: token.offset,
      message: "\(field.source) is compared by \(rules.comparators.joined(separator: ", ")), "
        + "not by \(comparator)")
  }

  private mutating func value(
    _ compare: SearchClause.NumberOperator, _ rules: SearchField.Rules
  ) throws(SearchSyntaxError) -> SearchClause.Comparison {
    switch current.kind {
    case .number(let number) where rules.takesNumbers:
      advance()
      return .number(compare, number)
    case .text(let text) where rules.isTime:
      guard let time = Timestamp(text) else {
        throw expected("milliseconds since 1970, or a time such as '2026-11-20T21:27:14Z'")
      }
      advance()
      return .number(compare, Double(time.milliseconds))
    case .text(let text) where rules.takesTexts:
      guard let same = SearchClause.TextOperator(rawValue: compare.rawValue) else {
        throw expected("a number without quotation marks")
      }
      advance()
      return .text(same, text)
    default:
      throw expected(rules.takesTexts ? "a text in quotation marks" : "a number")
    }
  }

  private mutating func pattern(
    _ comparator: SearchClause.TextOperator
  ) throws(SearchSyntaxError) -> String {
    guard case .text(let text) = current.kind else { throw expected("a text in quotation marks") }
    guard text.utf8.count <= SearchPattern.maximumLength else {
      throw expected("a pattern of at most \(SearchPattern.maximumLength) bytes")
    }
    if comparator == .rlike, let problem = SearchPattern.problem(ofRegularExpression: text) {
      throw SearchSyntaxError(
        offset: current.offset, message: "not a regular expression: \(problem)")
    }
    advance()
    return text
  }

  private mutating func list() throws(SearchSyntaxError) -> [String] {
    guard eat(sign: "(") else { throw expected("( and a list of texts") }
    var texts: [String] = []
    while true {
      guard case .text(let text) = current.kind else {
        throw expected("a text in quotation marks")
      }
      texts.append(text)
      advance()
      if eat(sign: ")") { return texts }
      guard eat(sign: ",") else { throw expected(", or )") }
    }
  }
}
