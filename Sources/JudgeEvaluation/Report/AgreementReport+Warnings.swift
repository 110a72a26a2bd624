import JudgeAgreement
import JudgeJSON
import JudgeRecords

extension AgreementReport {
  /// Warnings for readers of the figures.
  public var warnings: [String] {
    var result = notes
    if !set.undeclared.isEmpty {
      // As JSON, so that the number 1 and the text "1" differ.
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
    let counts = set.table.labelCounts
    for code in set.values.indices where counts[code] == 0 {
      result.append("no reviewer ever gave \"\(set.text(of: code))\"")
    }
    result += labelWarnings
    if set.consensus.tieCount > 0 {
      result.append(
        "\(Count.of(set.consensus.tieCount, "trace is", "traces are")) tied and "
          + "\(set.consensus.tieCount == 1 ? "has" : "have") no consensus; left out")
    }
    if set.staleLabels > 0 {
      result.append(
        "\(Count.of(set.staleLabels, "label is", "labels are")) stale: the trace has changed "
          + "since; "
          + (set.includesStale ? "counted here and not in alignment" : "left out"))
    }
    return result
  }

  /// Warnings about labels that are poor to learn from.
  private var labelWarnings: [String] {
    var result: [String] = []
    let labels = set.table.ratings.count
    let reasons = set.rationaleCount
    if labels > 0, reasons * 5 < labels {
      result.append(
        "rationales are rare: \(reasons) of \(Count.of(labels, "label")) "
          + "\(reasons == 1 ? "says" : "say") why; people and optimizers learn from reasons")
    }
    let decided = consensus.decidedCount
    guard !pass.isEmpty, decided > 0 else { return result }
    let failing = consensus.labels.count { label in label.map { !pass.contains($0) } ?? false }
    if failing * 10 < decided * 3 {
      result.append(
        "only \(failing) of \(Count.of(decided, "labelled trace")) "
          + "\(failing == 1 ? "does" : "do") not pass (under 30 %): figures say little about "
          + "failures; label more of them")
    }
    return result
  }
}
