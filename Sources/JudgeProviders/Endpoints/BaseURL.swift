import JudgePrivacy

/// The address of a provider's calls, free of secrets because cache entries, errors and records
/// contain it.
struct BaseURL: Sendable {
  /// The reason why a text is not a base URL.
  ///
  /// The message does not contain the text.
  struct Fault: Error {
    /// The fault, phrased to follow "it".
    let reason: String
    let hint: String
  }

  /// Scheme, host, port and path, without a slash at the end.
  let start: String
  /// The harmless parameters with their question mark; empty if there are none.
  let query: String

  /// The whole URL.
  var text: String { start + query }

  /// Returns the URL of a path below it.
  func url(_ path: String) -> String { start + path + query }

  /// Parameters that select a version or location of an API.
  private static let harmless: Set<String> = [
    "api-version", "api_version", "version", "alt", "region", "location",
  ]

  /// Parses an address.
  ///
  /// - Parameter text: `http` or `https`, a host, and optionally a port, a path and harmless
  ///   parameters.
  /// - Throws: `Fault` for any other text, in particular with user names, passwords and other
  ///   parameters.
  init(_ text: String) throws(Fault) {
    guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "\\") }),
      Secret.fault(ofHeader: text) == nil
    else {
      throw Self.malformed("holds a blank, a backslash or a control character")
    }
    guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else {
      throw Self.malformed("is not a base URL")
    }
    let bytes = Array(text.utf8)
    let rest = bytes[scheme.utf8.count...]
    let authority = rest.prefix { $0 != UInt8(ascii: "/") && !"?#\\".utf8.contains($0) }
    let tail = rest.dropFirst(authority.count)
    let beforeQuery = tail.prefix { $0 != UInt8(ascii: "?") }
    // A password with an unescaped slash has its `@` in the apparent path.
    let isCutPassword =
      !Self.isHost(authority) && authority.contains(UInt8(ascii: ":"))
      && beforeQuery.contains(UInt8(ascii: "@"))
    guard !authority.contains(UInt8(ascii: "@")), !isCutPassword else {
      throw Fault(
        reason: "holds a user name or a password",
        hint: "take it out; give credentials by a header: "
          + "git config judge.PROVIDER.header 'Authorization: Basic ${VARIABLE}'")
    }
    guard Self.isHost(authority) else { throw Self.malformed("has no valid host") }
    guard !tail.contains(UInt8(ascii: "#")) else { throw Self.malformed("has a fragment") }
    guard !Self.holdsParameter(beforeQuery) else {
      throw Fault(
        reason: "has a path with a parameter, which may be a secret",
        hint: "take it out; give keys by the provider's variable or by a header")
    }
    var path = String(decoding: beforeQuery, as: UTF8.self)
    while path.hasSuffix("/") { path.removeLast() }
    let query = tail.dropFirst(beforeQuery.count).dropFirst()
    guard query.split(separator: UInt8(ascii: "&")).allSatisfy(Self.isHarmless) else {
      throw Fault(
        reason: "holds a parameter that may be a secret",
        hint: "only \(Self.harmless.sorted().joined(separator: ", ")) may stand behind the ?; "
          + "give keys by the provider's variable or by a header")
    }
    start = scheme + String(decoding: authority, as: UTF8.self) + path
    self.query = query.isEmpty ? "" : "?" + String(decoding: query, as: UTF8.self)
    guard !SensitiveText.findings(in: bytes).contains(where: { $0.kind.isSecret }) else {
      throw Fault(
        reason: "holds what looks like a key",
        hint: "take it out; give keys by the provider's variable or by a header")
    }
  }

  private static func malformed(_ reason: String) -> Fault {
    Fault(reason: reason, hint: "write https://HOST/PATH, without a user name")
  }

  /// Returns whether a path contains a parameter or a user name, as they are or percent-encoded.
  private static func holdsParameter(_ path: ArraySlice<UInt8>) -> Bool {
    if path.contains(where: { ";&=@".utf8.contains($0) }) { return true }
    let text = String(decoding: path, as: UTF8.self).lowercased()
    return ["%3b", "%26", "%3d", "%40", "%3f", "%23", "%25"].contains { text.contains($0) }
  }

  private static func isHarmless(_ parameter: ArraySlice<UInt8>) -> Bool {
    let parts = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1)
    guard parts.count == 2, harmless.contains(String(decoding: parts[0], as: UTF8.self)),
      parts[1].count <= 40
    else { return false }
    return parts[1].allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || "-._".utf8.contains(byte)
    }
  }

  /// Returns whether a text is a name or an address, optionally with a port.
  private static func isHost(_ text: ArraySlice<UInt8>) -> Bool {
    var host = text
    if host.first == UInt8(ascii: "["), let end = host.firstIndex(of: UInt8(ascii: "]")) {
      let port = host[(end + 1)...]
      return end > host.startIndex + 1 && (port.isEmpty || isPort(port))
    }
    if let colon = host.lastIndex(of: UInt8(ascii: ":")) {
      guard isPort(host[colon...]) else { return false }
      host = host[..<colon]
    }
    return !host.isEmpty
      && host.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
          || (0x61...0x7a).contains(byte) || byte >= 0x80 || "-._".utf8.contains(byte)
      }
  }

  private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
    text.first == UInt8(ascii: ":") && (1...5).contains(text.count - 1)
      && text.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }
}
