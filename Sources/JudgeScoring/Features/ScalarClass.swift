/// The class of a Unicode scalar in the tokeniser.
///
/// The ranges are fixed. The standard library's tables grow with the Swift version, but a stored
/// judge must always see the same words on every machine.
enum ScalarClass {
  case space
  case digit
  case letter
  /// A character that is a word by itself (Han, Kana).
  case ideograph
  case mark

  init(_ scalar: UInt32) {
    if scalar < 0x80 {
      switch scalar {
      case 0x61...0x7A, 0x41...0x5A: self = .letter
      case 0x30...0x39: self = .digit
      case 0x20, 0x09...0x0D: self = .space
      default: self = .mark
      }
    } else {
      self = Self.beyondASCII(scalar)
    }
  }

  private static func beyondASCII(_ scalar: UInt32) -> ScalarClass {
    switch scalar {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: .space
    case 0x660...0x669, 0x966...0x96F, 0xFF10...0xFF19: .digit
    case 0xAA, 0xB5, 0xBA: .letter
    case 0x80...0xBF, 0xD7, 0xF7: .mark
    case 0x2000...0x2BFF, 0x2E00...0x2E7F, 0x3001...0x303F: .mark
    case 0xE000...0xF8FF, 0xFE00...0xFE6F, 0xFFE0...0xFFFF: .mark
    case 0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF40, 0xFF5B...0xFF65: .mark
    case 0x1F000...0x1FAFF, 0xE0000...0x10FFFF: .mark
    case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .ideograph
    default: .letter
    }
  }

  /// Returns the lower-case form in Latin, Greek and Cyrillic, and any other scalar unchanged.
  static func lowercased(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3A9, 0x410...0x42F: scalar + 0x20
    case 0x400...0x40F: scalar + 0x50
    case 0x100...0x12F, 0x132...0x137, 0x14A...0x177: scalar | 1
    case 0x139...0x148, 0x179...0x17E: scalar + (scalar & 1)
    default: scalar
    }
  }
}
