import GitJudge

/// Formats command lines that a person can copy.
enum Shell {
  /// Quotes a word for a POSIX shell.
  ///
  /// If the word holds characters that control a terminal or are invisible, it is written in the
  /// quotes of Bash and Zsh, `$'…'`, with an escape for each such byte.
  static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || "_-./@:+,=".utf8.contains(byte)
    }
    // Zsh reads a leading `=` as the path of a command.
    if isPlain, !text.isEmpty, !text.hasPrefix("=") { return text }
    guard SafeText.terminal(text).utf8.elementsEqual(text.utf8) else { return escaped(text) }
    var result = String.UnicodeScalarView("'".unicodeScalars)
    // By code points, because a combining mark after a quote forms another character with it.
    for scalar in text.unicodeScalars {
      if scalar == "'" {
        result.append(contentsOf: "'\\''".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    result.append("'")
    return String(result)
  }

  private static func escaped(_ text: String) -> String {
    var result = "$'"
    for byte in text.utf8 {
      if (0x20...0x7e).contains(byte), byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\\") {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "\\x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return result + "'"
  }
}
