/// Cuts a filter into tokens.
struct SearchLexer {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// All tokens, the end included.
  static func tokens(_ text: String) throws(SearchSyntaxError) -> [SearchToken] {
    var lexer = SearchLexer(text)
    var tokens: [SearchToken] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private mutating func next() throws(SearchSyntaxError) -> SearchToken {
    while let scalar = peek(), scalar.properties.isWhitespace { index += 1 }
    let start = index
    let kind = try kind()
    var source = String.UnicodeScalarView()
    source.append(contentsOf: scalars[start..<index])
    return SearchToken(kind: kind, offset: start, source: String(source))
  }

  private mutating func kind() throws(SearchSyntaxError) -> SearchToken.Kind {
    guard let scalar = peek() else { return .end }
    switch scalar {
    case "'", "\"": return .text(try quoted())
    case "(", ")", ",":
      index += 1
      return .sign(String(scalar))
    case "=", "!", "<", ">": return .sign(try comparison())
    case "0"..."9", "-", "+": return .number(try number())
    case _ where scalar == "`" || isNameStart(scalar): return .path(try path())
    default: throw SearchSyntaxError(offset: index, message: "\(quote(scalar)) means nothing here")
    }
  }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  /// A text up to the same mark; the mark twice stands for itself.
  private mutating func quoted() throws(SearchSyntaxError) -> String {
    let start = index
    guard let mark = peek() else { return "" }
    index += 1
    var text = String.UnicodeScalarView()
    while let scalar = peek() {
      index += 1
      if scalar != mark {
        text.append(scalar)
      } else if peek() == mark {
        text.append(mark)
        index += 1
      } else {
        return String(text)
      }
    }
    throw SearchSyntaxError(offset: start, message: "\(quote(mark)) is never closed")
  }

  private mutating func comparison() throws(SearchSyntaxError) -> String {
    let start = index
    guard let first = peek() else { return "" }
    index += 1
    if peek() == "=", first != "=" {
      index += 1
      return String(first) + "="
    }
    if first == "<", peek() == ">" {
      index += 1
      return "!="
    }
    guard first != "!" else {
      throw SearchSyntaxError(offset: start, message: "expected != for \(quote(first))")
    }
    return String(first)
  }

  private mutating func number() throws(SearchSyntaxError) -> Double {
    let start = index
    var text = ""
    while let scalar = peek(), scalar.isASCII, isNumberPart(scalar) {
      text.unicodeScalars.append(scalar)
      index += 1
    }
    let isWhole = peek().map { !isNamePart($0) } ?? true
    guard isWhole, let number = Double(text), number.isFinite else {
      throw SearchSyntaxError(
        offset: start, message: "not a number; a text stands in quotation marks")
    }
    return number
  }

  private mutating func path() throws(SearchSyntaxError) -> [SearchToken.Segment] {
    var segments: [SearchToken.Segment] = []
    while true {
      let start = index
      if let mark = peek(), mark == "`" || (!segments.isEmpty && (mark == "\"" || mark == "'")) {
        segments.append(.init(text: try quoted(), isQuoted: true))
      } else {
        var text = String.UnicodeScalarView()
        while let scalar = peek(), isNamePart(scalar) {
          text.append(scalar)
          index += 1
        }
        guard !text.isEmpty else {
          throw SearchSyntaxError(offset: start, message: "expected a name after the point")
        }
        segments.append(.init(text: String(text), isQuoted: false))
      }
      guard peek() == "." else { return segments }
      index += 1
    }
  }

  private func isNumberPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", ".", "e", "E", "-", "+": true
    default: false
    }
  }

  private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic
  }

  /// Names may hold more than they may begin with: `feedback.answer-quality`, `tag.a/b`.
  private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "(", ")", ",", "=", "!", "<", ">", "'", "\"", "`", ".": false
    default: !scalar.properties.isWhitespace
    }
  }

  private func quote(_ scalar: Unicode.Scalar) -> String { "“\(scalar)”" }
}
