import JudgeWork

/// One field that a listing is sorted by.
struct SearchOrder: Hashable, Sendable {
  let field: SearchField
  let isDescending: Bool

  /// Reads terms such as `timestamp DESC`; a term may itself be a list with commas.
  ///
  /// - Throws: if a term cannot be read, or a field is named twice.
  static func parse(_ terms: [String]) throws -> [SearchOrder] {
    var orders: [SearchOrder] = []
    for term in terms {
      do throws(SearchSyntaxError) {
        orders += try parse(term)
      } catch {
        throw error.indexError(.badOrder, what: "order “\(term)”")
      }
    }
    var seen = Set<SearchField>()
    for order in orders where !seen.insert(order.field).inserted {
      throw JudgeFailure(.badOrder, "the order names a field twice", remedy: "name each field once")
    }
    return orders
  }

  private static func parse(_ text: String) throws(SearchSyntaxError) -> [SearchOrder] {
    let tokens = try SearchLexer.tokens(text)
    var index = 0
    var orders: [SearchOrder] = []
    while true {
      let field = try SearchField(tokens[index])
      guard field.sortKeys != nil else {
        throw SearchSyntaxError(
          offset: tokens[index].offset, message: "nothing is sorted by \(tokens[index].source)")
      }
      index += 1
      let word = tokens[index].keyword
      if word == "ASC" || word == "DESC" { index += 1 }
      orders.append(SearchOrder(field: field, isDescending: word == "DESC"))
      if tokens[index].kind == .end { return orders }
      guard tokens[index].kind == .sign(",") else {
        throw SearchSyntaxError(
          offset: tokens[index].offset,
          message: "expected ASC, DESC or the end, found \(SearchField.shown(tokens[index]))")
      }
      index += 1
    }
  }
}

extension SearchField {
  /// SQL for the values to sort a row `t` of `trace` by, with what is bound to it; `nil` for a
  /// field that a trace has no single value of.
  ///
  /// If several feedbacks have a name, the least number counts, else the least text.
  var sortKeys: [(sql: String, argument: SQLValue?)]? {
    switch self {
    case .text(let field): [(field.column, nil)]
    case .number(let field): [(field.column, nil)]
    case .experimentID: [("hex(t.experiment)", nil)]
    case .tag(let key): [(Self.attribute(0), .text(key))]
    case .metadata(let key): [(Self.attribute(1), .text(key))]
    case .assessment(let subject, .value):
      subject.name.map { name in
        [(Self.least("number", subject), .text(name)), (Self.least("value", subject), .text(name))]
      }
    default: nil
    }
  }

  private static func attribute(_ scope: Int) -> String {
    """
    (SELECT x.value FROM attribute x \
    WHERE x.trace = t.key AND x.scope = \(scope) AND x.name = ?)
    """
  }

  private static func least(_ column: String, _ subject: Subject) -> String {
    """
    (SELECT min(a.\(column)) FROM assessment a WHERE a.trace = t.key AND a.name = ? \
    AND a.standing = 'counts' AND a.class \(subject.isExpectation ? "= 1" : "IN (0, 2)"))
    """
  }
}
