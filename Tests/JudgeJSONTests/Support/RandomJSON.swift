import JudgeJSON
import JudgeTestSupport

/// Random values and random spellings of them.
struct RandomJSON {
  var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

  mutating func value(depth: Int = 4) -> JSONValue {
    switch below(depth == 0 ? 5 : 8) {
    case 0: return .null
    case 1: return .bool(below(2) == 0)
    case 2: return .number(number())
    case 3, 4: return .string(text())
    case 5: return .array((0..<below(6)).map { _ in value(depth: depth - 1) })
    default:
      return .object(JSONObject((0..<below(8)).map { _ in (text(), value(depth: depth - 1)) }))
    }
  }

  mutating func number() -> Double {
    switch below(6) {
    case 0: return Double(below(1000) - 500)
    case 1: return Double(Int64.random(in: -(1 << 54)...(1 << 54), using: &generator))
    case 2: return Double(below(1_000_000)) / 1000
    case 3: return Double(below(100)) * 1e19
    case 4: return Double.random(in: -1...1, using: &generator)
    default:
      let double = Double(bitPattern: generator.next())
      return double.isFinite ? double : 0.1
    }
  }

  mutating func text() -> String {
    var result = ""
    for _ in 0..<below(below(4) == 0 ? 40 : 6) { result.unicodeScalars.append(scalar()) }
    return result
  }

  private mutating func scalar() -> Unicode.Scalar {
    let range: ClosedRange<UInt32> =
      switch below(8) {
      case 0: 0x00...0x1F
      case 1: 0x7F...0x7FF
      case 2: 0x800...0xD7FF
      case 3: 0xE000...0xFFFF
      case 4: 0x10000...0x10FFFF
      case 5: 0x22...0x22
      default: 0x20...0x7E
      }
    return Unicode.Scalar(UInt32.random(in: range, using: &generator)) ?? "?"
  }
}
