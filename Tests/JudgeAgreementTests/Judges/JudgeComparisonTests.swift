import JudgeAgreement
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

  @Test func refusesWhatDoesNotFit() throws {
    let consensus = Consensus.majority(try table(["00"], labels: 2))
    #expect(throws: AgreementError.self) {
      try JudgeComparison(consensus: consensus, verdicts: [])
    }
    #expect(throws: AgreementError.self) {
      try JudgeComparison(consensus: consensus, verdicts: [.label(2)])
    }
  }
}
