/// Escapes text for pages and pictures.
package enum Markup {
  /// Replaces the characters that are markup, in text between tags and in attributes.
  ///
  /// - Parameter text: any text without controls.
  /// - Returns: text without tags, entities and quotes.
  package static func entities(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
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

  /// Escapes text for a picture.
  ///
  /// Controls, marks that change the direction of writing and characters that XML does not allow
  /// become visible; line breaks become blanks.
  ///
  /// - Parameter text: any text.
  /// - Returns: one line of text that is no markup.
  package static func escaped(_ text: String) -> String { entities(visible(text)) }

  /// Returns one line of text without invisible characters.
  static func visible(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned:
        if [0x09, 0x0a, 0x0d].contains(scalar.value) {
          result.append(" ")
        } else {
          result.append(contentsOf: "⟨U+\(String(scalar.value, radix: 16))⟩".unicodeScalars)
        }
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Returns one line of text that is at most as wide as a number of characters.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - columns: the width, from 1. A wide character takes two columns.
  /// - Returns: the text, with an ellipsis if it was too long.
  static func cut(_ text: String, to columns: Int) -> String {
    let safe = visible(text)
    guard width(safe) > columns else { return safe }
    var result = ""
    var used = 1
    for character in safe {
      used += width(String(character))
      guard used <= columns else { break }
      // A letter with hundreds of marks would reach into other lines.
      result.unicodeScalars.append(contentsOf: character.unicodeScalars.prefix(4))
    }
    return result + "…"
  }

  /// Returns the number of columns that a text takes: about two for a wide character.
  static func width(_ text: String) -> Int {
    text.reduce(0) { sum, character in
      sum + ((character.unicodeScalars.first?.value ?? 0) >= 0x1100 && !isNarrow(character) ? 2 : 1)
    }
  }

  private static func isNarrow(_ character: Character) -> Bool {
    guard let value = character.unicodeScalars.first?.value else { return true }
    return (0x1200...0x2dff).contains(value)
  }
}
