/// The few things about URLs that are needed, without Foundation.
enum URLText {
  /// A path component with everything but unreserved characters percent-encoded (RFC 3986).
  static func pathComponent(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
        || (0x61...0x7a).contains(byte) || [0x2d, 0x2e, 0x5f, 0x7e].contains(byte)
      if isPlain {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }

  /// Whether a text is an http or https URL with a host and without a user.
  static func isBase(_ text: String) -> Bool {
    for scheme in ["http://", "https://"] where text.hasPrefix(scheme) {
      let rest = text.dropFirst(scheme.count)
      let host = rest.prefix { $0 != "/" }
      return !host.isEmpty && !host.contains("@")
        && !text.utf8.contains { $0 <= 0x20 || $0 == 0x7f }
    }
    return false
  }

  /// A base URL without the slashes at its end.
  static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == "/" { text.removeLast() }
    return text
  }
}
