/// Card numbers.
enum CardNumber {
  /// Returns whether digits are a card number, by issuer, length and Luhn checksum (ISO/IEC
  /// 7812-1).
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
