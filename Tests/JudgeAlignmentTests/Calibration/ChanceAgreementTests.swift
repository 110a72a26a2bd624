import JudgeTestSupport
import Testing

@testable import JudgeAlignment

@Suite struct ChanceAgreementTests {
  private func p(_ said: [Int], _ labels: [Int], groups: [Int]? = nil) -> Double {
    ChanceAgreement(
      chosen: said.map { $0 == 0 ? [1, 0] : [0, 1] }, labels: labels,
      groups: groups ?? Array(labels.indices)
    ).p
  }

  @Test func aConstantJudgeKnowsNothing() {
    let labels = (0..<20).map { $0 % 5 == 0 ? 1 : 0 }
    #expect(p([Int](repeating: 0, count: 20), labels) == 1)
    #expect(p([Int](repeating: 1, count: 20), labels) == 1)
  }

  @Test func aJudgeThatIsRightIsNoChance() {
    // Right about 4 of 4 and 8 of 8: only 4 verdicts more than the most frequent label.
    let labels = (0..<12).map { $0 % 3 == 0 ? 1 : 0 }
    #expect(p(labels, labels) < 0.01)
    #expect(p(labels.map { 1 - $0 }, labels) == 1)
  }

  @Test func isStudentsTestOfTheNumeratorOfKappa() {
    // 10 cases, 5 of each label, 4 + 4 right: agreement 0.8, expected 0.5, mean 0.3. Each part is
    // right − 0.5, so s² = 10/9 · (8 · 0.2² + 2 · 0.8²)/10 = 0.17778 and t = 0.3/√0.017778 = 2.25.
    let labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    let said = [0, 0, 0, 0, 1, 1, 1, 1, 1, 0]
    #expect((p(said, labels) - 0.02549).magnitude < 1e-4)
  }

  @Test func copiesProveNothing() {
    let labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    let said = [0, 0, 0, 0, 1, 1, 1, 1, 1, 0]
    let once = p(said, labels)
    let copies = (0..<30).map { $0 / 3 }
    #expect(
      (p(copies.map { said[$0] }, copies.map { labels[$0] }, groups: copies) - once).magnitude
        < 1e-9)
    #expect(
      p(Array(labels.prefix(8)), Array(labels.prefix(8)), groups: [0, 1, 2, 3, 0, 1, 2, 3]) == 1)
  }

  /// The test's promise is a rate: more than 25 of 300 at 5 % happen less than once in a hundred.
  @Test func independentVerdictsPassRarely() {
    var passed = 0
    for seed in 0..<300 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let labels = (0..<25).map { _ in Int.random(in: 0..<10, using: &generator) < 6 ? 0 : 1 }
      let said = (0..<25).map { _ in Int.random(in: 0..<10, using: &generator) < 4 ? 0 : 1 }
      if p(said, labels) <= 0.05 { passed += 1 }
    }
    #expect(passed <= 25, "seeds 0 to 299: \(passed)")
  }
}
