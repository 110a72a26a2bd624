import JudgeTestSupport
import Testing

@testable import JudgeAgreement

@Suite("The interval of a share holds the truth as often as it says, in groups too")
struct ClusteredCoverageTests {
  @Test(
    "Half of the groups are alike inside", arguments: [(10, 0.9), (5, 0.9), (10, 0.7), (1, 0.8)])
  func coverage(size: Int, share: Double) {
    let seed: UInt64 = 20_261_130
    var random = SeededGenerator(seed: seed)
    func happens() -> Bool { Double(random.below(1_000_000)) < share * 1_000_000 }
    var held = 0
    let draws = 400
    for _ in 0..<draws {
      let trials = (0..<30).flatMap { group in
        let isAlike = random.once(in: 2)
        let common = happens()
        return (0..<size).map { _ in (group, isAlike ? common : happens()) }
      }
      let interval = ClusteredProportion(trials).interval()
      if let interval, interval.lower <= share, share <= interval.upper { held += 1 }
    }
    // 92 % less two standard errors of 400 draws.
    #expect(Double(held) / Double(draws) >= 0.89, "seed \(seed): \(held) of \(draws)")
  }

  /// One group in thirty has half of the trials.
  ///
  /// The variance of the group sums covers 80 % here:
  /// often no large group of the sample has the rarer outcome.
  @Test("A few large groups that are alike inside")
  func largeGroups() {
    let seed: UInt64 = 20_261_201
    var random = SeededGenerator(seed: seed)
    let share = 0.9
    var held = 0
    let draws = 400
    for _ in 0..<draws {
      let trials = (0..<300).flatMap { group in
        let isSuccess = Double(random.below(1_000_000)) < share * 1_000_000
        let size = random.below(30) == 0 ? 29 : 1
        return (0..<size).map { _ in (group, isSuccess) }
      }
      let interval = ClusteredProportion(trials).interval()
      if let interval, interval.lower <= share, share <= interval.upper { held += 1 }
    }
    #expect(Double(held) / Double(draws) >= 0.89, "seed \(seed): \(held) of \(draws)")
  }

  /// Exact, by the binomial probability of every number of successes.
  ///
  /// Plain Wilson covers 84 %.
  @Test(
    "Single trials with a rare outcome",
    arguments: [(10, 0.91), (27, 0.91), (30, 0.91)])
  func rare(count: Int, least: Double) throws {
    let intervals = try (0...count).map { successes in
      try #require(
        ClusteredProportion((0..<count).map { ($0, $0 < successes) }).interval())
    }
    for thousandths in stride(from: 5, through: 500, by: 5) {
      let share = Double(thousandths) / 1_000
      let held = intervals.indices.filter {
        intervals[$0].lower <= share && share <= intervals[$0].upper
      }
      let coverage = held.reduce(0) {
        $0 + BinomialDistribution.mass($1, trials: count, probability: share)
      }
      #expect(coverage >= least, "\(count) trials, share \(share): \(coverage)")
    }
  }

  @Test("Groups without correlation count as single trials, alike ones as one trial each")
  func correlation() {
    // Every group of ten has five successes: less alike than by chance.
    let mixed = ClusteredProportion((0..<400).map { ($0 / 10, $0 % 2 == 0) })
    #expect(mixed.designEffect >= 1 && mixed.designEffect < 1.3)
    let alike = ClusteredProportion((0..<400).map { ($0 / 10, $0 / 10 % 2 == 0) })
    #expect(abs(alike.designEffect - 10) < 1e-9)
    let swapped = ClusteredProportion((0..<400).map { ($0 / 10, $0 / 10 % 2 == 1) })
    #expect(swapped.designEffect == alike.designEffect)
  }

  @Test("Single trials have the plain interval, and an uneven group counts for fewer")
  func units() {
    let single = ClusteredProportion((0..<20).map { ($0, $0 < 15) })
    #expect(single.designEffect == 1)
    #expect(single.interval() == single.proportion.wilson())
    let even = ClusteredProportion((0..<40).map { ($0 % 10, $0 < 20) })
    let uneven = ClusteredProportion((0..<40).map { ($0 < 20 ? 0 : $0 % 10, $0 % 2 == 0) })
    #expect(even.groups == 10 && uneven.groups == 10)
    let widths = [even, uneven].compactMap { $0.interval() }.map { $0.upper - $0.lower }
    #expect(widths.count == 2 && widths[1] > widths[0])
  }
}
