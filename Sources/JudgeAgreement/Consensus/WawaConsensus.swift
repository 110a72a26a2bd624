/// Worker agreement with aggregate: votes weighted by how often their rater agrees with the
/// majority.
///
/// This is Appen's rule, as in `Wawa` of the Python package `crowd-kit`: one round, no iteration.
public struct WawaConsensus: Sendable, Equatable {
  /// The weighted vote; equal maxima are ties.
  public let consensus: Consensus
  /// Each rater's share of labels that equal the majority's, or nil without ratings.
  public let skills: [Double?]

  /// Computes the weights of raters and the weighted vote.
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - tieOrder: The labels by preference: if the plain majority is tied, skills are measured
  ///     against the tied label that comes first here. Nil means by code. `crowd-kit` uses the
  ///     label that occurs first in its input. Labels that are not listed come last, by code.
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
