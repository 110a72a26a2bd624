/// Escapes text from records for a medium, so that it is shown and never interpreted.
enum SafeText {
  /// For a terminal: control characters, ANSI escapes and bidirectional overrides become visible.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - keepLines: whether line breaks and tabs stay.
  /// - Returns: text without a character that controls a terminal.
  static func terminal(_ text: String, keepLines: Bool = false) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0a, 0x09:
        result.append(keepLines ? scalar : " ")
      case 0x00...0x1f:
        // The control pictures stand 0x2400 above the controls.
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

  /// For a cell of a Markdown table, on a forge too.
  ///
  /// A character that combines with its neighbour hides nothing: the text is read by its scalars.
  ///
  /// - Parameter text: any text.
  /// - Returns: text without a character that Markdown or a terminal acts upon. It mentions nobody,
  ///   and links to nothing.
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

  /// A comment: a forge makes no mention and no link of a text with it inside.
  private static let unlinked = "<!-- -->"

  /// For text between the tags, or in an attribute, of a web page.
  ///
  /// - Parameter text: any text.
  /// - Returns: text in which no character is markup or invisible.
  static func html(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in terminal(text, keepLines: true).unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// For JSON that is printed: characters that control a terminal, change the order of the text or
  /// show nothing are written as `\uXXXX`, which means the same.
  ///
  /// - Parameter text: JSON, in which such characters stand within texts only.
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

  /// For a field of a CSV (RFC 4180).
  ///
  /// A text that spreadsheets would run gets an apostrophe: it begins with `=`, `+`, `-` or `@`,
  /// full-width or small ones too, be it behind blanks or line breaks, or it begins with a tab or
  /// line break. The same holds behind a semicolon, tab or line break inside it, because a
  /// spreadsheet in another country begins a cell there. A number is none of these. Controls become
  /// visible as in a terminal, where CSV is read too.
  ///
  /// - Parameter text: any text.
  /// - Returns: the field, quoted if it must be.
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
        // A program that separates cells here takes what follows for a cell of its own.
        let rest = scalars[scalars.index(after: index)...].prefix {
          !";\t\n".unicodeScalars.contains($0)
        }
        if runsCode(String(rest)) { field.append("'") }
      default: break
      }
    }
    return mustQuote ? "\"\(String(field))\"" : String(field)
  }

  /// Whether a part of a cell is a formula that does something, as the dash of a list does not.
  private static func runsCode(_ text: String) -> Bool {
    isFormula(text)
      && text.unicodeScalars.contains { "=@(|!\u{ff1d}\u{ff20}".unicodeScalars.contains($0) }
  }

  private static func isFormula(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard let first = scalars.first else { return false }
    if [0x09, 0x0a, 0x0d].contains(first.value) { return true }
    // Spreadsheets drop what cannot be seen as they drop blanks.
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

  /// Whether a text is a decimal number, with or without a sign, an exponent or a percent sign.
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
