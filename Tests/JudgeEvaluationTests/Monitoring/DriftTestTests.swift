import JudgeAgreement
import Testing

@testable import JudgeEvaluation

/// The comparison of two windows.
@Suite struct DriftTestTests {
  private static func outcomes(
    _ passed: Int, of total: Int, errors: Int = 0, groups: Int? = nil, named prefix: String
  ) -> [DriftTest.Outcome] {
    (0..<total).map { number in
      DriftTest.Outcome(
        group: "\(prefix)\(groups.map { number % $0 } ?? number)",
        column: number < passed ? "passed" : number < total - errors ? "failed" : "error")
    }
  }

  @Test("A large change is a drift, and the changed outcomes are named, the largest first")
  func drift() {
    let test = DriftTest(
      Self.outcomes(90, of: 100, named: "a"), Self.outcomes(60, of: 100, errors: 35, named: "b"))
    #expect(test.hasDrifted && test.p < 0.001)
    #expect(test.changes.map(\.outcome) == ["error", "passed", "failed"])
    #expect(test.changes.first?.reference == 0 && test.changes.first?.window == 0.35)
    #expect(test.referenceCount == 100 && test.windowCount == 100)
  }

  @Test("The same shares are no drift, and neither are two windows with one outcome")
  func none() {
    let same = DriftTest(
      Self.outcomes(90, of: 100, named: "a"), Self.outcomes(45, of: 50, named: "b"))
    #expect(!same.hasDrifted && same.p == 1)
    let one = DriftTest(Self.outcomes(9, of: 9, named: "a"), Self.outcomes(5, of: 5, named: "b"))
    #expect(one.p == 1 && !one.hasDrifted)
    #expect(DriftTest([], Self.outcomes(5, of: 5, named: "b")).p == 1)
  }

  @Test("A change below the smallest one is no drift, however many verdicts prove it")
  func minimum() {
    let (first, second) = (
      Self.outcomes(900, of: 1000, named: "a"), Self.outcomes(840, of: 1000, named: "b")
    )
    #expect(DriftTest(first, second).hasDrifted)
    #expect(!DriftTest(first, second, limits: .init(minimumChange: 0.1)).hasDrifted)
  }

  @Test("Verdicts of one session count together: ten sessions of ten prove less than 100 traces")
  func groups() {
    func window(_ good: Int, _ prefix: String) -> [DriftTest.Outcome] {
      (0..<100).map { number in
        DriftTest.Outcome(
          group: "\(prefix)\(number / 10)", column: number / 10 < good ? "passed" : "failed")
      }
    }
    let grouped = DriftTest(window(9, "a"), window(7, "b"))
    #expect(grouped.p > 0.2)
    let single = DriftTest(
      Self.outcomes(90, of: 100, named: "a"), Self.outcomes(70, of: 100, named: "b"))
    #expect(single.p < 0.01)
  }

  @Test("Without a drift, p is at most 0.05 in about 5 % of the cases")
  func level() {
    var generator = Xoshiro256(seed: 11)
    var alarms = 0
    let cases = 200
    for _ in 0..<cases {
      func window(_ prefix: String) -> [DriftTest.Outcome] {
        (0..<20).map { group in
          let isGood = generator.unit() < 0.8
          return (0..<3).map { _ in
            DriftTest.Outcome(group: "\(prefix)\(group)", column: isGood ? "passed" : "failed")
          }
        }.flatMap(\.self)
      }
      if DriftTest(window("a"), window("b"), draws: 199).p <= 0.05 { alarms += 1 }
    }
    #expect(alarms <= 20, "\(alarms) of \(cases)")
  }
}
