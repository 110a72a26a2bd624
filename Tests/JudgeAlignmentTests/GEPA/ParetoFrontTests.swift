import JudgeAgreement
import Testing

@testable import JudgeAlignment

@Suite struct ParetoFrontTests {
  @Test func dominatedCandidatesAreLeftOut() {
    // 1 is best on items 0 and 1, 2 on item 2; 0 is nowhere better than these two.
    let front = ParetoFront(scores: [[1, 0, 0], [1, 1, 0], [0, 0, 1]])
    #expect(front.members.map(\.candidate) == [1, 2])
    #expect(front.members.map(\.wins) == [2, 1])
    #expect(front.winner == 1)
  }

  @Test func ofEqualsOneStays() {
    let front = ParetoFront(scores: [[1, 0], [1, 0], [0, 1]])
    #expect(front.members.count == 2 && front.winner == 0)
  }

  @Test func parentsAreDrawnInProportionToTheirWins() {
    let front = ParetoFront(scores: [[1, 1, 1, 0], [0, 0, 0, 1]])
    var generator = Xoshiro256(seed: 7)
    let draws = (0..<4000).map { _ in front.draw(using: &generator) }
    #expect((2850...3150).contains(draws.count { $0 == 0 }))
  }
}
