import GitJudge

/// Escapes text from records for a medium, so that it is displayed but not interpreted.
enum SafeText {
  /// Escapes text for a terminal.
  ///
  /// Control characters, ANSI escapes and bidirectional overrides become visible.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - keepLines: whether to keep line breaks and tabs.
  /// - Returns: text without characters that control a terminal.
  static func terminal(_ text: String, keepLines: Bool = false) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0a, 0x09:
        result.append(keepLines ? scalar : " ")
      case 0x00...0x1f:
        // The control pictures are 0x2400 above the controls.
        result.append(UnicodeScalar(0x2400 + scalar.value) ?? "\u{fffd}")
      case 0x7f: result.append("\u{2421}")
      case 0x80...0x9f, 0x61c, 0x180e, 0x200b...0x200f, 0x202a...0x202e, 0x2028, 0x2029,
        0x2060...0x206f, 0xfeff, 0xfff9...0xfffb, 0xe0000...0xe0fff:
        result.append(contentsOf: "⟨U+\(String(scalar.value, radix: 16))⟩".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Escapes text for a cell of a Markdown table, also on a forge.
  ///
  /// The text is read by its scalars, so a combining character cannot hide the character before it.
  ///
  /// - Parameter text: any text.
  /// - Returns: text without characters that Markdown or a terminal acts upon. It contains no
  ///   mentions or links.
  static func markdown(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    for scalar in terminal(text).unicodeScalars {
      switch scalar {
      case "\\", "|", "`", "*", "_", "[", "]", "!", "~":
        result.append("\\")
        result.append(scalar)
      case "#": result.append(contentsOf: "\\#\(unlinked)".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "@" where !last.properties.isAlphabetic && last.properties.numericType == nil:
        result.append(contentsOf: "@\(unlinked)".unicodeScalars)
      case "/" where last == ":": result.append(contentsOf: "\(unlinked)/".unicodeScalars)
      case "." where last == "w" || last == "W":
        result.append(contentsOf: "\(unlinked).".unicodeScalars)
      default: result.append(scalar)
      }
      last = scalar
    }
    return String(result)
  }

  /// A comment that, inside a text, prevents a forge from making it a mention or a link.
  private static let unlinked = "<!-- -->"

  /// Escapes text for a web page, between tags or in an attribute.
  ///
  /// - Parameter text: any text.
  /// - Returns: text without characters that are markup or invisible.
  static func html(_ text: String) -> String {
    Markup.entities(terminal(text, keepLines: true))
  }

  /// Escapes JSON for printing.
  ///
  /// Characters that control a terminal, change the order of the text or are invisible are written
  /// as `\uXXXX`, which means the same.
  ///
  /// - Parameter text: JSON, in which such characters are only within texts.
  /// - Returns: JSON of the same value.
  static func json(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x7f }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x7f...0x9f, 0x61c, 0x180e, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff,
        0xfff9...0xfffb:
        let digits = String(scalar.value, radix: 16)
        let zeros = String(repeating: "0", count: 4 - digits.count)
        result.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
      case 0xe0000...0xe0fff:
        for unit in String(scalar).utf16 {
          result.append(contentsOf: "\\u\(String(unit, radix: 16))".unicodeScalars)
        }
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Escapes text for a field of a CSV file (RFC 4180).
  ///
  /// A text that a spreadsheet would run gets an apostrophe. Such a text begins with `=`, `+`, `-`
  /// or `@`, full-width or small ones included, also after blanks or line breaks, or it begins with
  /// a tab or line break. The same applies after a semicolon, tab or line break inside it, because
  /// spreadsheets of some countries begin a cell there. Numbers are exempt. Control characters
  /// become visible as on a terminal, because CSV is also read there.
  ///
  /// - Parameter text: any text.
  /// - Returns: the field, quoted if necessary.
  static func csv(_ text: String) -> String {
    var field = String.UnicodeScalarView()
    var mustQuote = false
    if isFormula(text) { field.append("'") }
    let scalars = terminal(text, keepLines: true).unicodeScalars
    for index in scalars.indices {
      let scalar = scalars[index]
      field.append(scalar)
      switch scalar {
      case ",": mustQuote = true
      case "\"":
        mustQuote = true
        field.append("\"")
      case ";", "\t", "\n":
        mustQuote = true
        // A program that separates cells here reads the rest as a cell of its own.
        let rest = scalars[scalars.index(after: index)...].prefix {
          !";\t\n".unicodeScalars.contains($0)
        }
        if runsCode(String(rest)) { field.append("'") }
      default: break
      }
    }
    return mustQuote ? "\"\(String(field))\"" : String(field)
  }

  /// Returns whether part of a cell is an active formula; the dash of a list, for example, is not.
  private static func runsCode(_ text: String) -> Bool {
    isFormula(text)
      && text.unicodeScalars.contains { "=@(|!\u{ff1d}\u{ff20}".unicodeScalars.contains($0) }
  }

  private static func isFormula(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard let first = scalars.first else { return false }
    if [0x09, 0x0a, 0x0d].contains(first.value) { return true }
    // Spreadsheets ignore invisible characters, as they ignore blanks.
    let rest = scalars.drop { scalar in
      scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
        || scalar.properties.isDefaultIgnorableCodePoint
    }
    guard let sign = rest.first else { return false }
    switch sign {
    case "=", "+", "-", "@", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}", "\u{fe66}", "\u{fe62}",
      "\u{fe63}", "\u{fe6b}":
      return !isNumber(String(rest))
    default: return false
    }
  }

  /// Returns whether a text is a decimal number, with or without a sign, exponent or percent sign.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    func eat(_ set: String) -> Bool {
      guard let byte = rest.first, set.utf8.contains(byte) else { return false }
      rest = rest.dropFirst()
      return true
    }
    func digits() -> Bool {
      let before = rest.count
      rest = rest.drop { (0x30...0x39).contains($0) }
      return rest.count < before
    }
    _ = eat("+-")
    let hasWhole = digits()
    let hasPart = eat(".") ? digits() : false
    guard hasWhole || hasPart else { return false }
    if eat("eE") {
      _ = eat("+-")
      guard digits() else { return false }
    }
    _ = eat(" ")
    _ = eat("%")
    return rest.isEmpty
  }
}
