#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The options of a line of an `allowed_signers` file; keywords in either case.
struct AllowedSignerOptions: Sendable, Hashable {
  /// `cert-authority`: the key signs certificates, not commits.
  var isAuthority = false
  /// `namespaces="…"`: the purposes for which the key may sign.
  ///
  /// If `nil`, all purposes.
  var namespaces: [UInt8]?
  /// `valid-after="…"`, in seconds since 1970.
  var validAfter: Int64?
  /// `valid-before="…"`, in seconds since 1970.
  var validBefore: Int64?

  /// No options.
  init() {}

  /// Reads options, divided by commas.
  ///
  /// - Returns: `nil` if OpenSSH would skip the line: an unknown option, one that comes twice, no
  ///   quotes, no time, or times in the wrong order.
  init?(_ text: ArraySlice<UInt8>) {
    var rest = text
    while !rest.isEmpty {
      if Self.take("cert-authority", &rest) {
        isAuthority = true
      } else if Self.take("namespaces=", &rest) {
        guard namespaces == nil, let value = Self.quoted(&rest) else { return nil }
        namespaces = value
      } else if Self.take("valid-after=", &rest) {
        guard validAfter == nil, let time = Self.quoted(&rest).flatMap(Self.time) else {
          return nil
        }
        validAfter = time
      } else if Self.take("valid-before=", &rest) {
        guard validBefore == nil, let time = Self.quoted(&rest).flatMap(Self.time) else {
          return nil
        }
        validBefore = time
      }
      if rest.isEmpty { break }
      guard rest.first == UInt8(ascii: ","), rest.count > 1 else { return nil }
      rest = rest.dropFirst()
    }
    if let validAfter, let validBefore, validBefore <= validAfter { return nil }
  }

  /// Whether the key may sign for a purpose.
  func allows(_ namespace: String) -> Bool {
    namespaces.map { SSHPattern.list($0, matches: Array(namespace.utf8)) } ?? true
  }

  /// Whether the key may sign at a time, in seconds since 1970.
  ///
  /// Both ends are included.
  func isValid(at time: Int64) -> Bool {
    (validAfter ?? .min) <= time && time <= (validBefore ?? .max)
  }

  /// The end of the options: the first blank outside quotes.
  ///
  /// - Returns: the index, or `nil` if a quote does not end or no blank follows.
  static func end(in text: ArraySlice<UInt8>) -> Int? {
    var place = text.startIndex
    var isQuoted = false
    while place < text.endIndex {
      let byte = text[place]
      if !isQuoted, byte == 0x20 || byte == 0x09 { return place }
      if byte == UInt8(ascii: "\\"), text[(place + 1)...].first == UInt8(ascii: "\"") {
        place += 1
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      }
      place += 1
    }
    return nil
  }

  /// Takes a keyword off the front.
  private static func take(_ keyword: StaticString, _ text: inout ArraySlice<UInt8>) -> Bool {
    let word = Array("\(keyword)".utf8)
    guard text.count >= word.count,
      zip(text, word).allSatisfy({ lowered($0) == $1 })
    else { return false }
    text = text.dropFirst(word.count)
    return true
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }

  /// Takes a text in quotes off the front; `\"` is a quote in it.
  private static func quoted(_ text: inout ArraySlice<UInt8>) -> [UInt8]? {
    let quote = UInt8(ascii: "\"")
    guard text.first == quote else { return nil }
    var rest = text.dropFirst()
    var value: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == quote {
        text = rest
        return value
      }
      if byte == UInt8(ascii: "\\"), rest.first == quote {
        value.append(quote)
        rest = rest.dropFirst()
      } else {
        value.append(byte)
      }
    }
    return nil
  }

  /// Reads `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, local, or followed by `Z` or `UTC`.
  ///
  /// - Returns: seconds since 1970. `nil` for any other text, and for times up to 1970.
  static func time(_ text: [UInt8]) -> Int64? {
    var digits = text[...]
    let lowered = text.map(Self.lowered)
    let isUTC: Bool
    if lowered.count > 3, lowered.suffix(3) == Array("utc".utf8)[...] {
      digits = digits.dropLast(3)
      isUTC = true
    } else {
      isUTC = lowered.last == UInt8(ascii: "z")
      if isUTC { digits = digits.dropLast() }
    }
    guard [8, 12, 14].contains(digits.count),
      digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
    else { return nil }
    func number(_ start: Int, _ count: Int) -> Int32 {
      digits.dropFirst(start).prefix(count).reduce(0) { $0 * 10 + Int32($1 - UInt8(ascii: "0")) }
    }
    var parts = tm()
    parts.tm_year = number(0, 4) - 1900
    parts.tm_mon = number(4, 2) - 1
    parts.tm_mday = number(6, 2)
    parts.tm_hour = number(8, 2)
    parts.tm_min = number(10, 2)
    parts.tm_sec = number(12, 2)
    guard (0...11).contains(parts.tm_mon), (1...31).contains(parts.tm_mday), parts.tm_hour < 24,
      parts.tm_min < 60, parts.tm_sec < 62
    else { return nil }
    // Local times are those of winter, as in OpenSSH.
    let seconds = isUTC ? timegm(&parts) : mktime(&parts)
    return seconds > 0 ? Int64(seconds) : nil
  }
}
