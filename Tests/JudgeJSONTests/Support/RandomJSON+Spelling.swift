import JudgeJSON

extension RandomJSON {
  /// Writes a value as some other program might: spaces, any order of keys, needless escapes,
  /// other spellings of numbers.
  mutating func spelling(of value: JSONValue) -> String {
    switch value {
    case .array(let elements):
      let parts = elements.map { space() + spelling(of: $0) + space() }
      return "[" + (parts.isEmpty ? space() : parts.joined(separator: ",")) + "]"
    case .object(let object):
      let parts = object.shuffled(using: &generator).map { member in
        space() + spelling(of: .string(member.key)) + space() + ":" + space()
          + spelling(of: member.value) + space()
      }
      return "{" + (parts.isEmpty ? space() : parts.joined(separator: ",")) + "}"
    case .string(let text): return "\"" + text.unicodeScalars.map { escape($0) }.joined() + "\""
    case .number(let number) where number != number.rounded() && below(2) == 0:
      return number.description.uppercased()
    case .number(let number) where abs(number) < 1e15 && number == number.rounded():
      return CanonicalJSON.formatNumber(number) + ["", ".0", "e0", "E+00", ".000e-0"][below(5)]
    default: return value.canonicalText
    }
  }

  mutating func space() -> String { ["", "", "", " ", "\n", "\t \r\n"][below(6)] }

  private mutating func escape(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20 || below(10) == 0 {
      return Character(scalar).utf16.map { unit in
        let digits = String(unit, radix: 16, uppercase: below(2) == 0)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    }
    switch scalar {
    case "\"", "\\": return "\\\(scalar)"
    case "/": return below(2) == 0 ? "/" : "\\/"
    default: return String(scalar)
    }
  }
}
