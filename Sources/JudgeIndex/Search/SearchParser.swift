/// Reads a filter: a recursive-descent parser, pure.
///
///     filter := conjunction (OR conjunction)*
///     conjunction := term (AND term)*
///     term := NOT term | ( filter ) | clause
struct SearchParser {
  /// The deepest nesting of parentheses and `NOT`.
  static let maximumDepth = 100
  /// The most clauses; SQLite's own limit on the depth of an expression is 1,000.
  static let maximumClauses = 300

  private(set) var tokens: [SearchToken]
  private(set) var index = 0
  private var depth = 0
  private var clauses = 0

  /// - Throws: if the text is not a filter, with the place and what was expected there.
  static func parse(_ text: String) throws(SearchSyntaxError) -> SearchFilter {
    var parser = SearchParser(tokens: try SearchLexer.tokens(text))
    if parser.current.kind == .end { return .all([]) }
    let filter = try parser.filter()
    guard parser.current.kind == .end else { throw parser.expected("AND, OR or the end") }
    return filter
  }

  private init(tokens: [SearchToken]) { self.tokens = tokens }

  var current: SearchToken { tokens[index] }

  mutating func advance() {
    if index + 1 < tokens.count { index += 1 }
  }

  mutating func eat(keyword: String) -> Bool {
    guard current.keyword == keyword else { return false }
    advance()
    return true
  }

  mutating func eat(sign: String) -> Bool {
    guard current.kind == .sign(sign) else { return false }
    advance()
    return true
  }

  func expected(_ what: String) -> SearchSyntaxError {
    SearchSyntaxError(
      offset: current.offset, message: "expected \(what), found \(SearchField.shown(current))")
  }

  private mutating func filter() throws(SearchSyntaxError) -> SearchFilter {
    var parts = [try conjunction()]
    while eat(keyword: "OR") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(SearchSyntaxError) -> SearchFilter {
    var parts = [try term()]
    while eat(keyword: "AND") { parts.append(try term()) }
    return SearchFilter.conjunction(parts)
  }

  private mutating func term() throws(SearchSyntaxError) -> SearchFilter {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw SearchSyntaxError(
        offset: current.offset, message: "nested deeper than \(Self.maximumDepth)")
    }
    if eat(keyword: "NOT") {
      return .not(SearchFilter.conjunction([try term()]))
    }
    if eat(sign: "(") {
      let inner = try filter()
      guard eat(sign: ")") else { throw expected("AND, OR or )") }
      return inner
    }
    clauses += 1
    guard clauses <= Self.maximumClauses else {
      throw SearchSyntaxError(
        offset: current.offset, message: "more than \(Self.maximumClauses) clauses")
    }
    return .clause(try clause())
  }
}
