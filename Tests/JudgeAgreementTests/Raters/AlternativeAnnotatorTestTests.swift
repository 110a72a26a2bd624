import JudgeAgreement
import JudgeTestSupport
import Testing

@Suite("A judge and a reviewer against the same others") struct AlternativeAnnotatorTestTests {
  /// Reviewers who are each right with some probability, and a judge that is always right.
  private func draw(
    _ seed: UInt64, items: Int, reviewers: Int, right: Double
  ) throws -> (table: RatingTable, truth: [Int]) {
    var random = SeededGenerator(seed: seed)
    let truth = (0..<items).map { _ in Int.random(in: 0...1, using: &random) }
    var ratings: [Rating] = []
    for item in 0..<items {
      for rater in 0..<reviewers {
        let isRight = Double.random(in: 0..<1, using: &random) < right
        ratings.append(
          Rating(item: item, rater: rater, label: isRight ? truth[item] : 1 - truth[item]))
      }
    }
    let table = try RatingTable(
      ratings: ratings, itemCount: items, raterCount: reviewers, labelCount: 2)
    return (table, truth)
  }

  @Test("A judge that is always right beats every reviewer", arguments: [2, 3, 5])
  func alwaysRight(reviewers: Int) throws {
    let (table, truth) = try draw(7, items: 200, reviewers: reviewers, right: 0.8)
    let test = AlternativeAnnotatorTest(
      table, verdicts: truth, failed: truth.map { _ in false })
    #expect(test.winningRate == 1)
    for row in test.rows {
      // No reviewer is a ceiling: the judge wins more of the same traces.
      #expect((row.judge ?? 0) > (row.reviewer ?? 1))
    }
  }

  @Test("A judge that answers by chance beats nobody") func chance() throws {
    let (table, truth) = try draw(8, items: 200, reviewers: 4, right: 0.9)
    var random = SeededGenerator(seed: 9)
    let said = truth.map { _ in Int.random(in: 0...1, using: &random) }
    let test = AlternativeAnnotatorTest(table, verdicts: said, failed: truth.map { _ in false })
    #expect(test.winningRate == 0)
  }

  @Test("A failure agrees with nobody; a trace that was not asked is left out") func failures()
    throws
  {
    let (table, truth) = try draw(3, items: 60, reviewers: 3, right: 1)
    let failed = AlternativeAnnotatorTest(
      table, verdicts: truth.map { _ in nil }, failed: truth.map { _ in true })
    #expect(failed.winningRate == 0 && failed.advantage == 0)
    let missing = AlternativeAnnotatorTest(
      table, verdicts: truth.map { _ in nil }, failed: truth.map { _ in false })
    #expect(missing.winningRate == nil && missing.advantage == nil)
    #expect(missing.rows.allSatisfy { $0.items == 0 })
  }

  @Test("By hand: ties are won by both") func hand() throws {
    // Item 0: a, b say 0, c says 1; the judge 0. Against a: others b 0, c 1: judge 1, a 1: both win.
    let ratings = [(0, 0, 0), (0, 1, 0), (0, 2, 1)].map { Rating(item: $0, rater: $1, label: $2) }
    let table = try RatingTable(ratings: ratings, itemCount: 1, raterCount: 3, labelCount: 2)
    let test = AlternativeAnnotatorTest(table, verdicts: [0], failed: [false])
    #expect(test.rows.map(\.judge) == [1, 1, 1])
    #expect(test.rows.map(\.reviewer) == [1, 1, 0])
    #expect(test.rows.allSatisfy { $0.p == nil } && test.winningRate == nil)
  }

  @Test("Few groups are no test, however many traces they have") func groups() throws {
    let (table, truth) = try draw(5, items: 90, reviewers: 3, right: 0.8)
    let test = AlternativeAnnotatorTest(
      table, verdicts: truth, failed: truth.map { _ in false },
      groups: truth.indices.map { $0 / 10 })
    #expect(test.winningRate == nil && test.rows[0].items == 90)
  }
}
