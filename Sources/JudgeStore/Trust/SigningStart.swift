import JudgeRecords

/// When people began to sign: which of their unsigned commits still count for what hides.
///
/// If a list of signers is pinned, an unsigned commit of somebody who is on it proves nothing. But
/// records that somebody hid before the list was pinned must not appear again. So a person's first
/// signed commits stand for their unsigned commits in the histories of these commits: the person
/// had them when the signing began. An unsigned commit beside or after the first signed ones may be
/// forged and does not count. As long as somebody has signed nothing, all their commits count.
struct SigningStart {
  private var signed: [Address: [Int]] = [:]
  private var unsigned: [Address: [Int]] = [:]

  /// Takes a commit of somebody who must sign.
  mutating func note(_ place: Int, by person: Address, isSigned: Bool) {
    if isSigned {
      signed[person, default: []].append(place)
    } else {
      unsigned[person, default: []].append(place)
    }
  }

  /// Which unsigned commits count for what hides, and those among them for which no signature of
  /// their author stands.
  func standing(_ graph: CommitGraph) -> (covered: Set<Int>, unproved: Set<Int>) {
    var covered: Set<Int> = []
    var unproved: Set<Int> = []
    for (person, places) in unsigned {
      guard let own = signed[person], !own.isEmpty else {
        covered.formUnion(places)
        unproved.formUnion(places)
        continue
      }
      let before = graph.ancestors(of: Self.first(own, graph))
      covered.formUnion(places.filter { before[$0] })
    }
    return (covered, unproved)
  }

  /// The commits among some that have none of the others in their histories.
  private static func first(_ places: [Int], _ graph: CommitGraph) -> [Int] {
    var isBelow = [Bool](repeating: false, count: graph.count)
    let own = Set(places)
    // Parents were added before their children.
    for place in isBelow.indices {
      isBelow[place] = graph.parents(of: place).contains { isBelow[$0] || own.contains($0) }
    }
    return places.filter { !isBelow[$0] }
  }
}
