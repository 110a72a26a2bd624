import JudgeAgreement

/// Folds of a cross-validation that never split a group.
struct GroupFolds {
  /// The fold of each item.
  let foldOfItem: [Int]
  /// The number of folds.
  ///
  /// At least 2 if there are two groups.
  let count: Int

  /// Deals groups in random order, each to the fold with the fewest items so far.
  init(groups: [Int], groupCount: Int, folds: Int, using generator: inout Xoshiro256) {
    count = max(1, min(folds, groupCount))
    var sizes = [Int](repeating: 0, count: groupCount)
    for group in groups { sizes[group] += 1 }
    var load = [Int](repeating: 0, count: count)
    var foldOfGroup = [Int](repeating: 0, count: groupCount)
    for group in generator.permutation(of: groupCount) {
      var lightest = 0
      for fold in 1..<max(count, 2) where fold < count && load[fold] < load[lightest] {
        lightest = fold
      }
      foldOfGroup[group] = lightest
      load[lightest] += sizes[group]
    }
    foldOfItem = groups.map { foldOfGroup[$0] }
  }

  /// Numbers the distinct names by first appearance.
  static func number(_ names: [String]) -> (groups: [Int], count: Int) {
    var numbers: [String: Int] = [:]
    let groups = names.map { name in
      if let known = numbers[name] { return known }
      numbers[name] = numbers.count
      return numbers.count - 1
    }
    return (groups, numbers.count)
  }
}
