import JudgeAgreement
import JudgeWork
import Testing

/// Expected values: statsmodels 0.15.0 `proportion_confint`; 81 of 263 and 15 of 148 are also the
/// examples of Newcombe, Statistics in Medicine 17 (1998) 857–872.
@Suite("Proportions")
struct ProportionTests {
  static let rows: [(Int, Int, [Double])] = [
    (0, 10, [0, 0.27753279986288926, 0, 0.30849710781876083]),
    (3, 10, [0.10779126740630104, 0.6032218525388546, 0.06673951117773447, 0.6524528500599973]),
    (
      81, 263,
      [0.2552885198782742, 0.36620957698280004, 0.25273674558527137, 0.36762192260135135]
    ),
    (
      15, 148,
      [0.06238639953073628, 0.16048724172330803, 0.05784401008344857, 0.161650490349479]
    ),
    (29, 29, [0.8830302015002592, 1, 0.8805551309304973, 1]),
  ]

  @Test(arguments: rows)
  func intervals(successes: Int, total: Int, expected: [Double]) throws {
    let proportion = try Proportion(successes, of: total)
    let wilson = try #require(proportion.wilson())
    let exact = try #require(proportion.clopperPearson())
    #expect(close(wilson.lower, expected[0], 1e-13))
    #expect(close(wilson.upper, expected[1], 1e-13))
    #expect(close(exact.lower, expected[2], 1e-12))
    #expect(close(exact.upper, expected[3], 1e-12))
  }

  @Test func withoutTrials() throws {
    let none = try Proportion(0, of: 0)
    #expect(none.value == nil)
    #expect(none.wilson() == nil)
    #expect(none.clopperPearson() == nil)
    #expect(throws: JudgeFailure.self) { try Proportion(3, of: 2) }
    #expect(throws: JudgeFailure.self) { try Proportion(-1, of: 2) }
    #expect(throws: JudgeFailure.self) { try Proportion(0, of: -1) }
  }
}
