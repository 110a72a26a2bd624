import JudgeAgreement
import Testing

@Suite("The corrected pass rate")
struct RoganGladenTests {
  private func correction(
    _ apparent: (Int, Int), _ positive: (Int, Int), _ negative: (Int, Int)
  ) throws -> RoganGladen {
    RoganGladen(
      apparent: try Proportion(apparent.0, of: apparent.1),
      truePositive: try Proportion(positive.0, of: positive.1),
      trueNegative: try Proportion(negative.0, of: negative.1))
  }

  /// The formula of Lang and Reiczigel evaluated in numpy.
  @Test func estimateAndInterval() throws {
    let sample = try correction((120, 200), (45, 50), (40, 50))
    #expect(close(sample.estimate, (0.6 + 0.8 - 1) / 0.7, 1e-14))
    let interval = try #require(sample.interval())
    #expect(close(interval.lower, 0.42962582142961286, 1e-12))
    #expect(close(interval.upper, 0.7154043868325257, 1e-12))
  }

  @Test func staysWithinBounds() throws {
    #expect(try correction((2, 200), (45, 50), (40, 50)).estimate == 0)
    #expect(try correction((199, 200), (45, 50), (40, 50)).estimate == 1)
    let low = try #require(try correction((2, 200), (45, 50), (40, 50)).interval())
    #expect(low.lower == 0)
  }

  @Test func meansNothingForAJudgeAtChance() throws {
    #expect(try correction((120, 200), (25, 50), (25, 50)).estimate == nil)
    #expect(try correction((120, 200), (25, 50), (25, 50)).interval() == nil)
    #expect(try correction((120, 200), (0, 0), (25, 50)).estimate == nil)
  }

  /// Groups of five labelled traces that are alike: the interval is that of a fifth of the traces.
  @Test func coverageOfGroups() throws {
    var generator = Xoshiro256(seed: 8)
    func labelled(_ rate: Double) -> ClusteredProportion {
      ClusteredProportion(
        (0..<20).flatMap { group in
          let isRight = generator.unit() < rate
          return (0..<5).map { _ in (group: group, isSuccess: isRight) }
        })
    }
    var (covered, uncorrected) = (0, 0)
    for _ in 0..<400 {
      let passed = (0..<500).count { _ in generator.unit() < 0.3 * 0.9 + 0.7 * 0.15 }
      let (positive, negative) = (labelled(0.9), labelled(0.85))
      func holds(_ effects: RoganGladen.DesignEffects) throws -> Bool {
        let interval = RoganGladen(
          apparent: try Proportion(passed, of: 500), truePositive: positive.proportion,
          trueNegative: negative.proportion, designEffects: effects
        ).interval()
        return interval.map { $0.lower <= 0.3 && 0.3 <= $0.upper } ?? true
      }
      let effects = RoganGladen.DesignEffects(
        positive: positive.designEffect, negative: negative.designEffect)
      if try holds(effects) { covered += 1 }
      if try holds(RoganGladen.DesignEffects()) { uncorrected += 1 }
    }
    #expect(covered >= 368, "\(covered) of 400, seed 8")
    #expect(uncorrected < 340, "the setting must need it: \(uncorrected)")
  }

  /// Seeded simulation: the 95 % interval covers the true rate about that often.
  @Test func coverage() throws {
    var generator = Xoshiro256(seed: 7)
    func draw(_ n: Int, _ p: Double) -> Int { (0..<n).count { _ in generator.unit() < p } }
    var covered = 0
    for _ in 0..<400 {
      let sample = try correction(
        (draw(200, 0.3 * 0.9 + 0.7 * 0.15), 200), (draw(60, 0.9), 60), (draw(60, 0.85), 60))
      if let interval = sample.interval(), interval.lower <= 0.3, 0.3 <= interval.upper {
        covered += 1
      }
    }
    #expect((372...400).contains(covered), "\(covered) of 400, seed 7")
  }
}
