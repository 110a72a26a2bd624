import JudgeAgreement
import JudgeWork
import Testing

@Suite("People against people")
struct PeopleTests {
  @Test func ceilingByHand() throws {
    // Rater 0 against the others: 1 = 1, tied, 0 against 1, alone.
    let table = try table(["111", "0-0", "101", "011", "1--", "1100"], labels: 2)
    let rows = table.humanCeiling()
    #expect(rows[0].confusion == (try ConfusionMatrix(rows: [[1, 1], [1, 1]])))
    #expect(rows.map(\.alone) == [1, 0, 0, 0])
    #expect(rows[1].confusion.total == 3)
    #expect(rows[1].tied == 1)
    #expect(rows[3].confusion == (try ConfusionMatrix(rows: [[0, 0], [1, 0]])))
    #expect(rows.pooledAccuracy.total == rows.map(\.confusion.total).reduce(0, +))
  }

  @Test func selfAgreement() throws {
    let ratings = [
      Rating(item: 0, rater: 4, label: 1), Rating(item: 0, rater: 4, label: 1),
      Rating(item: 1, rater: 4, label: 0), Rating(item: 1, rater: 4, label: 1),
      Rating(item: 1, rater: 4, label: 0), Rating(item: 2, rater: 4, label: 1),
      Rating(item: 0, rater: 5, label: 0),
    ]
    let rows = try SelfAgreement.measure(ratings, labelCount: 2)
    #expect(rows.count == 1)
    #expect(rows.first?.rater == 4)
    #expect(rows.first?.items == 2)
    #expect(rows.first?.agreement == (try Proportion(2, of: 4)))
    #expect(rows.first?.confusion == (try ConfusionMatrix(rows: [[1, 1], [1, 1]])))
    #expect(throws: JudgeFailure.self) { try SelfAgreement.measure(ratings, labelCount: 1) }
  }

  @Test func conflictExposure() throws {
    var rows = Array(repeating: "00-", count: 30)
    rows += Array(repeating: "01-", count: 2)
    rows += Array(repeating: "010", count: 10)
    rows += Array(repeating: "000", count: 3)
    rows += Array(repeating: "001", count: 2)
    let exposures = try table(rows, labels: 2).conflictExposures()
    #expect(exposures[2].seen == (try Proportion(10, of: 15)))
    #expect(exposures[2].unseen == (try Proportion(2, of: 32)))
    #expect(exposures.map(\.suggestsAdjudicator) == [false, false, true])
  }
}
