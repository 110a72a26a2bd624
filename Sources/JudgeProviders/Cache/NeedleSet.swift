/// A set of texts that finds out in one pass, whatever their number, whether bytes contain one of
/// them.
package struct NeedleSet: Sendable {
  /// The texts in order of their bytes; a text is never a prefix of another.
  private var needles: [[UInt8]] = []
  /// The ranges of the texts of eight bytes or more, by their first eight bytes.
  private var places: [UInt64: Range<Int>] = [:]
  /// Whether any of these texts begins with two given bytes, which rules out most positions.
  private var beginnings = [Bool](repeating: false, count: 1 << 16)
  /// The shorter texts.
  private var short: [Int] = []

  /// Creates a set of texts.
  ///
  /// Empty texts are ignored.
  package init(_ texts: some Sequence<[UInt8]>) {
    for text in texts.filter({ !$0.isEmpty }).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      // If bytes contain the longer text, they contain the shorter one.
      if let last = needles.last, text.starts(with: last) { continue }
      let place = needles.count
      needles.append(text)
      guard text.count >= 8 else {
        short.append(place)
        continue
      }
      let start = text.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      places[start] = (places[start]?.lowerBound ?? place)..<(place + 1)
      beginnings[Int(start >> 48)] = true
    }
  }

  /// Returns whether the bytes contain one of the texts.
  package func isIn(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      isLongIn(bytes) || short.contains { isIn(bytes, needles[$0]) }
    }
  }

  private func isLongIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !places.isEmpty else { return false }
    var window: UInt64 = 0
    for (place, byte) in bytes.enumerated() {
      window = window << 8 | UInt64(byte)
      guard place >= 7, beginnings[Int(window >> 48)], let range = places[window] else { continue }
      if begins(bytes[(place - 7)...], with: range) { return true }
    }
    return false
  }

  /// Returns whether bytes begin with one of several adjacent texts.
  ///
  /// A text is never a prefix of another, so it can only be the last one that does not come after
  /// the bytes.
  private func begins(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, with range: Range<Int>) -> Bool {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if bytes.lexicographicallyPrecedes(needles[middle]) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low > range.lowerBound && bytes.starts(with: needles[low - 1])
  }

  private func isIn(_ bytes: UnsafeBufferPointer<UInt8>, _ needle: [UInt8]) -> Bool {
    guard bytes.count >= needle.count else { return false }
    return (0...(bytes.count - needle.count)).contains { bytes[$0...].starts(with: needle) }
  }
}
