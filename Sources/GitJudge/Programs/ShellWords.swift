/// Splits a text into words as a POSIX shell does, without expansion.
///
/// Source: POSIX.1-2017, "Shell Command Language", 2.2 and 2.3.
enum ShellWords {
  /// Returns the words; operators such as `;`, `&&` and `<` separate them.
  static func words(in text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Unicode.Scalar?
    var isEscaped = false
    func end() {
      if let word { words.append(word) }
      word = nil
    }
    for scalar in text.unicodeScalars {
      if isEscaped {
        isEscaped = false
        // A continued line. Within double quotes, other backslashes stay.
        guard scalar != "\n" else { continue }
        if quote == "\"", !"$`\"\\".unicodeScalars.contains(scalar) {
          word = (word ?? "") + "\\"
        }
        word = (word ?? "") + String(scalar)
      } else if scalar == "\\", quote != "'" {
        isEscaped = true
      } else if scalar == quote {
        quote = nil
      } else if quote != nil {
        word = (word ?? "") + String(scalar)
      } else if scalar == "'" || scalar == "\"" {
        quote = scalar
        word = word ?? ""
      } else if scalar.value <= 0x20 || ";&|()<>`".unicodeScalars.contains(scalar) {
        end()
      } else {
        word = (word ?? "") + String(scalar)
      }
    }
    end()
    return words
  }
}
