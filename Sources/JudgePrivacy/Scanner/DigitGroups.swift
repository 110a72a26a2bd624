/// The lengths of adjacent groups of digits.
struct DigitGroups {
  private(set) var total = 0
  private var lengths: (Int, Int, Int, Int) = (0, 0, 0, 0)
  private var count = 1

  mutating func addDigit() {
    total += 1
    switch count {
    case 1: lengths.0 += 1
    case 2: lengths.1 += 1
    case 3: lengths.2 += 1
    case 4: lengths.3 += 1
    default: break
    }
  }

  mutating func addGap() { count += 1 }

  /// Returns whether the groups are area, exchange and subscriber, the last two separate or joined,
  /// with an optional country code before them.
  func isPhone(hasPlus: Bool) -> Bool {
    guard total >= 9, total <= 15 else { return false }
    if hasPlus, count == 1 { return true }
    if Self.isLocal(lengths.0, lengths.1, lengths.2, count: count) { return true }
    return hasPlus && (1...3).contains(lengths.0)
      && Self.isLocal(lengths.1, lengths.2, lengths.3, count: count - 1)
  }

  private static func isLocal(_ area: Int, _ first: Int, _ second: Int, count: Int) -> Bool {
    guard (2...4).contains(area) else { return false }
    return (count == 2 && (6...8).contains(first))
      || (count == 3 && (3...4).contains(first) && (3...4).contains(second))
  }
}
