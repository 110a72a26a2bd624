import JudgeJSON

/// An OpenSSH `allowed_signers` file (ssh-keygen(1), ALLOWED SIGNERS): who signs with which key.
package struct AllowedSigners: Sendable, Hashable {
  /// A line of the file that names a key.
  struct Line: Sendable, Hashable {
    /// The patterns, divided by commas.
    let principals: [UInt8]
    /// The key, or `nil` if OpenSSH would skip the line as invalid.
    let key: SSHPublicKey?
    let options: AllowedSignerOptions

    /// Whether the line applies to a principal.
    func lists(_ principal: [UInt8]) -> Bool {
      SSHPattern.list(principals, matches: principal)
    }
  }

  /// The file's decision about a signature.
  struct Decision: Sendable, Hashable {
    enum Answer: Sendable, Hashable {
      case accepted, refused
      /// Only `ssh-keygen` can tell: a certificate of an authority that the file names, or a key
      /// of a type that is not verified here.
      case foreign
    }

    let answer: Answer
    /// Whether the answer could differ at another time.
    let dependsOnTime: Bool
  }

  /// The file's text.
  package let text: String
  /// The lines but comments and empty ones.
  let lines: [Line]
  /// Differs if the file differs, or if its times are read differently.
  let digest: SHA256Digest

  package init(text: String) {
    self.text = text
    let bytes = Array(text.utf8)
    lines = bytes.split(separator: 0x0a).compactMap(Self.line)
    // A time without a zone is local, so the same file means something else under another TZ.
    let times = lines.flatMap { [$0.options.validAfter, $0.options.validBefore] }
      .map { $0.map(String.init) ?? "-" }.joined(separator: " ")
    digest = SHA256Digest.hash(bytes + [0] + Array(times.utf8))
  }

  /// Whether a principal has a key in the file and must therefore sign.
  ///
  /// A line counts if its patterns match, even if its key is invalid or expired.
  ///
  /// - Parameter principal: such as an e-mail address.
  /// - Returns: whether a line's patterns fit, by the rules of ssh_config(5).
  package func lists(_ principal: String) -> Bool {
    let name = Array(principal.utf8)
    return lines.contains { $0.lists(name) }
  }

  /// The lines about somebody.
  func lines(about principal: String) -> [Line] {
    let name = Array(principal.utf8)
    guard !name.isEmpty, !name.contains(0) else { return [] }
    return lines.filter { $0.lists(name) }
  }

  /// Whether one of several lines gives a key to their principal.
  ///
  /// - Parameters:
  ///   - key: the key that signed.
  ///   - namespace: the purpose.
  ///   - lines: the lines about one principal.
  ///   - time: the time, in seconds since 1970.
  /// - Returns: the answer, and whether it depends on the time.
  static func decide(
    _ key: SSHPublicKey, _ namespace: String, _ lines: [Line], at time: Int64
  ) -> Decision {
    var (isForeign, dependsOnTime) = (false, false)
    for line in lines {
      guard let own = line.key, line.options.allows(namespace) else { continue }
      if line.options.isAuthority {
        // Its times are ssh-keygen's business too.
        isForeign = isForeign || key.isCertificate
        continue
      }
      guard own == key else { continue }
      let hasTimes = line.options.validAfter != nil || line.options.validBefore != nil
      dependsOnTime = dependsOnTime || hasTimes
      guard line.options.isValid(at: time) else { continue }
      if case .foreign = key {
        isForeign = true
        continue
      }
      return Decision(answer: .accepted, dependsOnTime: hasTimes)
    }
    return Decision(answer: isForeign ? .foreign : .refused, dependsOnTime: dependsOnTime)
  }

  /// Reads a line as OpenSSH does, or returns `nil` for a comment or an empty line.
  private static func line(_ bytes: ArraySlice<UInt8>) -> Line? {
    // C ends a text at the first NUL.
    let bytes = bytes.prefix { $0 != 0 }
    let content = bytes.drop { isBlank($0) || $0 == 0x0d }
    guard let first = content.first, first != UInt8(ascii: "#") else { return nil }
    guard let (principals, rest) = word(content) else { return nil }
    if let key = key(rest) {
      return Line(principals: principals, key: key, options: AllowedSignerOptions())
    }
    guard let end = AllowedSignerOptions.end(in: rest),
      let options = AllowedSignerOptions(rest[..<end]),
      let key = key(rest[end...].drop(while: isBlank))
    else { return Line(principals: principals, key: nil, options: AllowedSignerOptions()) }
    return Line(principals: principals, key: key, options: options)
  }

  /// The first word and what follows it; quotes keep blanks together, and one that does not end
  /// makes the line invalid.
  private static func word(
    _ text: ArraySlice<UInt8>
  ) -> (word: [UInt8], rest: ArraySlice<UInt8>)? {
    let quote = UInt8(ascii: "\"")
    let start = text.prefix { !isBlank($0) && $0 != 0x0d && $0 != quote }
    var word = Array(start)
    var rest = text[start.endIndex...]
    if rest.first == quote {
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(of: quote) else { return nil }
      word += rest[..<end]
      rest = rest[end...]
    }
    return (word, rest.dropFirst().drop { isBlank($0) || $0 == 0x0d })
  }

  private static func key(_ text: ArraySlice<UInt8>) -> SSHPublicKey? {
    let type = text.prefix { !isBlank($0) }
    let base64 = text[type.endIndex...].drop(while: isBlank)
    guard !base64.isEmpty else { return nil }
    return SSHPublicKey(type: type, base64: base64.prefix { !isBlank($0) })
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// Pattern lists of OpenSSH (ssh_config(5), PATTERNS).
enum SSHPattern {
  /// Whether one of the patterns matches and none with a leading `!` does.
  ///
  /// - Parameters:
  ///   - list: patterns, separated by commas. If one has 1,023 bytes or more, nothing matches.
  ///   - text: the text.
  /// - Returns: whether it matches.
  static func list(_ list: [UInt8], matches text: [UInt8]) -> Bool {
    guard !list.isEmpty else { return false }
    var fits = false
    var patterns = list.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    // A comma at the end begins no pattern.
    if patterns.last?.isEmpty == true { patterns.removeLast() }
    for var pattern in patterns {
      let isNegated = pattern.first == UInt8(ascii: "!")
      if isNegated { pattern = pattern.dropFirst() }
      guard pattern.count < 1023 else { return false }
      if matches(text, pattern) {
        if isNegated { return false }
        fits = true
      }
    }
    return fits
  }

  /// Wildcards `*` and `?`, in one pass with one place to come back to.
  private static func matches(_ text: [UInt8], _ pattern: ArraySlice<UInt8>) -> Bool {
    var (at, place) = (0, pattern.startIndex)
    var star: (pattern: Int, text: Int)?
    while at < text.count {
      if place < pattern.endIndex, pattern[place] == UInt8(ascii: "*") {
        star = (place, at)
        place += 1
      } else if place < pattern.endIndex,
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
