/// Lays out text for a terminal, by the number of columns that each character takes.
enum TerminalText {
  /// Returns the number of columns that a text takes.
  ///
  /// Wide East Asian characters and emoji take two, combining marks none.
  ///
  /// - Parameter text: one line without controls.
  /// - Returns: the number of columns.
  static func width(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + width($1) }
  }

  /// Cuts a text to a number of columns, with an ellipsis if it is too long.
  ///
  /// - Parameters:
  ///   - text: one line without controls.
  ///   - columns: the maximum number of columns, from 1.
  /// - Returns: the text that fits.
  static func cut(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var result = ""
    var used = 1
    for character in text {
      let more = width(character)
      guard used + more <= columns else { break }
      result.append(character)
      used += more
    }
    return columns > 0 ? result + "…" : ""
  }

  /// Breaks a line at spaces if it is too wide; a word that is too wide is broken too.
  ///
  /// - Parameters:
  ///   - line: one line without controls.
  ///   - columns: the maximum number of columns per line.
  /// - Returns: at least one line; those after the first keep the indentation of the first.
  static func wrap(_ line: String, to columns: Int) -> [String] {
    let columns = max(columns, 4)
    guard width(line) > columns else { return [line] }
    var indent = String(line.prefix { $0 == " " })
    if width(indent) > columns / 2 { indent = "" }
    var lines: [String] = []
    var current = ""
    var used = 0
    var lastSpace: String.Index?
    for character in line {
      let more = width(character)
      if used + more > columns {
        var rest = ""
        if character != " ", let space = lastSpace {
          rest = String(current[current.index(after: space)...])
          current = String(current[..<space])
        }
        lines.append(current)
        current = indent + rest
        used = width(current)
        lastSpace = nil
        if character == " " { continue }
      }
      current.append(character)
      used += more
      if character == " ", used > width(indent) + 1 { lastSpace = current.indices.last }
    }
    return lines + [current]
  }

  /// Formats a remaining time, rounded.
  ///
  /// - Parameter seconds: the seconds, at least 0.
  /// - Returns: `45 s`, `12 min` or `3 h`. `years` if the time is too long for a useful number.
  static func duration(_ seconds: Double) -> String {
    guard seconds < 1e9 else { return "years" }
    if seconds < 90 { return "\(Int(seconds.rounded(.up))) s" }
    if seconds < 5400 { return "\(Int((seconds / 60).rounded())) min" }
    return "\(Int((seconds / 3600).rounded())) h"
  }

  private static func width(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return first.value < 0x20 ? 0 : 1 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    let isEmoji =
      first.properties.isEmojiPresentation
      || character.unicodeScalars.contains { $0.value == 0xfe0f }
    return isEmoji || isWide(first.value) ? 2 : 1
  }

  /// Returns whether Unicode's East Asian Width (UAX 11) has the block as wide or full-width.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
      0xa000...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19,
      0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18aff, 0x1b000...0x1b2ff,
      0x1f200...0x1f2ff, 0x20000...0x3fffd:
      true
    default: false
    }
  }
}
