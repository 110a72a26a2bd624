/// The texts in which a secret is told: the secret itself, what stands behind the name of an
/// authentication scheme, `user:password`, and all of these in base64 and hexadecimal digits.
struct SecretSpellings {
  /// Shorter texts are ordinary words more often than secrets.
  static let shortest = 8

  /// Each spelling, the longest first.
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
    for bytes in plain { all += Self.encoded(bytes) }
    all = all.filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
  }

  /// A secret and the secrets within it.
  private static func variants(_ text: String) -> [[UInt8]] {
    let whole = Array(text.utf8)
    var result = [whole]
    var rest = whole[...]
    while let first = rest.first, first <= 0x20 { rest = rest.dropFirst() }
    while let last = rest.last, last <= 0x20 { rest = rest.dropLast() }
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
