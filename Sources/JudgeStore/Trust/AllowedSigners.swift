/// An OpenSSH `allowed_signers` file: who signs with which key.
///
/// Whether a signature is good is decided by `ssh-keygen`; here is read only who has a key at all,
/// and must therefore sign.
package struct AllowedSigners: Sendable, Hashable {
  /// The file's text.
  package let text: String
  /// The patterns of each line, `!` in front of those that are excluded.
  private let lines: [[Substring]]

  package init(text: String) {
    self.text = text
    lines = text.split(whereSeparator: \.isNewline).compactMap { line in
      guard let first = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).first,
        !first.hasPrefix("#")
      else { return nil }
      return first.split(separator: ",")
    }
  }

  /// Whether somebody has a key in the file.
  ///
  /// - Parameter principal: such as an e-mail address.
  /// - Returns: whether a line's patterns fit, by the rules of ssh_config(5).
  package func lists(_ principal: String) -> Bool {
    lines.contains { patterns in
      var fits = false
      for pattern in patterns {
        if pattern.hasPrefix("!") {
          if Self.matches(principal[...], pattern.dropFirst()) { return false }
        } else if Self.matches(principal[...], pattern) {
          fits = true
        }
      }
      return fits
    }
  }

  /// Wildcards `*` and `?`, in one pass with one place to come back to.
  private static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
    let (text, pattern) = (Array(text.utf8), Array(pattern.utf8))
    var (at, place) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while at < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, at)
        place += 1
      } else if place < pattern.count,
        pattern[place] == text[at] || pattern[place] == UInt8(ascii: "?")
      {
        at += 1
        place += 1
      } else if let back = star {
        star = (back.pattern, back.text + 1)
        place = back.pattern + 1
        at = back.text + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
