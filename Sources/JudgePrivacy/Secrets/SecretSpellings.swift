/// The forms in which a secret can appear.
///
/// They are the secret itself, the part after the name of an authentication scheme,
/// `user:password`, and all of these in base64, in hexadecimal digits and in small or capital
/// letters.
struct SecretSpellings {
  /// The minimum length; shorter texts are ordinary words more often than secrets.
  static let shortest = 8

  /// All spellings, the longest first.
  private(set) var all: [[UInt8]] = []

  init(_ secrets: [Secret]) {
    var plain: [[UInt8]] = []
    for secret in secrets {
      secret.reveal { text in
        for variant in Self.variants(text) where variant.count >= Self.shortest {
          if !plain.contains(variant) { plain.append(variant) }
        }
      }
    }
    all = plain
    for bytes in plain { all += Self.encoded(bytes) + Self.inOtherCase(bytes) }
    all = all.filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
  }

  /// Returns a secret and the secrets within it.
  private static func variants(_ text: String) -> [[UInt8]] {
    let whole = Array(text.utf8)
    var result = [whole]
    var rest = whole[...]
    let isAround = { (byte: UInt8) in byte <= 0x20 || "\"'`".utf8.contains(byte) }
    while let first = rest.first, isAround(first) { rest = rest.dropFirst() }
    while let last = rest.last, isAround(last) { rest = rest.dropLast() }
    result.append(Array(rest))
    let scheme = rest.prefix { $0 > 0x20 }
    let schemes = ["bearer", "basic", "token", "apikey", "api-key", "key", "digest"]
    let name = String(decoding: scheme, as: UTF8.self).lowercased()
    guard schemes.contains(name) else { return result }
    let behind = Array(rest.dropFirst(scheme.count).drop { $0 <= 0x20 })
    result.append(behind)
    if name == "basic", let decoded = Base64.decode(behind),
      let colon = decoded.firstIndex(of: UInt8(ascii: ":"))
    {
      result += [decoded, Array(decoded[(colon + 1)...])]
    }
    return result
  }

  /// Returns the forms in which servers may change the case of a long secret with digits.
  ///
  /// A short one could be a word.
  private static func inOtherCase(_ bytes: [UInt8]) -> [[UInt8]] {
    guard bytes.count >= 16, bytes.contains(where: { (0x30...0x39).contains($0) }) else {
      return []
    }
    let small = bytes.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    let capital = bytes.map { (0x61...0x7a).contains($0) ? $0 & ~0x20 : $0 }
    return [small, capital].filter { $0 != bytes }
  }

  private static func encoded(_ bytes: [UInt8]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for offset in 0..<3 {
      let core = Base64.core(of: bytes, offset: offset)
      let url = Base64.core(of: bytes, offset: offset, isURL: true)
      result.append(core)
      if url != core { result.append(url) }
    }
    for digits in ["0123456789abcdef", "0123456789ABCDEF"] {
      let digits = Array(digits.utf8)
      result.append(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
    return result
  }
}
