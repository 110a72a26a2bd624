/// The difference of two texts, line by line.
enum LineDiff {
  /// Compares.
  ///
  /// - Parameters:
  ///   - old: the earlier text.
  ///   - new: the later one.
  /// - Returns: all lines in order, each led by a space (in both), `-` (gone) or `+` (new).
  static func lines(_ old: String, _ new: String) -> [String] {
    let (before, after) = (split(old), split(new))
    let (removed, inserted) = changes(before, after)
    var result: [String] = []
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if left < before.count, removed.contains(left) {
        result.append("-" + before[left])
        left += 1
      } else if right < after.count, inserted.contains(right) {
        result.append("+" + after[right])
        right += 1
      } else if left < before.count {
        result.append(" " + before[left])
        left += 1
        right += 1
      } else {
        break
      }
    }
    return result
  }

  /// The most lines that are compared each with each, which takes the square of them in time and
  /// memory; beyond it all that lies between the same beginning and the same end is new.
  private static let mostCompared = 2_000

  /// The offsets of the lines that are gone, and of those that are new.
  private static func changes(
    _ before: [String], _ after: [String]
  ) -> (removed: Set<Int>, inserted: Set<Int>) {
    let start = zip(before, after).prefix { $0 == $1 }.count
    let end = zip(before[start...].reversed(), after[start...].reversed()).prefix { $0 == $1 }.count
    let (old, new) = (before[start..<(before.count - end)], after[start..<(after.count - end)])
    guard old.count + new.count <= mostCompared else { return (Set(old.indices), Set(new.indices)) }
    var removed = Set<Int>()
    var inserted = Set<Int>()
    for change in Array(new).difference(from: Array(old)) {
      switch change {
      case .remove(let offset, _, _): removed.insert(start + offset)
      case .insert(let offset, _, _): inserted.insert(start + offset)
      }
    }
    return (removed, inserted)
  }

  private static func split(_ text: String) -> [String] {
    text.isEmpty
      ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
