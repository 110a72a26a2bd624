import JudgeAgreement
import JudgeWork
import Testing

@Suite("Consensus by votes")
struct ConsensusTests {
  let rows = ["001", "01-", "---", "222", "012", "1--"]

  @Test func majority() throws {
    let consensus = Consensus.majority(try table(rows, labels: 3))
    #expect(consensus.labels == [0, nil, nil, 2, nil, 1])
    #expect(consensus.tied == [[], [0, 1], [], [], [0, 1, 2], []])
    #expect(Array(consensus.support(of: 0)) == [2, 1, 0])
    #expect((consensus.decidedCount, consensus.tieCount, consensus.unratedCount) == (3, 2, 1))
    #expect(consensus.decidedCounts == [1, 1, 1])
  }

  @Test func unanimous() throws {
    let table = try table(rows, labels: 3)
    #expect(Consensus.unanimous(table).labels == [nil, nil, nil, 2, nil, 1])
    #expect(Consensus.unanimous(table).tied[0] == [0, 1])
    #expect(Consensus.unanimous(table, minimumRatings: 2).labels == [nil, nil, nil, 2, nil, nil])
  }

  @Test func latestIsTheLastGiven() throws {
    let ratings = [
      Rating(item: 0, rater: 2, label: 1), Rating(item: 1, rater: 0, label: 2),
      Rating(item: 0, rater: 0, label: 0),
    ]
    let table = try RatingTable(ratings: ratings, itemCount: 3, raterCount: 3, labelCount: 3)
    let consensus = Consensus.latest(table)
    #expect(consensus.labels == [0, 2, nil])
    #expect(consensus.tieCount == 0)
  }

  @Test func weightsDecideAndTiesOfWeightsAreTies() throws {
    let table = try table(rows, labels: 3)
    let heavy = try Consensus.weighted(table, raterWeights: [1, 1, 3])
    #expect(heavy.labels == [1, nil, nil, 2, 2, 1])
    let even = try Consensus.weighted(table, raterWeights: [0.1, 0.2, 0.1 + 0.2])
    #expect(even.tied[0] == [0, 1])
    #expect(throws: JudgeFailure.self) { try Consensus.weighted(table, raterWeights: [1, 1]) }
    #expect(throws: JudgeFailure.self) {
      try Consensus.weighted(table, raterWeights: [1, 1, -1])
    }
  }

  @Test func wawaByHand() throws {
    let table = try table(["001", "011", "00-", "01-"], labels: 2)
    let wawa = WawaConsensus(table)
    #expect(wawa.skills == [0.75, 0.75, 0.5])
    #expect(wawa.consensus.labels == [0, 1, 0, nil])
    let other = WawaConsensus(table, tieOrder: [1, 0])
    #expect(other.skills == [0.5, 1, 0.5])
    #expect(other.consensus.labels == [0, 1, 0, 1])
  }

  @Test func decisionsOutrankVotes() throws {
    let consensus = try Consensus.majority(try table(rows, labels: 3))
      .adjudicated([0: 1, 1: 0, 2: 2])
    #expect(consensus.labels == [1, 0, 2, 2, nil, 1])
    #expect(consensus.tieCount == 1)
    #expect(throws: JudgeFailure.self) { try consensus.adjudicated([6: 0]) }
    #expect(throws: JudgeFailure.self) { try consensus.adjudicated([0: 3]) }
  }

  @Test func numbers() throws {
    let table = try table(["001", "02-", "---", "2--"], labels: 3)
    let numeric = try NumericConsensus(table, points: [1, 3, 10])
    let means: [Double?] = [5.0 / 3, 5.5, nil, 10]
    let medians: [Double?] = [1, 5.5, nil, 10]
    #expect(numeric.means == means)
    #expect(numeric.medians == medians)
    #expect(throws: JudgeFailure.self) { try NumericConsensus(table, points: [1, 2]) }
  }
}
