/// Rows of equal length, sorted by their bytes and searched by their first bytes.
///
/// A table is one block of memory, so reading a hundred thousand rows from a file costs one copy.
struct SortedRows: Sendable {
  let width: Int
  private(set) var bytes: [UInt8]

  /// Takes rows that are sorted already.
  init(width: Int, bytes: [UInt8] = []) {
    self.width = width
    self.bytes = bytes
  }

  /// These rows and others, in order.
  ///
  /// - Parameter others: rows in any order; few beside these.
  /// - Returns: all rows.
  func merging(_ others: [[UInt8]]) -> SortedRows {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + others.count * width)
    var done = 0
    for row in others.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let place = firstIndex { compare($0, row) >= 0 }
      result += bytes[(done * width)..<(place * width)]
      result += row
      done = place
    }
    result += bytes[(done * width)...]
    return SortedRows(width: width, bytes: result)
  }

  var count: Int { bytes.count / width }

  func row(_ index: Int) -> ArraySlice<UInt8> { bytes[(index * width)..<((index + 1) * width)] }

  /// The places of the rows that begin with a key.
  func range(of key: [UInt8]) -> Range<Int> {
    let start = firstIndex { compare($0, key) >= 0 }
    var end = start
    while end < count, compare(end, key) == 0 { end += 1 }
    return start..<end
  }

  private func firstIndex(_ isPast: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isPast(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Compares a row's first bytes with a key: below 0, 0, or above 0.
  private func compare(_ index: Int, _ key: [UInt8]) -> Int {
    let start = index * width
    for place in key.indices {
      let difference = Int(bytes[start + place]) - Int(key[place])
      if difference != 0 { return difference }
    }
    return 0
  }
}

/// Whole numbers of four bytes, the greatest byte first, so that rows sort by them.
enum BigEndian {
  static func append(_ number: Int, to bytes: inout [UInt8]) {
    let value = UInt32(clamping: number)
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  static func read(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }
}
