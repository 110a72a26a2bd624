/// Worker agreement with aggregate: a vote weighted by how often its rater is with the majority.
///
/// Appen's rule, as `Wawa` of the Python package `crowd-kit`: one round, no iteration.
public struct WawaConsensus: Sendable, Equatable {
  /// The weighted vote; equal tops are ties.
  public let consensus: Consensus
  /// Per rater the share of their labels that equal the majority's; nil without ratings.
  public let skills: [Double?]

  /// Weighs the raters and votes.
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - tieOrder: The labels by preference: if the plain majority is tied, skills are measured
  ///     against the tied label that stands first here. Nil means by code. `crowd-kit` takes the
  ///     label that occurs first in its input. Labels left out come last, by code.
  public init(_ table: RatingTable, tieOrder: [Int]? = nil) {
    var ranks = [Int](repeating: Int.max, count: table.labelCount)
    for (rank, label) in (tieOrder ?? []).enumerated() where ranks.indices.contains(label) {
      ranks[label] = min(ranks[label], rank)
    }
    let majority = Consensus.majority(table)
    let reference = (0..<table.itemCount).map { item in
      majority.labels[item] ?? majority.tied[item].min { (ranks[$0], $0) < (ranks[$1], $1) }
    }
    var hits = [Int](repeating: 0, count: table.raterCount)
    for rating in table.ratings where reference[rating.item] == rating.label {
      hits[rating.rater] += 1
    }
    let totals = table.raterCounts
    skills = (0..<table.raterCount).map { rater in
      totals[rater] > 0 ? Double(hits[rater]) / Double(totals[rater]) : nil
    }
    consensus = Consensus(
      method: .weighted, itemCount: table.itemCount, labelCount: table.labelCount,
      support: Consensus.votes(table, weights: skills.map { $0 ?? 0 }))
  }
}
