import JudgeAgreement
import JudgeWork
import Testing

@Suite("Two judges on the same items")
struct PairedOutcomesTests {
  private func outcomes(_ a: Int, _ b: Int, _ c: Int, _ d: Int) throws -> PairedOutcomes {
    try PairedOutcomes(bothRight: a, onlyBase: b, onlyCandidate: c, bothWrong: d)
  }

  /// Base wins, candidate wins, exact p, mid-p, one-sided p; exact: statsmodels 0.15.0 `mcnemar`,
  /// the rest scipy 1.12.0 `binom`.
  static let tests: [(Int, Int, Double, Double, Double)] = [
    (5, 0, 0.0625, 0.03125, 1), (3, 9, 0.14599609375, 0.09228515625, 0.072998046875),
    (7, 7, 1, 1, 0.604736328125),
    (12, 2, 0.012939453125, 0.00738525390625, 0.99908447265625),
    (40, 61, 0.04604406692934271, 0.03706676743856045, 0.023022033464671354),
    (0, 0, 1, 1, 1), (300, 350, 0.05452994175892347, 0.04995277821288436, 0.027264970879461736),
  ]

  @Test(arguments: tests)
  func mcNemar(base: Int, candidate: Int, exact: Double, mid: Double, oneSided: Double) throws {
    let test = try outcomes(11, base, candidate, 4).mcNemar
    #expect(near(test.exactP, exact))
    #expect(near(test.midP, mid))
    #expect(near(test.candidateBetterP, oneSided))
  }

  /// The example of Newcombe 1998 (36, 12, 2, 0): 0.0569 to 0.3404 by method 10.
  @Test func newcombe() throws {
    let interval = try #require(try outcomes(36, 2, 12, 0).newcombe())
    #expect(close(interval.lower, 0.05692958400323869, 1e-13))
    #expect(close(interval.upper, 0.3404276029749407, 1e-13))
    let second = try #require(try outcomes(20, 5, 15, 30).newcombe())
    #expect(close(second.lower, 0.018148208842157912, 1e-13))
    #expect(close(second.upper, 0.2599511272762517, 1e-13))
  }

  /// By hand: n + 2 = 52, cells 12.5 and 2.5.
  @Test func agrestiMin() throws {
    let interval = try #require(try outcomes(36, 2, 12, 0).agrestiMin())
    let centre = 10.0 / 52
    let error = (15 - 100.0 / 52).squareRoot() / 52
    #expect(close(interval.lower, centre - 1.959963984540054 * error, 1e-13))
    #expect(close(interval.upper, centre + 1.959963984540054 * error, 1e-13))
  }

  /// 5 wins of 5: θ_L = 0.05^(1/5), so the bound is (2θ_L − 1) · 5/20.
  @Test func lowerBoundByHand() throws {
    let bound = try outcomes(10, 0, 5, 5).differenceLowerBound()
    #expect(close(bound, (2 * 0.5492802716530588 - 1) / 4, 1e-13))
    #expect(try outcomes(10, 0, 4, 5).differenceLowerBound().map { $0 > 0 } == false)
    #expect(try outcomes(10, 0, 0, 5).differenceLowerBound() == 0)
    #expect(try outcomes(0, 0, 0, 0).differenceLowerBound() == nil)
    #expect(try outcomes(0, 3, 0, 0).differenceLowerBound() == -1)
  }

  /// The bound is above 0 exactly where McNemar's one-sided test rejects.
  @Test func lowerBoundAgreesWithTheTest() throws {
    for base in 0...20 {
      for candidate in 0...20 {
        let outcomes = try outcomes(7, base, candidate, 9)
        let bound = try #require(outcomes.differenceLowerBound())
        let middle = try #require(outcomes.differenceLowerBound(midP: true))
        let rejected = base + candidate > 0 && outcomes.mcNemar.candidateBetterP <= 0.05
        #expect((bound > 0) == rejected, "\(base) : \(candidate)")
        #expect(bound <= middle + 1e-12, "\(base) : \(candidate)")
        #expect(middle <= (outcomes.difference ?? 0) + 1e-12, "\(base) : \(candidate)")
      }
    }
  }

  @Test func counting() throws {
    let truth: [Int?] = [0, 0, 0, 0, nil, 1, 1]
    let base: [JudgedLabel] = [
      .label(0), .label(0), .label(1), .label(1), .label(0), .error, .missing,
    ]
    let candidate: [JudgedLabel] = [
      .label(0), .label(1), .label(0), .label(1), .label(0), .label(1), .label(1),
    ]
    let kept = try PairedOutcomes(
      truth: truth, base: base, candidate: candidate, errors: .leaveOut)
    #expect(kept == (try outcomes(1, 1, 1, 1)))
    let wrong = try PairedOutcomes(truth: truth, base: base, candidate: candidate, errors: .wrong)
    #expect(wrong == (try outcomes(1, 1, 2, 1)))
    #expect(wrong.difference == 0.2)
    #expect(wrong.base == (try Proportion(2, of: 5)))
    #expect(wrong.candidate == (try Proportion(3, of: 5)))
    #expect(throws: JudgeFailure.self) {
      try PairedOutcomes(truth: truth, base: [], candidate: candidate, errors: .wrong)
    }
    #expect(throws: JudgeFailure.self) { try outcomes(0, -1, 0, 0) }
  }
}
