/// The forms of keys and tokens that providers give out.
struct SecretForm {
  /// What the rest of a key is made of.
  private enum Rest {
    /// Letters and digits.
    case alphanumeric
    /// Letters, digits, `_` and `-`.
    case wide
    /// Capital letters and digits.
    case capital
    /// Hexadecimal digits in lower case.
    case hex
  }

  private let prefix: StaticString
  private let rest: Rest
  /// The fewest and the most characters after the prefix.
  private let length: ClosedRange<Int>
  private let kind: SensitiveText.Kind

  private init(
    _ prefix: StaticString, _ rest: Rest, _ length: ClosedRange<Int>, _ kind: SensitiveText.Kind
  ) {
    self.prefix = prefix
    self.rest = rest
    self.length = length
    self.kind = kind
  }

  /// As their providers and the rules of common scanners describe them.
  private static let all: [SecretForm] = [
    SecretForm("AKIA", .capital, 16...16, .accessKey),
    SecretForm("ASIA", .capital, 16...16, .accessKey),
    SecretForm("AIza", .wide, 35...35, .accessKey),
    SecretForm("ghp_", .alphanumeric, 36...255, .token),
    SecretForm("gho_", .alphanumeric, 36...255, .token),
    SecretForm("ghs_", .alphanumeric, 36...255, .token),
    SecretForm("ghu_", .alphanumeric, 36...255, .token),
    SecretForm("ghr_", .alphanumeric, 36...255, .token),
    SecretForm("github_pat_", .wide, 40...255, .token),
    SecretForm("glpat-", .wide, 20...255, .token),
    SecretForm("xoxb-", .wide, 20...255, .token),
    SecretForm("xoxp-", .wide, 20...255, .token),
    SecretForm("xoxa-", .wide, 20...255, .token),
    SecretForm("xoxr-", .wide, 20...255, .token),
    SecretForm("npm_", .alphanumeric, 36...36, .token),
    SecretForm("pypi-AgE", .wide, 50...500, .token),
    SecretForm("sk_live_", .alphanumeric, 16...255, .token),
    SecretForm("rk_live_", .alphanumeric, 16...255, .token),
    SecretForm("dapi", .hex, 32...34, .token),
    SecretForm("hf_", .alphanumeric, 34...40, .modelKey),
    SecretForm("sk-ant-", .wide, 24...255, .modelKey),
    SecretForm("sk-proj-", .wide, 24...255, .modelKey),
    SecretForm("sk-svcacct-", .wide, 24...255, .modelKey),
    SecretForm("sk-or-", .wide, 24...255, .modelKey),
    SecretForm("sk-", .alphanumeric, 32...64, .modelKey),
    SecretForm("gsk_", .alphanumeric, 40...64, .modelKey),
  ]

  /// The forms by their first byte.
  private static let byFirstByte: [[SecretForm]] = {
    var table = [[SecretForm]](repeating: [], count: 256)
    for form in all { table[Int(form.prefix.utf8Start.pointee)].append(form) }
    return table
  }()

  /// What any of them, or a web token, begins with.
  static var firstBytes: Set<UInt8> {
    Set(all.map(\.prefix.utf8Start.pointee)).union([UInt8(ascii: "e")])
  }

  /// The form that a text has at a place, with the place of its end.
  static func match(
    _ bytes: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (kind: SensitiveText.Kind, end: Int)? {
    if bytes[place] == UInt8(ascii: "e") { return webToken(bytes, place) }
    for form in byFirstByte[Int(bytes[place])] where starts(bytes, place, form.prefix) {
      let start = place + form.prefix.utf8CodeUnitCount
      var end = start
      while end < bytes.count, end - start <= form.length.upperBound,
        form.holds(bytes[end])
      { end += 1 }
      guard form.length.contains(end - start), end == bytes.count || !isWord(bytes[end]),
        isRandom(bytes[start..<end])
      else { continue }
      return (form.kind, end)
    }
    return nil
  }

  private func holds(_ byte: UInt8) -> Bool {
    switch rest {
    case .alphanumeric: Self.isWord(byte) && byte != UInt8(ascii: "_")
    case .wide: Self.isWord(byte) || byte == UInt8(ascii: "-")
    case .capital: Self.isCapital(byte) || Self.isDigit(byte)
    case .hex: Self.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
  }

  /// Whether a key is not one of those that documents use for show.
  private static func isRandom(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard Set(rest).count >= min(8, rest.count / 2), rest.contains(where: isDigit) else {
      return false
    }
    let text = String(decoding: rest, as: UTF8.self).lowercased()
    return !["example", "xxxx", "your", "placeholder", "redacted"].contains { text.contains($0) }
  }

  /// `eyJ….eyJ….…`: header, claims and signature.
  private static func webToken(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int
  ) -> (kind: SensitiveText.Kind, end: Int)? {
    guard starts(bytes, place, "eyJ") else { return nil }
    var parts: [Int] = [0]
    var end = place
    while end < bytes.count, parts.count <= 3 {
      let byte = bytes[end]
      if isWord(byte) || byte == UInt8(ascii: "-") {
        parts[parts.count - 1] += 1
      } else if byte == UInt8(ascii: "."), parts.count < 3 {
        if parts.count == 1, !starts(bytes, end + 1, "eyJ") { return nil }
        parts.append(0)
      } else {
        break
      }
      end += 1
    }
    return parts.count == 3 && parts.allSatisfy { $0 >= 10 } ? (.webToken, end) : nil
  }

  static func starts(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ text: StaticString
  ) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[place + offset] != text.utf8Start[offset] { return false }
    return true
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  static func isWord(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_")
  }
  static func isLocalPart(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%")
  }
  static func isHost(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }

  /// Whether digits are a card's: issuer, length, and Luhn's checksum (ISO/IEC 7812-1).
  static func isCard(_ digits: [UInt8]) -> Bool {
    let numbers = digits.map { Int($0) - 0x30 }
    guard numbers.count >= 13 else { return false }
    let (two, four) = (
      numbers[0] * 10 + numbers[1], numbers[..<4].reduce(0) { $0 * 10 + $1 }
    )
    let isIssued =
      switch numbers.count {
      case 13: numbers[0] == 4
      case 14: (300...305).contains(four / 10) || two == 36 || two == 38
      case 15: two == 34 || two == 37
      case 16:
        numbers[0] == 4 || (51...55).contains(two) || (2221...2720).contains(four) || four == 6011
          || two == 65
      default: false
      }
    guard isIssued else { return false }
    let sum = numbers.reversed().enumerated().reduce(0) { sum, item in
      let doubled = item.element * 2
      return sum + (item.offset % 2 == 0 ? item.element : doubled > 9 ? doubled - 9 : doubled)
    }
    return sum % 10 == 0
  }
}
