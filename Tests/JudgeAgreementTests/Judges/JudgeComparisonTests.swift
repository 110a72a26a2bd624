import JudgeAgreement
import JudgeWork
import Testing

@Suite("A judge against people")
struct JudgeComparisonTests {
  @Test func everyItemIsCountedOnce() throws {
    let consensus = Consensus.majority(
      try table(["00", "11", "01", "--", "01", "00", "11", "10"], labels: 2))
    let verdicts: [JudgedLabel] = [
      .label(0), .label(0), .label(1), .label(0), .error, .error, .missing, .label(0),
    ]
    let comparison = try JudgeComparison(consensus: consensus, verdicts: verdicts)
    #expect(comparison.confusion == (try ConfusionMatrix(rows: [[1, 0], [1, 0]])))
    #expect(comparison.items == [0, 1])
    #expect(comparison.accuracy == 0.5)
    #expect(comparison.cohenKappa == 0)
    #expect(close(comparison.macroF1, 1.0 / 3, 1e-15))
    let left = (comparison.ties, comparison.unlabelled, comparison.errors, comparison.missing)
    #expect(left == (2, 1, 2, 1))
  }

  /// Of eight items the judge fails on three, two of which are labelled 1.
  @Test func aFailureIsAWrongVerdict() throws {
    let truth: [Int?] = [0, 0, 0, 1, 1, 1, nil, 0]
    let verdicts: [JudgedLabel] = [
      .label(0), .label(0), .label(1), .label(1), .error, .error, .error, .missing,
    ]
    let comparison = try JudgeComparison(truth: truth, verdicts: verdicts, labelCount: 2)
    #expect(comparison.failures == [0, 2] && comparison.errors == 3)
    #expect(comparison.count == 4 && comparison.askedCount == 6)
    #expect(comparison.accuracy == 0.75 && comparison.askedAccuracy == 0.5)
    // Rows 2 1 0 and 0 1 2: observed 3/6, expected (3·2 + 3·2) / 36.
    #expect(close(comparison.askedKappa, (1.0 / 2 - 1.0 / 3) / (1 - 1.0 / 3), 1e-15))
    // F1 of 0: 4/5, of 1: 2/5.
    #expect(close(comparison.askedMacroF1, 0.6, 1e-15))
  }

  @Test func refusesWhatDoesNotFit() throws {
    let consensus = Consensus.majority(try table(["00"], labels: 2))
    #expect(throws: JudgeFailure.self) {
      try JudgeComparison(consensus: consensus, verdicts: [])
    }
    #expect(throws: JudgeFailure.self) {
      try JudgeComparison(consensus: consensus, verdicts: [.label(2)])
    }
  }
}
