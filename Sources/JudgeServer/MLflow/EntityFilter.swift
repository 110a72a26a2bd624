import GitJudge

/// A field of MLflow's search for experiments and runs, such as `metrics.accuracy`.
struct EntityField: Hashable, Sendable {
  /// `attribute`, `tag`, `metric` or `param`.
  var kind: String
  var key: String

  init(_ kind: String, _ key: String) {
    self.kind = kind
    self.key = key
  }

  /// Reads a field; a word without a kind is an attribute.
  init(path: String) throws {
    let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
    func bare(_ text: String) -> String {
      guard text.count >= 2, let first = text.first, first == text.last, "`\"".contains(first)
      else { return text }
      return String(text.dropFirst().dropLast())
    }
    guard parts.count == 2, !path.hasPrefix("`") else {
      self.init("attribute", bare(path))
      return
    }
    let kind =
      switch parts[0].lowercased() {
      case "attribute", "attributes", "attr", "run", "experiment": "attribute"
      case "tag", "tags": "tag"
      case "metric", "metrics": "metric"
      case "param", "params", "parameter", "parameters": "param"
      case "dataset", "datasets": "dataset"
      default:
        throw ServerError.invalid("Invalid entity type '\(parts[0])' in the search filter")
      }
    self.init(kind, bare(parts[1]))
  }
}

/// A filter of MLflow's search for experiments and runs: comparisons that are joined by `AND`.
struct EntityFilter: Sendable {
  private struct Clause: Sendable {
    var field: EntityField
    var comparison: String
    var values: [String]
  }

  private var clauses: [Clause] = []

  /// Reads a filter; an empty text matches everything.
  ///
  /// - Throws: `ServerError` if the text is no filter.
  init(_ text: String) throws {
    var tokens = try EntityTokens.split(text)[...]
    if tokens.isEmpty { return }
    while true {
      clauses.append(try Self.clause(&tokens))
      guard let word = tokens.popFirst() else { return }
      guard word.uppercased() == "AND", !tokens.isEmpty else {
        throw ServerError.invalid("Invalid filter '\(text)': comparisons are joined by AND")
      }
    }
  }

  private static func clause(_ tokens: inout ArraySlice<String>) throws -> Clause {
    guard let path = tokens.popFirst(), var comparison = tokens.popFirst()?.uppercased() else {
      throw ServerError.invalid("Invalid filter: a comparison is a field, an operator and a value")
    }
    if comparison == "NOT", let next = tokens.popFirst() { comparison += " " + next.uppercased() }
    if comparison == "IS", let next = tokens.popFirst()?.uppercased() {
      comparison += " " + next
      if next == "NOT", let last = tokens.popFirst() { comparison += " " + last.uppercased() }
    }
    let field = try EntityField(path: path)
    switch comparison {
    case "IS NULL", "IS NOT NULL": return Clause(field: field, comparison: comparison, values: [])
    case "IN", "NOT IN":
      guard tokens.popFirst() == "(" else {
        throw ServerError.invalid("Invalid filter: \(comparison) takes a list in parentheses")
      }
      var values: [String] = []
      while let token = tokens.popFirst(), token != ")" {
        if token != "," { values.append(try literal(token)) }
      }
      return Clause(field: field, comparison: comparison, values: values)
    case "=", "!=", "<", "<=", ">", ">=", "LIKE", "ILIKE":
      guard let token = tokens.popFirst() else {
        throw ServerError.invalid("Invalid filter: \(path) \(comparison) has no value")
      }
      return Clause(field: field, comparison: comparison, values: [try literal(token)])
    default:
      throw ServerError.invalid("Invalid comparator '\(comparison)' in the search filter")
    }
  }

  private static func literal(_ token: String) throws -> String {
    if let first = token.first, first == token.last, token.count >= 2, "'\"".contains(first) {
      return String(token.dropFirst().dropLast())
    }
    guard Double(token) != nil else {
      throw ServerError.invalid("Invalid value '\(token)' in the search filter: quote texts")
    }
    return token
  }

  /// Returns whether an entity matches.
  ///
  /// - Parameter value: returns the value of a field, or `nil` if the entity does not have it.
  /// - Returns: whether all comparisons hold.
  /// - Throws: what `value` throws.
  func matches(_ value: (EntityField) -> JSONValue?) throws -> Bool {
    for clause in clauses where !Self.holds(clause, value(clause.field)) { return false }
    return true
  }

  private static func holds(_ clause: Clause, _ value: JSONValue?) -> Bool {
    if clause.comparison == "IS NULL" { return value == nil }
    guard let value else { return false }
    if clause.comparison == "IS NOT NULL" { return true }
    let text = value.stringValue ?? value.canonicalText
    let given = clause.values.first ?? ""
    switch clause.comparison {
    case "IN": return clause.values.contains(text)
    case "NOT IN": return !clause.values.contains(text)
    case "LIKE": return Self.isLike(text, given)
    case "ILIKE": return Self.isLike(text.lowercased(), given.lowercased())
    default: break
    }
    if let left = value.doubleValue, let right = Double(given) {
      return compare(left, clause.comparison, right)
    }
    return compare(text, clause.comparison, given)
  }

  private static func compare<T: Comparable>(_ left: T, _ comparison: String, _ right: T) -> Bool {
    switch comparison {
    case "=": left == right
    case "!=": left != right
    case "<": left < right
    case "<=": left <= right
    case ">": left > right
    default: left >= right
    }
  }

  /// Returns whether a text matches a pattern of SQL's LIKE.
  ///
  /// A percent sign is any text, an underscore any character. The time is at most the product of the
  /// lengths.
  static func isLike(_ text: String, _ pattern: String) -> Bool {
    let (text, pattern) = (Array(text), Array(pattern))
    var (place, next) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while place < text.count {
      if next < pattern.count, pattern[next] == "%" {
        star = (next, place)
        next += 1
      } else if next < pattern.count, pattern[next] == "_" || pattern[next] == text[place] {
        place += 1
        next += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        place = last.text + 1
        next = last.pattern + 1
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == "%" }
  }
}

/// Splits a filter into words, operators and quoted texts.
enum EntityTokens {
  static func split(_ text: String) throws -> [String] {
    var tokens: [String] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.drop(while: \.isWhitespace)
      } else if "(),".contains(first) {
        tokens.append(String(rest.removeFirst()))
      } else if "'\"".contains(first) {
        tokens.append(try quoted(&rest, by: first))
      } else if "=<>!".contains(first) {
        let sign = rest.prefix { "=<>!".contains($0) }
        tokens.append(String(sign))
        rest = rest.dropFirst(sign.count)
      } else {
        tokens.append(try word(&rest))
      }
    }
    return tokens
  }

  private static func quoted(_ rest: inout Substring, by mark: Character) throws -> String {
    guard let end = rest.dropFirst().firstIndex(of: mark) else {
      throw ServerError.invalid("Invalid filter: a quotation mark is not closed")
    }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[...end])
  }

  /// A path, whose last part may be quoted.
  private static func word(_ rest: inout Substring) throws -> String {
    var word = ""
    while let next = rest.first, !next.isWhitespace, !"(),=<>!".contains(next) {
      if "`\"".contains(next) {
        word += try quoted(&rest, by: next)
      } else {
        word.append(rest.removeFirst())
      }
    }
    return word
  }
}

/// One element of `order_by`.
struct EntityOrder: Sendable {
  var field: EntityField
  var isDescending: Bool

  static func parse(_ texts: [JSONValue]) throws -> [EntityOrder] {
    try texts.compactMap { value in
      guard let text = value.stringValue else { return nil }
      var words = try EntityTokens.split(text)
      var isDescending = false
      if words.count > 1, let last = words.last?.uppercased(), ["ASC", "DESC"].contains(last) {
        isDescending = last == "DESC"
        words.removeLast()
      }
      guard words.count == 1 else {
        throw ServerError.invalid("Invalid order_by '\(text)': write a field, then ASC or DESC")
      }
      return EntityOrder(field: try EntityField(path: words[0]), isDescending: isDescending)
    }
  }

  /// Sorts items; those without a value come last.
  static func sorted<Item>(
    _ items: [Item], by orders: [EntityOrder], _ value: (Item, EntityField) -> JSONValue?
  ) -> [Item] {
    let keyed = items.enumerated().map { place, item in
      (place: place, item: item, keys: orders.map { value(item, $0.field) })
    }
    return keyed.sorted { left, right in
      for (place, order) in orders.enumerated() {
        switch (left.keys[place], right.keys[place]) {
        case (nil, nil): continue
        case (nil, _): return false
        case (_, nil): return true
        case (let a?, let b?):
          if a == b { continue }
          return isLess(a, b) != order.isDescending
        }
      }
      return left.place < right.place
    }.map(\.item)
  }

  private static func isLess(_ left: JSONValue, _ right: JSONValue) -> Bool {
    if let a = left.doubleValue, let b = right.doubleValue { return a < b }
    return (left.stringValue ?? left.canonicalText) < (right.stringValue ?? right.canonicalText)
  }
}

/// Pages of a list by offset, as MLflow's server has them.
enum PageToken {
  /// Returns a page, and the token of the next one if something follows.
  static func page<Item>(
    _ items: [Item], limit: Int, token: String?
  ) throws -> (items: [Item], next: String?) {
    var start = 0
    if let token, !token.isEmpty {
      guard let offset = Int(token), offset >= 0 else {
        throw ServerError.invalid("Invalid page token '\(token)'")
      }
      start = offset
    }
    let page = items.dropFirst(start).prefix(limit)
    let end = start + page.count
    return (Array(page), end < items.count ? String(end) : nil)
  }
}
