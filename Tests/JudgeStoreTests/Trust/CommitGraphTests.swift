import JudgeTestSupport
import Testing

@testable import JudgeStore

/// Ancestry in memory against the definition, on random histories.
@Suite struct CommitGraphTests {
  @Test(arguments: 0..<10) func agreesWithTheDefinition(_ round: Int) {
    var random = SeededGenerator(seed: UInt64(round) &* 1409)
    var graph = CommitGraph()
    var ancestors: [Set<Int>] = []
    for id in 0..<40 {
      var parents: [Int] = []
      if id > 0, Int.random(in: 0..<12, using: &random) > 0 {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let parent = Int.random(in: max(0, id - 8)..<id, using: &random)
          if !parents.contains(parent) { parents.append(parent) }
        }
      }
      graph.add(parents: parents)
      #expect(graph.parents(of: id) == parents)
      ancestors.append(parents.reduce(into: [id]) { $0.formUnion(ancestors[$1]) })
    }
    for first in 0..<40 {
      for second in 0..<40 {
        #expect(
          graph.isAncestor(first, of: second) == ancestors[second].contains(first),
          "seed \(random.seed): \(first), \(second)")
        let third = Int.random(in: 0..<40, using: &random)
        #expect(
          graph.history(of: [first, second], beyond: [third])
            == ancestors[first].union(ancestors[second]).subtracting(ancestors[third]),
          "seed \(random.seed): \(first), \(second), \(third)")
        #expect(
          graph.history(of: [first], beyond: [second, third])
            == ancestors[first].subtracting(ancestors[second]).subtracting(ancestors[third]),
          "seed \(random.seed): \(first), \(second), \(third)")
      }
    }
  }

  /// Records that come back again and again cost no walk over the history each time.
  @Test(.timeLimit(.minutes(1))) func asksALongHistoryInNoTime() {
    var graph = CommitGraph()
    graph.add(parents: [])
    for place in 1..<20_000 {
      // Every tenth commit is a merge of a side branch.
      graph.add(parents: place % 10 == 0 ? [place - 1, place - 5] : [place - 1])
    }
    var found = 0
    for place in 0..<10_000 where graph.isAncestor(place, of: 19_999) { found += 1 }
    #expect(found == 10_000)
  }
}
