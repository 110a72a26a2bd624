import GitJudge

extension AgreementText {
  /// One table of all figures, with the columns `figure,of,with,n,value,low,high`.
  var csv: String {
    var rows = Table(["tag_value", "figure", "of", "with", "n", "value", "low", "high"])
    add(report, "", to: &rows)
    for group in report.groups { add(group.report, group.value ?? "", to: &rows) }
    return rows.text(.csv)
  }

  private func add(_ report: AgreementReport, _ group: String, to rows: inout Table) {
    let set = report.set
    let table = set.table
    func row(
      _ figure: String, _ of: String = "", _ with: String = "", n: Int, _ value: Double?,
      _ interval: BootstrapInterval? = nil
    ) {
      let ends = interval.map { ["\($0.interval.lower)", "\($0.interval.upper)"] } ?? ["", ""]
      let known = value.flatMap { $0.isFinite ? "\($0)" : nil } ?? ""
      rows.add([group, figure, of, with, "\(n)", known] + ends)
    }
    let intervals = report.intervals
    let pairs = table.observedAgreement.pairs
    row(
      "observed_agreement", n: pairs, table.observedAgreement.value, intervals?.observedAgreement)
    row(
      "cohen_kappa_mean", n: report.pairs.count { $0.kappa != nil }, report.pairs.meanKappa(),
      intervals?.meanCohenKappa)
    let nominal = (try? table.krippendorffAlpha(.nominal)) ?? nil
    row("krippendorff_alpha_nominal", n: table.ratings.count, nominal, intervals?.nominalAlpha)
    if !report.order.isEmpty {
      row(
        "krippendorff_alpha_ordinal", n: table.ratings.count, report.ordinalAlpha,
        intervals?.ordinalAlpha)
      row(
        "krippendorff_alpha_interval", n: table.ratings.count, report.intervalAlpha,
        intervals?.intervalAlpha)
    }
    row("gwet_ac1", n: table.ratings.count, table.gwetAC1(), intervals?.gwetAC1)
    for kappa in table.fleissKappas() {
      row("fleiss_kappa", "\(kappa.ratings) ratings", n: kappa.items, kappa.kappa)
    }
    for person in table.humanCeiling() {
      row(
        "accuracy", set.reviewers[person.rater], "others' majority", n: person.confusion.total,
        person.confusion.accuracy)
    }
    for person in set.selfAgreement {
      row(
        "self_agreement", set.reviewers[person.rater], n: person.confusion.total,
        person.agreement.value)
    }
    for pair in report.pairs {
      let (first, second) = (set.reviewers[pair.first], set.reviewers[pair.second])
      row("cohen_kappa", first, second, n: pair.items, pair.kappa)
      guard report.hasDeclaredOrder else { continue }
      row("cohen_kappa_linear", first, second, n: pair.items, pair.linearKappa)
      row("cohen_kappa_quadratic", first, second, n: pair.items, pair.quadraticKappa)
    }
    for judge in report.judges {
      let name = judge.version ?? judge.sourceID
      row(
        "accuracy", name, "consensus", n: judge.comparison.askedCount,
        judge.comparison.askedAccuracy)
      row(
        "cohen_kappa", name, "consensus", n: judge.comparison.askedCount,
        judge.comparison.askedKappa)
      for (rater, comparison) in judge.reviewers.enumerated() {
        row(
          "accuracy", name, set.reviewers[rater], n: comparison.askedCount,
          comparison.askedAccuracy)
        row(
          "cohen_kappa", name, set.reviewers[rater], n: comparison.askedCount,
          comparison.askedKappa)
      }
    }
  }
}
