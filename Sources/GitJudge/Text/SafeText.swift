/// Text from records made fit for a medium: shown, never obeyed.
public enum SafeText {
  /// For a terminal: control characters, ANSI escapes and bidirectional overrides become visible.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - keepLines: whether line breaks and tabs stay.
  /// - Returns: text without a character that a terminal acts upon.
  public static func terminal(_ text: String, keepLines: Bool = false) -> String {
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
        0x2060...0x2069,
        0xfeff, 0xfff9...0xfffb, 0xe0000...0xe007f:
        result.append(contentsOf: "⟨U+\(String(scalar.value, radix: 16))⟩".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// For a cell of a Markdown table.
  ///
  /// - Parameter text: any text.
  /// - Returns: text without a character that Markdown or a terminal acts upon.
  public static func markdown(_ text: String) -> String {
    var result = ""
    for character in terminal(text) {
      switch character {
      case "\\", "|", "`", "*", "_", "[", "]", "#", "!", "~": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.append(character)
      }
    }
    return result
  }

  /// For a field of a CSV (RFC 4180).
  ///
  /// A leading `=`, `+`, `-` or `@` gets an apostrophe, because spreadsheets would run it; controls
  /// become visible as in a terminal, where CSV is read too.
  ///
  /// - Parameter text: any text.
  /// - Returns: the field, quoted where it must be.
  public static func csv(_ text: String) -> String {
    var field = terminal(text, keepLines: true)
    let isNumber = Double(text) != nil
    if !isNumber, let first = field.first, "=+-@\t\r".contains(first) { field = "'" + field }
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    var quoted = "\""
    for character in field { quoted += character == "\"" ? "\"\"" : String(character) }
    return quoted + "\""
  }
}
