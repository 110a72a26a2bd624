import JudgeTestSupport
import Testing

@testable import JudgeAlignment

@Suite("Whether an aligned judge is better") struct ImprovementTestTests {
  private func test(
    truth: [Int], base: [Int?], aligned: [Int?], groups: [Int]? = nil, labels: Int = 2,
    order: [Int] = [], pass: Set<Int> = []
  ) -> ImprovementTest {
    ImprovementTest(
      truth.indices.map {
        ImprovementTest.Case(
          truth: truth[$0], base: base[$0], aligned: aligned[$0], group: groups?[$0] ?? $0)
      }, labelCount: labels, order: order, pass: pass)
  }

  @Test("Five better and none worse is proved; four are not") func counts() {
    let truth = (0..<20).map { $0 % 2 }
    func bound(_ better: Int) -> Double {
      let base = truth.indices.map { $0 < better ? 1 - truth[$0] : truth[$0] }
      return test(truth: truth, base: base, aligned: truth).lowerBound(confidence: 0.95)
    }
    #expect(bound(5) > 0)
    #expect(bound(4) <= 0)
  }

  @Test(
    "A constant judge never improves, whatever its base says", arguments: [2, 10, 30, 50, 90, 98])
  func constant(passing: Int) {
    let truth = (0..<200).map { $0 % 100 < passing ? 0 : 1 }
    for said in [0, 1] {
      let constant = truth.map { _ in said }
      let base = truth.map { 1 - $0 }
      let found = test(truth: truth, base: base, aligned: constant, pass: [0])
      #expect(found.lowerBoundOverConstant(confidence: 0.95) <= 0)
    }
  }

  @Test("One label in ten: each label weighs the same") func skewed() {
    let truth = (0..<100).map { $0 < 10 ? 1 : 0 }
    // The base never finds the rare label; the aligned judge does, at no cost.
    let found = test(truth: truth, base: truth.map { _ in 0 }, aligned: truth)
    #expect(found.measure == .balancedAccuracy)
    #expect(found.lowerBound(confidence: 0.95) > 0)
    // What is gained on the rare label must not cost more on the others.
    let costly = test(
      truth: truth, base: truth.map { _ in 0 },
      aligned: truth.indices.map { $0 < 30 ? 1 : 0 })
    #expect(costly.lowerBound(confidence: 0.95) <= 0)
  }

  @Test("An order counts steps") func ordered() {
    let truth = (0..<40).map { $0 % 5 }
    let base = truth.map { 4 - $0 }
    let near = truth.map { min(4, $0 + 1) }
    let found = test(truth: truth, base: base, aligned: near, labels: 5, order: [0, 1, 2, 3, 4])
    #expect(found.measure == .meanAbsoluteError)
    #expect(found.lowerBound(confidence: 0.95) > 0)
  }

  @Test("A rate may fall while it can still reach the bar") func losses() {
    let truth = (0..<200).map { $0 % 2 }
    let yes = truth.map { _ in 0 }
    // The base passes everything; a good judge loses a little of what passes.
    let good = truth.indices.map { $0 % 20 == 0 ? 1 : truth[$0] }
    #expect(test(truth: truth, base: yes, aligned: good, pass: [0]).losses(confidence: 0.975) == [])
    let harsh = truth.map { _ in 1 }
    #expect(
      test(truth: truth, base: yes, aligned: harsh, pass: [0]).losses(confidence: 0.975) == ["TPR"])
    let failing = truth.map { _ -> Int? in nil }
    #expect(
      test(truth: truth, base: truth, aligned: failing, pass: [0]).losses(confidence: 0.975)
        == ["TPR", "TNR"])
  }

  @Test(
    "Without signal at most one draw in twenty is adopted, in groups too", arguments: [1, 5, 10])
  func level(size: Int) {
    let seed = UInt64(20_261_129 + size)
    var random = SeededGenerator(seed: seed)
    var adopted = 0
    let draws = 400
    for _ in 0..<draws {
      let groups = (0..<60).map { $0 / size }
      let truth = (0..<60).map { _ in Int.random(in: 0...1, using: &random) }
      // Both judges are right by chance; whole groups go the same way.
      var base: [Int?] = []
      var aligned: [Int?] = []
      var signs: [Int: (Bool, Bool)] = [:]
      for item in 0..<60 {
        let known =
          signs[groups[item]] ?? (Bool.random(using: &random), Bool.random(using: &random))
        signs[groups[item]] = known
        base.append(known.0 ? truth[item] : 1 - truth[item])
        aligned.append(known.1 ? truth[item] : 1 - truth[item])
      }
      let found = test(truth: truth, base: base, aligned: aligned, groups: groups)
      if found.lowerBound(confidence: 0.95) > 0 { adopted += 1 }
    }
    // 5 % of 400 and three standard errors.
    #expect(adopted <= 33, "seed \(seed): \(adopted) of \(draws)")
  }

  @Test("The bound is above 0 exactly if the test says so, and below the gain itself")
  func bound() {
    let seed = UInt64(4_711)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let gains = (0..<30).map {
        (group: $0 / 2, gain: Double(Int.random(in: -1...2, using: &random)))
      }
      let mean = gains.reduce(0) { $0 + $1.gain } / 30
      let low = GroupedGains(gains).lowerBound(confidence: 0.95)
      let lower = GroupedGains(gains).lowerBound(confidence: 0.99)
      #expect(low <= mean + 1e-9 && lower <= low + 1e-9, "seed \(seed)")
    }
  }
}
