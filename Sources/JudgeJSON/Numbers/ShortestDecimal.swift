/// The shortest decimal that reads back as a double: 0.DIGITS times ten to `point`.
struct ShortestDecimal {
  /// ASCII digits, at most 17, neither the first nor the last a zero.
  private var digits = InlineArray<24, UInt8>(repeating: 0)
  private var count = 0
  private var point = 0

  /// Creates the decimal of a positive finite number from the digits of Swift's description.
  ///
  /// They are the fewest digits that read back as the value, and the closest ones to it, as in
  /// ECMA-262's `Number::toString`. Only the layout differs.
  init(_ value: Double) {
    let description = value.description
    let bytes = description.utf8.span
    var at = 0
    var afterPoint = false
    var end = 0  // after the last digit that is not zero
    while at < bytes.count, bytes[at] != UInt8(ascii: "e") {
      let byte = bytes[at]
      at &+= 1
      if byte == UInt8(ascii: ".") {
        afterPoint = true
        continue
      }
      if !afterPoint { point &+= 1 }
      if byte == UInt8(ascii: "0"), count == 0 {
        point &-= 1
        continue
      }
      if count < 24 { digits[count] = byte }
      count &+= 1
      if byte != UInt8(ascii: "0") { end = count }
    }
    count = min(end, 24)
    if at < bytes.count { point &+= Self.exponent(bytes.extracting((at + 1)...)) }
  }

  /// Returns the exponent, which has a sign.
  private static func exponent(_ bytes: Span<UInt8>) -> Int {
    var magnitude = 0
    for index in 1..<bytes.count {
      magnitude = magnitude &* 10 &+ Int(bytes[index] &- UInt8(ascii: "0"))
    }
    return bytes[0] == UInt8(ascii: "-") ? -magnitude : magnitude
  }
}

extension ShortestDecimal {
  /// Appends the digits in the layout of ECMA-262's `Number::toString`, steps 6 to 10.
  func append(to output: inout OutputBuffer) {
    let digits = digits.span.extracting(0..<count)
    if count <= point, point <= 21 {
      output.append(digits)
      output.append(UInt8(ascii: "0"), repeated: point - count)
    } else if 0 < point, point <= 21 {
      output.append(digits.extracting(0..<point))
      output.append(UInt8(ascii: "."))
      output.append(digits.extracting(point..<count))
    } else if -6 < point, point <= 0 {
      output.append("0.")
      output.append(UInt8(ascii: "0"), repeated: -point)
      output.append(digits)
    } else {
      output.append(digits.extracting(0..<1))
      if count > 1 {
        output.append(UInt8(ascii: "."))
        output.append(digits.extracting(1..<count))
      }
      output.append(point > 0 ? "e+" : "e-")
      CanonicalJSON.appendInteger(UInt64((point - 1).magnitude), to: &output)
    }
  }
}
