import JudgeAgreement
import JudgeTestSupport
import Testing

@testable import JudgeEvaluation

/// How often kappa's interval holds the true kappa; Benchmarks/coverage has more settings.
@Suite("Coverage of kappa's interval") struct KappaCoverageTests {
  struct Setting: CustomTestStringConvertible, Sendable {
    /// The shares of (truth, verdict): 00, 01, 10, 11.
    let shares: [Double]
    let groups: Int
    let size: Int
    var testDescription: String { "\(groups) groups of \(size), \(shares)" }
  }

  /// With the plain percentile bootstrap they are .73, .83 and .89.
  static let settings = [
    Setting(shares: [0.9215, 0.0285, 0.015, 0.035], groups: 30, size: 1),
    Setting(shares: [0.855, 0.045, 0.04, 0.06], groups: 30, size: 5),
    Setting(shares: [0.49, 0.01, 0.01, 0.49], groups: 30, size: 1),
  ]

  @Test("At least 92 % and noise, rare labels and groups too", arguments: settings)
  func coverage(setting: Setting) throws {
    let seed: UInt64 = 20_261_131
    var random = SeededGenerator(seed: seed)
    let (a, b, c, d) = (
      setting.shares[0], setting.shares[1], setting.shares[2], setting.shares[3]
    )
    let chance = (a + b) * (a + c) + (c + d) * (b + d)
    let truth = (a + d - chance) / (1 - chance)
    var (printed, held) = (0, 0)
    let draws = 120
    for draw in 0..<draws {
      var cases: [(truth: Int, said: Int?, group: Int)] = []
      for group in 0..<setting.groups {
        func cell() -> Int {
          let point = Double.random(in: 0..<1, using: &random)
          return point < a ? 0 : point < a + b ? 1 : point < a + b + c ? 2 : 3
        }
        let common = cell()
        let isAlike = Bool.random(using: &random)
        for _ in 0..<setting.size {
          let one = isAlike ? common : cell()
          cases.append((one / 2, one % 2, group))
        }
      }
      let interval = try KappaResampling(
        cases: cases, labelCount: 2, order: [], confidence: 0.95, seed: UInt64(draw)
      ).interval(.none)
      guard let interval else { continue }
      printed += 1
      if interval.lower <= truth, truth <= interval.upper { held += 1 }
    }
    // Three standard errors below 0.92 for about 100 draws.
    #expect(printed > draws / 2)
    #expect(Double(held) / Double(printed) > 0.85, "seed \(seed): \(held) of \(printed)")
  }

  @Test("Perfect verdicts leave room below 1") func perfect() throws {
    let cases = (0..<40).map { (truth: $0 % 2, said: Optional($0 % 2), group: $0) }
    let interval = try #require(
      try KappaResampling(cases: cases, labelCount: 2, order: [], confidence: 0.95, seed: 1)
        .interval(.none))
    #expect(interval.upper == 1 && interval.lower < 0.95 && interval.lower > 0.6)
    let one = cases.map { (truth: 0, said: $0.said, group: $0.group) }
    #expect(
      try KappaResampling(
        cases: one.map { (0, 0, $0.group) }, labelCount: 2, order: [], confidence: 0.95, seed: 1
      ).interval(.none) == nil)
  }
}
