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
    var removed = Set<Int>()
    var inserted = Set<Int>()
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
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

  private static func split(_ text: String) -> [String] {
    text.isEmpty
      ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
