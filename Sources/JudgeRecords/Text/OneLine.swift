/// Converts text of a record to one line of plain text, for the message of a commit or tag.
public enum OneLine {
  /// The maximum number of characters that are kept.
  public static let longest = 500

  /// Returns the text in one line.
  ///
  /// Control characters, line ends of any kind, marks of writing direction and characters without
  /// width are written as `\u{…}`. A text that is too long is cut.
  ///
  /// - Parameter text: any text.
  /// - Returns: text without a line break.
  public static func escaped(_ text: String) -> String {
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < longest else { return result + "…" }
      count += 1
      if isPlain(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return result
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
  }
}
