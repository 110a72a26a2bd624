/// Finds personal data in text by its form; data without a form is not found.
package enum PersonalData {
  /// Returns the kinds of personal data that a text contains.
  ///
  /// - Parameter text: any text.
  /// - Returns: the kinds found, of `e-mail address`, `card number` (with a valid Luhn checksum),
  ///   `IBAN` (with a valid checksum), `US social security number`, `phone number` and `IP
  ///   address`.
  package static func kinds(in text: String) -> [String] {
    var kinds: [String] = []
    if holdsAddress(text) { kinds.append("e-mail address") }
    let cards = text.matches(of: /\b[0-9](?:[ \-]?[0-9]){12,18}\b/)
    if cards.contains(where: { isLuhn($0.output) }) { kinds.append("card number") }
    let accounts = text.matches(of: /\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}\b/)
    if accounts.contains(where: { isIBAN($0.output) }) { kinds.append("IBAN") }
    if text.contains(/\b(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}\b/) {
      kinds.append("US social security number")
    }
    let phone =
      #/
        (?:\+[0-9]{1,3}[\x20.\-]?)?
        (?:\([0-9]{2,4}\)[\x20.\-]?|[0-9]{2,4}[\x20.\-])
        [0-9]{3,4}[\x20.\-]?[0-9]{3,4}\b
      /#
    let phones = text.matches(of: phone).filter { match in
      let digits = match.output.filter(\.isNumber).count
      // A part of a longer number is not a phone number.
      return digits >= 9 && digits <= 15 && !isWithinNumber(match.range, of: text)
    }
    if !phones.isEmpty { kinds.append("phone number") }
    let octets = text.matches(of: /\b([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\b/)
    let isAddress = octets.contains { match in
      [match.output.1, match.output.2, match.output.3, match.output.4]
        .allSatisfy { Int($0).map { $0 <= 255 } ?? false }
    }
    if isAddress { kinds.append("IP address") }
    return kinds
  }

  /// Returns whether a text contains `LOCAL@LABEL.LABEL` whose last label begins with two letters.
  ///
  /// It reads only around each `@`. A regular expression would read a long word once per letter.
  private static func holdsAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.contains { place in
      guard bytes[place] == UInt8(ascii: "@"), place > 0, isLocal(bytes[place - 1]) else {
        return false
      }
      let domain = bytes[(place + 1)...].prefix { isLabel($0) || $0 == UInt8(ascii: ".") }
      let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .prefix { !$0.isEmpty }
      return labels.dropFirst().contains { $0.count >= 2 && $0.prefix(2).allSatisfy(isLetter) }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isLabel(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "-")
  }

  private static func isLocal(_ byte: UInt8) -> Bool { isLabel(byte) || "._%+".utf8.contains(byte) }

  /// Returns whether digits continue before or after a range, beyond one separator at most.
  private static func isWithinNumber(_ range: Range<String.Index>, of text: String) -> Bool {
    var before = text[..<range.lowerBound]
    var after = text[range.upperBound...]
    if before.last.map({ " .-".contains($0) }) ?? false { before.removeLast() }
    if after.first.map({ " .-".contains($0) }) ?? false { after.removeFirst() }
    return before.last?.isNumber ?? false || after.first?.isNumber ?? false
  }

  /// Returns whether Luhn's checksum (ISO/IEC 7812-1) is valid.
  private static func isLuhn(_ text: Substring) -> Bool {
    let digits = text.compactMap(\.wholeNumberValue)
    guard digits.count >= 13, Set(digits).count > 1 else { return false }
    let sum = digits.reversed().enumerated().reduce(0) { sum, item in
      let doubled = item.element * 2
      return sum + (item.offset % 2 == 0 ? item.element : doubled > 9 ? doubled - 9 : doubled)
    }
    return sum % 10 == 0
  }

  /// Returns whether ISO 13616's checksum is valid: the number modulo 97 is 1.
  static func isIBAN(_ text: Substring) -> Bool {
    let letters = Array(text.filter { $0 != " " })
    guard letters.count >= 15 else { return false }
    var remainder = 0
    for letter in letters[4...] + letters[..<4] {
      guard let value = letter.hexDigitValueBeyond else { return false }
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
    }
    return remainder == 1
  }
}

extension Character {
  /// 0 to 9 for digits, 10 to 35 for capital letters.
  fileprivate var hexDigitValueBeyond: Int? {
    guard let code = asciiValue else { return nil }
    switch code {
    case 0x30...0x39: return Int(code) - 0x30
    case 0x41...0x5a: return Int(code) - 0x41 + 10
    default: return nil
    }
  }
}
