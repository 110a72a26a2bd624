/// Random text that distinguishes values which would otherwise be equal.
enum Nonce {
  /// Returns 32 hexadecimal digits from the system's generator.
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let text = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }
}
