public import JudgeAgreement
import JudgeJSON

extension AgreementReport {
  /// A table whose codes follow the declared order, for figures that look at it.
  ///
  /// `nil` where the values have no order.
  var orderedTable: RatingTable? {
    guard !order.isEmpty else { return nil }
    var rank = [Int](repeating: 0, count: order.count)
    for (position, code) in order.enumerated() { rank[code] = position }
    let ratings = set.table.ratings.map {
      Rating(item: $0.item, rater: $0.rater, label: rank[$0.label])
    }
    return try? RatingTable(
      ratings: ratings, itemCount: set.table.itemCount, raterCount: set.table.raterCount,
      labelCount: set.table.labelCount)
  }

  /// Agreement of every two reviewers on the traces that both labelled.
  ///
  /// Weighted kappas follow the declared order and are `nil` without one.
  public var pairs: [PairAgreement] { (orderedTable ?? set.table).pairAgreements() }

  /// Things that a reader of the figures should know.
  public var warnings: [String] {
    var result = notes
    if !set.undeclared.isEmpty {
      // As JSON, so that the number 1 and the text "1" are told apart.
      let list = set.undeclared.map(\.canonicalText)
      result.append(
        "reviewers gave values that the judge does not declare: \(list.joined(separator: ", "))")
    }
    for exposure in set.table.conflictExposures() where exposure.suggestsAdjudicator {
      let (seen, unseen) = (exposure.seen, exposure.unseen)
      result.append(
        "\(set.reviewers[exposure.rater]) labelled mostly traces on which the others disagree "
          + "(\(seen.successes) of \(seen.total), against \(unseen.successes) of \(unseen.total) "
          + "of the rest): an adjudicator, perhaps; figures count everybody alike")
    }
    let unused = set.values.indices.filter { code in
      !set.table.ratings.contains { $0.label == code }
    }
    for code in unused { result.append("no reviewer ever gave \"\(set.text(of: code))\"") }
    if set.consensus.tieCount > 0 {
      result.append(
        "\(set.consensus.tieCount) traces are tied and have no consensus; they are left out")
    }
    if set.staleLabels > 0 {
      result.append(
        "\(set.staleLabels) labels are stale: their trace has changed since; "
          + (set.includesStale ? "they count here and not in alignment" : "they are left out"))
    }
    return result
  }
}
