import JudgeAgreement
import JudgeWork
import Testing

@Suite("A table of ratings")
struct RatingTableTests {
  @Test func sortsByItemAndKeepsTheOrderWithin() throws {
    let given = [
      Rating(item: 1, rater: 2, label: 0), Rating(item: 0, rater: 1, label: 1),
      Rating(item: 1, rater: 0, label: 1),
    ]
    let table = try RatingTable(ratings: given, itemCount: 3, raterCount: 3, labelCount: 2)
    #expect(table.ratings == [given[1], given[0], given[2]])
    #expect(Array(table.ratings(of: 1)) == [given[0], given[2]])
    #expect(table.ratings(of: 2).isEmpty)
    #expect(table.labelCounts == [1, 2])
    #expect(table.raterCounts == [1, 1, 1])
    #expect(table.labelCounts(of: 1) == [1, 1])
    #expect(table.entropies == [0, 1, 0])
  }

  @Test(arguments: [
    (Rating(item: 2, rater: 0, label: 0), "item code 2"),
    (Rating(item: -1, rater: 0, label: 0), "item code -1"),
    (Rating(item: 0, rater: 2, label: 0), "rater code 2"),
    (Rating(item: 0, rater: 0, label: 3), "label code 3"),
  ])
  func refusesCodesOutOfRange(rating: Rating, message: String) {
    let error = #expect(throws: JudgeFailure.self) {
      try RatingTable(ratings: [rating], itemCount: 2, raterCount: 2, labelCount: 3)
    }
    #expect(error?.code == .outOfRange)
    #expect(error?.message.hasPrefix(message) == true)
  }

  @Test func refusesASecondRating() {
    let error = #expect(throws: JudgeFailure.self) {
      try RatingTable(
        ratings: [
          Rating(item: 0, rater: 0, label: 0), Rating(item: 0, rater: 1, label: 0),
          Rating(item: 0, rater: 0, label: 1),
        ], itemCount: 1, raterCount: 2, labelCount: 2)
    }
    #expect(error?.code == .duplicateRating)
  }

  @Test func leavesRatersOut() throws {
    let table = try table(referenceRows, labels: 4)
    let fewer = table.without(raters: [1, 4])
    let kept = table.ratings.filter { $0.rater != 1 && $0.rater != 4 }
    #expect(
      fewer == (try RatingTable(ratings: kept, itemCount: 12, raterCount: 5, labelCount: 4)))
  }

  @Test func emptyTablesHaveNoFigures() throws {
    for items in [0, 3] {
      let table = try RatingTable(ratings: [], itemCount: items, raterCount: 2, labelCount: 2)
      #expect(table.observedAgreement.value == nil)
      #expect(table.pairAgreements().isEmpty)
      #expect(table.fleissKappas().isEmpty)
      #expect(try table.krippendorffAlpha(.nominal) == nil)
      #expect(try table.krippendorffAlpha(.ordinal) == nil)
      #expect(table.gwetAC1() == nil)
      #expect(Consensus.majority(table).unratedCount == items)
      let model = DawidSkene.fit(table, stop: .rounds(3))
      #expect(model.rounds == 0)
      #expect(model.consensus.unratedCount == items)
      let intervals = try table.agreementIntervals(Bootstrap(resamples: 5))
      #expect(intervals.observedAgreement == nil)
      #expect(intervals.nominalAlpha == nil)
    }
  }
}
