import JudgeAgreement
import JudgeWork
import Testing

@Suite("The corrected resampled t-test")
struct CorrectedResampledTestTests {
  /// Twice five folds; numpy and scipy 1.12.0 by the formula of Nadeau and Bengio.
  @Test func byFormula() throws {
    let test = try CorrectedResampledTest(
      differences: [0.02, 0.05, -0.01, 0.04, 0.03, 0.06, 0, 0.02, 0.05, 0.01], testToTrain: 0.25)
    #expect(close(test.mean, 0.027, 1e-15))
    #expect(close(test.standardError, 0.013676825492619095, 1e-15))
    #expect(test.degreesOfFreedom == 9)
    #expect(close(test.lowerBound(), 0.0019288343118330394, 1e-13))
    #expect(close(test.candidateBetterP, 0.039904239971878634, 1e-12))
    let interval = test.interval(confidence: 0.9)
    #expect(close(interval.lower, test.lowerBound(), 1e-15))
    #expect(close(interval.lower + interval.upper, 2 * test.mean, 1e-15))
  }

  @Test func withoutVariation() throws {
    let equal = try CorrectedResampledTest(differences: [0.5, 0.5], testToTrain: 0.1)
    #expect(equal.lowerBound() == 0.5)
    #expect(equal.candidateBetterP == 0)
    let zero = try CorrectedResampledTest(differences: [0, 0, 0], testToTrain: 0.1)
    #expect(zero.lowerBound() == 0)
    #expect(zero.candidateBetterP == 0.5)
  }

  @Test func refusesTooLittle() {
    for (differences, ratio) in [([0.1], 0.5), ([0.1, .nan], 0.5), ([0.1, 0.2], 0.0)] {
      #expect(throws: JudgeFailure.self) {
        try CorrectedResampledTest(differences: differences, testToTrain: ratio)
      }
    }
  }
}
