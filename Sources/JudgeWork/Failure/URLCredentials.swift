/// Finds credentials in text that contains URLs, such as git's messages about a remote.
package struct URLCredentials {
  private let bytes: [UInt8]
  private static let mark = Array("***".utf8)

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// Returns a text with blanked credentials of URLs (`https://user:token@host/x?access_token=…`).
  ///
  /// It works on bytes, because a combining mark after `://` forms another character. If the end of
  /// a password is not clear, more is blanked rather than less.
  package static func blanked(in text: String) -> String { Self(text).blanked }

  /// The text with user names, passwords and parameters that may be secrets blanked.
  private var blanked: String {
    var result: [UInt8] = []
    var place = 0
    while let start = next(from: place) {
      result += bytes[place..<start]
      let token = end(of: start) { $0 <= 0x20 || "\"'`<>".utf8.contains($0) }
      let authority = end(of: start) {
        $0 <= 0x20 || "/?#\"'`<>".utf8.contains($0)
      }
      place = start
      if let at = credentials(start, authority, token) {
        result += Self.mark
        place = at
      }
      let question = bytes[place..<max(place, token)].firstIndex(of: UInt8(ascii: "?"))
      if let question {
        result += bytes[place...question]
        result += query(bytes[(question + 1)..<token])
        place = token
      }
    }
    result += bytes[place...]
    return String(decoding: Self.withoutPasswords(result), as: UTF8.self)
  }

  /// Blanks passwords in words without a scheme, such as `me:password@host:path` and
  /// `https:/me:password@host`.
  ///
  /// It removes the text between the first colon and the last `@`.
  private static func withoutPasswords(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "@")) else { return bytes }
    var result: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let word = rest.prefix { $0 > 0x20 && !"\"'`<>".utf8.contains($0) }
      let hasScheme = word.split(separator: UInt8(ascii: ":"))
        .dropFirst().contains { $0.starts(with: "//".utf8) }
      if !hasScheme, let at = word.lastIndex(of: UInt8(ascii: "@")),
        let colon = word[..<at].firstIndex(of: UInt8(ascii: ":")), !isModel(word[..<at])
      {
        result += word[...colon] + mark + word[at...]
      } else {
        result += word
      }
      rest = rest[word.endIndex...]
      if let gap = rest.popFirst() { result.append(gap) }
    }
    return result
  }

  /// Whether the text before an `@` begins the URI of a judge or model with a version, such as
  /// `gateway:/tone@v2` and `vertex:/claude-opus-4-1@20250805`.
  private static func isModel(_ text: ArraySlice<UInt8>) -> Bool {
    ["gateway:/", "vertex:/", "vertex_ai:/"].contains { scheme in
      text.starts(with: scheme.utf8)
        && !text.dropFirst(scheme.utf8.count).contains(UInt8(ascii: ":"))
    }
  }

  /// Returns the position after the next `://`.
  private func next(from place: Int) -> Int? {
    var place = place
    while place + 2 < bytes.count {
      if bytes[place] == UInt8(ascii: ":"), bytes[place + 1] == UInt8(ascii: "/"),
        bytes[place + 2] == UInt8(ascii: "/")
      {
        return place + 3
      }
      place += 1
    }
    return nil
  }

  private func end(of start: Int, where isOver: (UInt8) -> Bool) -> Int {
    bytes[start...].firstIndex(where: isOver) ?? bytes.count
  }

  /// Returns the end of a URL's credentials: the position of their `@`, or of the end of a
  /// truncated URL.
  private func credentials(_ start: Int, _ authority: Int, _ token: Int) -> Int? {
    let at = UInt8(ascii: "@")
    if let sign = bytes[start..<authority].lastIndex(of: at) { return sign }
    guard let colon = bytes[start..<authority].firstIndex(of: UInt8(ascii: ":")) else { return nil }
    // An IPv6 address contains colons too, but a port is only digits.
    guard bytes[start] != UInt8(ascii: "["),
      !bytes[(colon + 1)..<authority].allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    // A password with a slash, a blank or a quote in it.
    let line = end(of: start) { $0 == 0x0a }
    return bytes[start..<token].lastIndex(of: at) ?? bytes[start..<line].lastIndex(of: at)
      ?? authority
  }

  private func query(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let parts = text.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
    let shown = parts.map { part -> [UInt8] in
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return Array(part) }
      let name = String(decoding: part[..<equals], as: UTF8.self).lowercased()
      let isSecret = ["token", "key", "secret", "pass", "pwd", "sig", "auth", "cred"]
        .contains { name.contains($0) }
      return isSecret ? Array(part[...equals]) + Self.mark : Array(part)
    }
    return Array(shown.joined(separator: [UInt8(ascii: "&")]))
  }
}
