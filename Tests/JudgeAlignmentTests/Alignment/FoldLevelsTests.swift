import JudgeTestSupport
import Testing

@testable import JudgeAlignment

@Suite("The errors of folds together and alone") struct FoldLevelsTests {
  private func gains(_ values: [Double]) -> [FoldLevels.Gain] {
    values.map { FoldLevels.Gain(pooled: $0, alone: $0) }
  }

  private func bound(_ values: [Double], _ level: Double) -> Double {
    GroupedGains(values.enumerated().map { (group: $0, gain: $1) }).lowerBound(
      confidence: 1 - level)
  }

  private func isProved(_ folds: [[Double]], allowed: Double = 0.05) -> Bool {
    let levels = FoldLevels(folds.map(gains), allowed: allowed)
    if bound(folds.flatMap { $0 }, levels.pooled) > 0 { return true }
    guard let alone = levels.alone else { return false }
    return folds.contains { bound($0, alone) > 0 }
  }

  private func fold(_ better: Int, _ worse: Int) -> [Double] {
    (0..<better).map { _ in 1 } + (0..<worse).map { _ in -1 } + [0, 0, 0]
  }

  @Test("Where no fold can be proved alone, all of the error is for both together")
  func together() {
    let levels = FoldLevels([gains(fold(3, 0)), gains(fold(2, 0))], allowed: 0.05)
    #expect(levels.alone == nil && levels.pooled == 0.05 && levels.constant.pooled == 0.05)
    #expect(isProved([fold(3, 0), fold(2, 0)]) && !isProved([fold(3, 0), fold(1, 0)]))
  }

  @Test("What one fold found is not lost with the other") func alone() {
    #expect(isProved([fold(8, 0), fold(0, 4)]) && isProved([fold(0, 1), fold(6, 0)]))
    #expect(!isProved([fold(5, 0), fold(0, 4)]))
    #expect(!isProved([fold(4, 2), fold(2, 3)]))
    // Both together need no more than before.
    #expect(isProved([fold(5, 1), fold(4, 1)]))
  }

  @Test("Without a gain at most one draw in twenty is proved, weighted gains and groups too")
  func level() {
    let seed: UInt64 = 20_261_132
    var random = SeededGenerator(seed: seed)
    var proved = 0
    let draws = PropertyRuns.isLong ? 300 : 60
    for _ in 0..<draws {
      let folds = (0..<2).map { _ in
        (0..<16).map { _ in Double(Int.random(in: -1...1, using: &random)) }
      }
      if isProved(folds) { proved += 1 }
    }
    // 5 % and three standard errors.
    let most = 0.05 * Double(draws) + 3 * (0.0475 * Double(draws)).squareRoot()
    #expect(Double(proved) <= most, "seed \(seed): \(proved) of \(draws)")
  }

  @Test("A test for several chances divides the smaller error") func chances() {
    let whole = FoldLevels([gains(fold(9, 3)), gains(fold(8, 2))], allowed: 0.05)
    let quarter = FoldLevels([gains(fold(9, 3)), gains(fold(8, 2))], allowed: 0.0125)
    #expect(whole.pooled <= 0.05 && quarter.pooled <= 0.0125)
    #expect(quarter.pooled < whole.pooled)
    #expect(abs(whole.constant.pooled - 0.04) < 1e-12)
    #expect(abs(whole.constant.alone - 0.005) < 1e-12)
  }
}
