import JudgeAgreement

/// The candidates that are best on at least one item: a pure value.
///
/// GEPA (Agrawal et al., 2025), algorithm 2: dominated candidates are left out, and a parent is
/// drawn in proportion to the number of items on which it is best.
struct ParetoFront: Sendable {
  /// One row per candidate, one score per item.
  let scores: [[Double]]

  /// The candidates with the best score on each item.
  private var best: [Set<Int>] {
    guard let count = scores.first?.count else { return [] }
    return (0..<count).map { item in
      let top = scores.map { $0[item] }.max() ?? 0
      return Set(scores.indices.filter { scores[$0][item] == top })
    }
  }

  /// The candidates that no other one dominates, with the number of items on which they are best.
  ///
  /// A candidate is dominated if, on each item on which it is best, another one is too.
  var members: [(candidate: Int, wins: Int)] {
    let best = best
    var alive = Set(best.joined())
    // Weakest first, so that of two equal ones the better overall stays.
    let order = alive.sorted { (mean($0), $1) < (mean($1), $0) }
    for candidate in order {
      let others = alive.subtracting([candidate])
      let isDominated = best.allSatisfy { front in
        !front.contains(candidate) || !front.isDisjoint(with: others)
      }
      if isDominated, !others.isEmpty { alive.remove(candidate) }
    }
    return alive.sorted().map { candidate in
      (candidate, best.count { $0.contains(candidate) })
    }
  }

  /// Draws a candidate in proportion to its wins.
  func draw(using generator: inout Xoshiro256) -> Int {
    let members = members
    let total = members.reduce(0) { $0 + $1.wins }
    guard total > 0 else { return 0 }
    var place = generator.index(below: total)
    for member in members {
      if place < member.wins { return member.candidate }
      place -= member.wins
    }
    return members.last?.candidate ?? 0
  }

  /// Returns the mean score of a candidate.
  func mean(_ candidate: Int) -> Double {
    let row = scores[candidate]
    return row.isEmpty ? 0 : row.reduce(0, +) / Double(row.count)
  }

  /// The candidate with the best mean; the earliest if several are equal.
  var winner: Int {
    scores.indices.max { (mean($0), -$0) < (mean($1), -$1) } ?? 0
  }
}
