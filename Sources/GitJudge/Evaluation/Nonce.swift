/// Random text that tells apart what would be the same otherwise.
enum Nonce {
  /// 32 hexadecimal digits from the system's generator.
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let text = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }
}
