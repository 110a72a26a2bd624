import JudgeTestSupport
import Testing

@testable import JudgeStore

/// The walk against the definition, on random histories with wrong clocks.
@Suite struct KinshipTests {
  /// A commit with a date of long ago makes nobody read the whole history.
  @Test func wrongDatesCostNothingWhereGenerationsAreKnown() {
    var asked = 0
    func node(_ id: Int) -> KinshipWalk<Int>.Node {
      asked += 1
      // Commits 1000 and 1001 are new, each on top of 999; 1001 has the date 0.
      let parents = id == 0 ? [] : id > 999 ? [999] : [id - 1]
      return KinshipWalk<Int>.Node(
        parents: parents, seconds: id == 1001 ? 0 : Int64(id),
        generation: id > 999 ? Int.max : id + 1)
    }
    #expect(KinshipWalk<Int>.relate(1000, 1001, node) == .diverged)
    #expect(KinshipWalk<Int>.relate(900, 1001, node) == .ancestor)
    #expect(asked < 150)
  }

  @Test(arguments: 0..<20) func agreesWithTheDefinition(_ round: Int) {
    var random = SeededGenerator(seed: UInt64(round) &* 977)
    let count = 40
    var parents: [[Int]] = []
    for id in 0..<count {
      var chosen: Set<Int> = []
      if id > 0, Int.random(in: 0..<10, using: &random) > 0 {
        for _ in 0..<Int.random(in: 1...2, using: &random) {
          chosen.insert(Int.random(in: max(0, id - 6)..<id, using: &random))
        }
      }
      parents.append(chosen.sorted())
    }
    let times = (0..<count).map { Int64($0) + Int64.random(in: -15...15, using: &random) }
    var ancestors: [Set<Int>] = []
    for id in 0..<count {
      ancestors.append(parents[id].reduce(into: [id]) { $0.formUnion(ancestors[$1]) })
    }
    // A part that is closed under ancestry has known generations.
    let known = ancestors[Int.random(in: 0..<count, using: &random)]
    var generations: [Int] = []
    for id in 0..<count {
      generations.append((parents[id].map { generations[$0] }.max() ?? 0) + 1)
    }
    for first in 0..<count {
      for second in 0..<count {
        let found = KinshipWalk<Int>.relate(first, second) { id in
          KinshipWalk<Int>.Node(
            parents: parents[id], seconds: times[id],
            generation: known.contains(id) ? generations[id] : Int.max)
        }
        let expected: Kinship =
          first == second
          ? .same
          : ancestors[second].contains(first)
            ? .ancestor : ancestors[first].contains(second) ? .descendant : .diverged
        #expect(found == expected, "seed \(random.seed): \(first), \(second)")
      }
    }
  }
}
