import JudgeAgreement
import JudgeWork
import Testing

@Suite("A confusion matrix")
struct ConfusionMatrixTests {
  /// scikit-learn 1.9.1 on the same two lists.
  @Test func figuresOfScikitLearn() throws {
    let matrix = try ConfusionMatrix(
      truth: [0, 0, 1, 2, 2, 1, 0, 3, 3, 1, 2, 0],
      prediction: [0, 1, 1, 2, 0, 1, 0, 2, 1, 1, 2, 0],
      labelCount: 4)
    #expect(close(matrix.accuracy, 2.0 / 3))
    #expect(close(matrix.macroF1, 0.5416666666666666, 1e-14))
    #expect(close(matrix.weightedF1, 0.6041666666666666, 1e-14))
    #expect(close(matrix.balancedAccuracy, 0.6041666666666666, 1e-14))
    #expect(close(matrix.matthewsCorrelation, 0.5610107297906027, 1e-14))
    #expect(close(matrix.cohenKappa(weights: .quadratic), 0.5555555555555556, 1e-14))
    #expect(matrix.precision(of: 3) == nil)
    #expect(matrix.recall(of: 3) == 0)
    #expect(matrix.f1(of: 3) == 0)
  }

  /// Cohen's own kind of example: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no; kappa 0.4.
  @Test func kappaByHand() throws {
    let matrix = try ConfusionMatrix(rows: [[20, 5], [10, 15]])
    #expect(close(matrix.cohenKappa(), 0.4, 1e-15))
    #expect(matrix.cohenKappa(weights: .linear) == matrix.cohenKappa())
    #expect(matrix.accuracyProportion == (try Proportion(35, of: 50)))
  }

  @Test func undefinedIsNil() throws {
    let empty = ConfusionMatrix(labelCount: 3)
    #expect(empty.accuracy == nil)
    #expect(empty.cohenKappa() == nil)
    #expect(empty.macroF1 == nil)
    #expect(empty.weightedF1 == nil)
    #expect(empty.matthewsCorrelation == nil)
    let constant = try ConfusionMatrix(rows: [[7, 0], [0, 0]])
    #expect(constant.cohenKappa() == nil)
    #expect(constant.macroF1 == 1)
    #expect(constant.f1(of: 1) == nil)
    let halfConstant = try ConfusionMatrix(rows: [[7, 0], [3, 0]])
    #expect(halfConstant.cohenKappa() == 0)
    #expect(halfConstant.matthewsCorrelation == nil)
  }

  @Test func passRates() throws {
    // Labels: 0 poor, 1 good, 2 excellent; the last two pass.
    let matrix = try ConfusionMatrix(rows: [[6, 2, 0], [1, 3, 2], [0, 1, 4]])
    let rates = matrix.passRates(pass: [1, 2])
    #expect(rates.truePositive == (try Proportion(10, of: 11)))
    #expect(rates.trueNegative == (try Proportion(6, of: 8)))
    #expect(rates.passed == (try Proportion(11, of: 19)))
    #expect(rates.passedByJudge == (try Proportion(12, of: 19)))
  }

  @Test func refusesWhatDoesNotFit() {
    #expect(throws: JudgeFailure.self) {
      try ConfusionMatrix(truth: [0], prediction: [0, 1], labelCount: 2)
    }
    #expect(throws: JudgeFailure.self) {
      try ConfusionMatrix(truth: [0, 2], prediction: [0, 1], labelCount: 2)
    }
    #expect(throws: JudgeFailure.self) { try ConfusionMatrix(rows: [[1, 2], [3]]) }
    #expect(throws: JudgeFailure.self) { try ConfusionMatrix(rows: [[-1]]) }
  }
}
