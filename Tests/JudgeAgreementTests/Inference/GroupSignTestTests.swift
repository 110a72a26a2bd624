import JudgeTestSupport
import Testing

@testable import JudgeAgreement

@Suite("Two judges on groups of items") struct GroupSignTestTests {
  @Test("Single items: McNemar's exact p, whatever the counts") func single() throws {
    for base in 0...12 {
      for candidate in 0...12 {
        let items = (0..<base).map { _ in -1 } + (0..<candidate).map { _ in 1 } + [0, 0, 0]
        let p = GroupSignTest(items.enumerated().map { (group: $0, difference: $1) }).twoSidedP
        let exact = try PairedOutcomes(
          bothRight: 3, onlyBase: base, onlyCandidate: candidate, bothWrong: 0
        ).mcNemar.exactP
        #expect(abs(p - exact) < 1e-12, "\(base) : \(candidate)")
      }
    }
  }

  @Test("Ten answers to one question are one fact") func oneGroup() {
    let test = GroupSignTest((0..<10).map { _ in (group: 7, difference: 1) })
    #expect(test.twoSidedP == 1)
    let three = GroupSignTest((0..<30).map { (group: $0 / 10, difference: 1) })
    #expect(abs(three.twoSidedP - 0.25) < 1e-12)
  }

  @Test("All signs of uneven groups, counted one by one") func enumeration() {
    let seed: UInt64 = 4_712
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let sums = (0..<8).map { _ in Int.random(in: -4...4, using: &random) }
      let items = sums.enumerated().flatMap { group, sum in
        (0..<abs(sum)).map { _ in (group: group, difference: sum.signum()) }
      }
      let observed = abs(sums.reduce(0, +))
      let far = (0..<256).count { mask in
        abs(sums.indices.reduce(0) { $0 + (mask >> $1 & 1 == 1 ? sums[$1] : -sums[$1]) })
          >= observed
      }
      let p = GroupSignTest(items).twoSidedP
      #expect(abs(p - Double(far) / 256) < 1e-12, "seed \(seed): \(sums)")
    }
  }

  @Test("Two equal judges differ in at most one of twenty samples, in groups of ten too")
  func level() {
    let seed: UInt64 = 20_261_130
    var random = SeededGenerator(seed: seed)
    let refused = (0..<400).count { _ in
      let items = (0..<12).flatMap { group in
        let sign = Bool.random(using: &random) ? 1 : -1
        return (0..<10).map { _ in
          (group: group, difference: Bool.random(using: &random) ? sign : 0)
        }
      }
      return GroupSignTest(items).twoSidedP <= 0.05
    }
    // 5 % of 400 and three standard errors. With traces as units it is above 200.
    #expect(refused <= 33, "seed \(seed): \(refused) of 400")
  }
}
