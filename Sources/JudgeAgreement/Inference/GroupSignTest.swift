/// A test whether two judges differ on the same items, for items in groups.
///
/// If the judges do not differ, a group's sum of differences is as likely positive as negative.
/// This is the exact randomization test over the signs of the groups (Fisher, The Design of
/// Experiments, 1935, §21). If every group is one item, this is McNemar's exact test
/// (``McNemarTest/exactP``).
package struct GroupSignTest: Sendable, Hashable {
  /// The sums that are not 0, by size.
  private let sizes: [Int]
  /// The sum of all differences.
  private let observed: Int

  /// The number of operations up to which the distribution is exact; above it, random signs are
  /// drawn.
  private static let mostOperations = 50_000_000
  private static let draws = 9_999

  /// Creates the test from differences, summed by group.
  ///
  /// - Parameter differences: per item, its group and the difference: 1 if only the candidate is
  ///   right, −1 if only the base is right, otherwise 0.
  package init(_ differences: some Sequence<(group: Int, difference: Int)>) {
    var sums: [Int: Int] = [:]
    for one in differences { sums[one.group, default: 0] += one.difference }
    sizes = sums.values.filter { $0 != 0 }.map(abs).sorted()
    observed = sums.values.reduce(0, +)
  }

  /// The two-sided p: the share of sign vectors whose sum is at least as far from 0; 1 if all
  /// groups have the sum 0.
  package var twoSidedP: Double {
    let total = sizes.reduce(0, +)
    guard total > 0 else { return 1 }
    let distance = abs(observed)
    if sizes.last == 1 {
      let tail = BinomialDistribution.cumulative(
        (total - distance) / 2, trials: total, probability: 0.5)
      return min(1, 2 * tail)
    }
    guard total <= Self.mostOperations / sizes.count else { return drawnP(distance) }
    // The probability of each sum of the positive groups' sizes, computed group by group.
    var shares = [Double](repeating: 0, count: total + 1)
    shares[0] = 1
    var reach = 0
    for size in sizes {
      reach += size
      for sum in stride(from: reach, through: 0, by: -1) {
        shares[sum] = (shares[sum] + (sum >= size ? shares[sum - size] : 0)) / 2
      }
    }
    let far = shares.indices.filter { abs(2 * $0 - total) >= distance }
    return min(1, far.reduce(0) { $0 + shares[$1] })
  }

  private func drawnP(_ distance: Int) -> Double {
    var random = Xoshiro256(seed: 0)
    var far = 1
    for _ in 0..<Self.draws {
      let sum = sizes.reduce(0) { $0 + (random.next() >> 63 == 0 ? $1 : -$1) }
      if abs(sum) >= distance { far += 1 }
    }
    return Double(far) / Double(Self.draws + 1)
  }
}
