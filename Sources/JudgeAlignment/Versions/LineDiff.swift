/// The line-by-line difference of two texts.
enum LineDiff {
  /// Compares two texts.
  ///
  /// - Parameters:
  ///   - old: the earlier text.
  ///   - new: the later text.
  /// - Returns: all lines in order, each prefixed with a space (in both), `-` (removed) or `+`
  ///   (added).
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

  /// The maximum number of lines to compare with each other, because time and memory grow with its
  /// square; with more, all lines between the common beginning and end count as replaced.
  private static let mostCompared = 2_000

  /// Returns the offsets of removed and of added lines.
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
