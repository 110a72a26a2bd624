import JudgeAgreement
import JudgeEvaluation
import JudgeRecords
import JudgeTestSupport
import Testing

/// The best of 20 variants that are no better, looked at one after another on one test set.
///
/// docs/alignment.md has the numbers of 200 draws each; `GIT_JUDGE_PROPERTY_RUNS` makes more.
@Suite("The best of many looks") struct BestOfManyTests {
  /// A test set: groups of some size, with a base judge that is right on 70 %.
  struct Setting: CustomTestStringConvertible, Sendable {
    let groups: Int
    let size: Int
    /// The share of a group's traces that go by the group and not by themselves.
    let likeness: Double
    var testDescription: String { "\(groups) groups of \(size), likeness \(likeness)" }
  }

  static let settings = [
    Setting(groups: 60, size: 1, likeness: 0), Setting(groups: 170, size: 1, likeness: 0),
    Setting(groups: 30, size: 5, likeness: 0.5), Setting(groups: 30, size: 10, likeness: 0.5),
  ]
  private static let variants = 20

  private func verdicts(_ setting: Setting, _ random: inout SeededGenerator) -> [JudgedLabel] {
    func isRight() -> Bool { random.below(10) < 7 }
    return (0..<setting.groups).flatMap { _ in
      let whole = isRight()
      return (0..<setting.size).map { _ in
        let goesByGroup = Double(random.below(1000)) < setting.likeness * 1000
        return JudgedLabel.label((goesByGroup ? whole : isRight()) ? 1 : 0)
      }
    }
  }

  /// How often the best is called better: after all looks, at any look, and without any correction.
  private func run(
    _ setting: Setting, draws: Int, seed: UInt64
  ) throws -> (last: Int, any: Int, uncorrected: Int) {
    var random = SeededGenerator(seed: seed)
    var result = (last: 0, any: 0, uncorrected: 0)
    let groups = (0..<setting.groups * setting.size).map { $0 / setting.size }
    let keys = Set((0..<setting.groups).map { "g\($0)" })
    let truth = groups.map { _ in 1 }
    for _ in 0..<draws {
      let base = verdicts(setting, &random)
      let rightOfBase = base.count { $0 == .label(1) }
      var looks = Looks()
      looks.add(ContentID(hashing: [0]), on: keys)
      var (atAny, atOne) = (false, false)
      var best: (right: Int, verdicts: [JudgedLabel]) = (-1, [])
      func isBetter(_ said: [JudgedLabel], _ confidence: Double) throws -> Bool {
        try PairedFigures(
          base: base, candidate: said, truth: truth, groups: groups, confidence: confidence
        ).differenceInterval.map { $0.lower > 0 } ?? false
      }
      for variant in 1...Self.variants {
        let said = verdicts(setting, &random)
        looks.add(ContentID(hashing: [UInt8(variant)]), on: keys)
        let judges = looks.count(on: keys)
        #expect(judges == variant + 1)
        let right = said.count { $0 == .label(1) }
        // The other intervals are wider, and none is above 0 if the figure is not.
        if right > rightOfBase, try isBetter(said, 0.95) {
          atOne = true
          if try isBetter(said, Looks.confidence(bestOf: judges)) { atAny = true }
        }
        if right > best.right { best = (right, said) }
      }
      let confidence = Looks.confidence(bestOf: looks.count(on: keys))
      if try isBetter(best.verdicts, confidence) { result.last += 1 }
      if atAny { result.any += 1 }
      if atOne { result.uncorrected += 1 }
    }
    return result
  }

  @Test("It is called better in at most 10 of 200", arguments: settings)
  func isSeldomCalledBetter(setting: Setting) throws {
    let draws = PropertyRuns.count(200)
    let seed: UInt64 = 20_12
    let found = try run(setting, draws: draws, seed: seed)
    print(
      "best of \(Self.variants), \(setting.testDescription), seed \(seed): called better after all "
        + "looks in \(found.last), at any look in \(found.any), without correction in "
        + "\(found.uncorrected) of \(draws)")
    #expect(found.last * 200 <= 10 * draws)
    // Whoever stops at the first look that is called better spends a little more:
    // 0.025 · (1/2 + … + 1/21) = 0.066 by the union bound.
    #expect(found.any * 200 <= 14 * draws)
    // The correction is what does it.
    #expect(found.uncorrected * 200 > 10 * draws)
  }

  @Test("The best of 20 judges at the bar is seldom called fit", arguments: settings)
  func isSeldomCalledFit(setting: Setting) throws {
    let draws = PropertyRuns.count(40)
    var random = SeededGenerator(seed: 2012)
    var called = 0
    for _ in 0..<draws {
      var isFit = false
      for _ in 0..<Self.variants {
        // TPR and TNR are 0.7, exactly the bar.
        let trials = verdicts(setting, &random).enumerated().map {
          (group: $0 / setting.size, isSuccess: $1 == .label(1))
        }
        let rate = ClusteredProportion(trials)
        let fit = FitForUse(
          passing: rate, failing: rate, bar: 0.7,
          confidence: Looks.confidence(bestOf: Self.variants))
        if fit.verdict == .fit { isFit = true }
      }
      if isFit { called += 1 }
    }
    print("best of 20 at the bar, \(setting.testDescription): called fit in \(called) of \(draws)")
    #expect(called * 200 <= 10 * draws)
  }
}
