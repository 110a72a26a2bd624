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
