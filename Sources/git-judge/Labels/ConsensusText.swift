import GitJudge

/// A consensus in readable form and for spreadsheets.
struct ConsensusText {
  let report: ConsensusReport
  let format: Table.Format
  let showsReviewers: Bool

  var text: String {
    if showsReviewers { return reviewers }
    if format == .csv { return csv }
    var text = labels.text(format, width: 44)
    let set = report.set
    if report.skills.contains(where: { $0 != nil }) {
      var people = Table(["reviewer", "labels", "skill", "over"])
      let counts = set.table.raterCounts
      for (rater, skill) in report.skills.enumerated() {
        people.add([
          set.reviewers[rater], "\(counts[rater])", Figures.share(skill),
          report.skillCount(of: rater).map { "\($0)" } ?? "–",
        ])
      }
      text += "\n" + people.text(format) + ties
    }
    if let model = report.model {
      text +=
        "\(Count.of(model.rounds, "round")), "
        + "\(model.converged ? "settled" : "not settled")\n"
    }
    return text
  }

  /// The names of traces that a person must decide, because the skills do not count them.
  private var ties: String {
    let names = report.ties.map { item in
      let trace = report.set.traces[item]
      return SafeText.terminal(trace.clientRequestID ?? trace.id)
    }
    guard !names.isEmpty else { return "" }
    let counted =
      report.method == .weighted || report.model != nil ? "" : ", which no skill counts"
    return "\(Count.of(names.count, "tie"))\(counted): "
      + names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "") + "\n"
  }

  private func votes(of item: Int) -> String {
    let set = report.set
    var votes: [String: Int] = [:]
    for rating in set.table.ratings(of: item) { votes[set.text(of: rating.label), default: 0] += 1 }
    return votes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  private func value(of item: Int) -> String? {
    report.value(of: item).map { $0.stringValue ?? $0.canonicalText }
  }

  private var labels: Table {
    var rows = Table(["trace", "client_request_id", "value", "votes"])
    let set = report.set
    for item in set.traces.indices {
      // A value of the judge may be "tie", so a tie is written differently.
      let tied = report.consensus.tied[item].map { set.text(of: $0) }.joined(separator: " = ")
      rows.add([
        set.traces[item].id, set.traces[item].clientRequestID ?? "",
        value(of: item) ?? "(\(tied.isEmpty ? "none" : tied))",
        votes(of: item) + (set.decisions[item] == nil ? "" : "; adjudicated"),
      ])
    }
    return rows
  }

  /// One row per trace.
  ///
  /// The value is empty if there is a tie.
  private var csv: String {
    let set = report.set
    var columns = ["trace_id", "client_request_id", "value", "tie", "adjudicated", "votes"]
    if report.model != nil { columns += set.values.indices.map { "p(\(set.text(of: $0)))" } }
    var rows = Table(columns)
    for item in set.traces.indices {
      let isTied = report.numbers == nil && !report.consensus.tied[item].isEmpty
      var cells = [
        set.traces[item].id, set.traces[item].clientRequestID ?? "", value(of: item) ?? "",
        "\(isTied)", "\(set.decisions[item] != nil)", votes(of: item),
      ]
      if report.model != nil {
        // Empty if a person has decided.
        let shares = report.posterior(of: item).map(Array.init)
        cells += set.values.indices.map { code in shares.map { "\($0[code])" } ?? "" }
      }
      rows.add(cells)
    }
    return rows.text(.csv)
  }

  /// One row for each reviewer and correct value, with the shares of the reviewer's labels.
  private var reviewers: String {
    let set = report.set
    var rows = Table(
      ["reviewer", "labels", "skill", "over", "where the label is"]
        + set.values.indices.map { set.text(of: $0) })
    let counts = set.table.raterCounts
    for rater in set.reviewers.indices {
      let person = [
        set.reviewers[rater], "\(counts[rater])",
        format == .csv
          ? report.skills[rater].map { "\($0)" } ?? "" : Figures.share(report.skills[rater]),
        report.skillCount(of: rater).map { "\($0)" } ?? (format == .csv ? "" : "–"),
      ]
      guard report.numbers == nil else {
        rows.add(person + [""] + set.values.map { _ in "" })
        continue
      }
      for truth in set.values.indices {
        let shares = set.values.indices.map {
          report.confusion(of: rater, truth: truth, observed: $0)
        }
        guard shares.contains(where: { ($0 ?? 0) > 0 }) else { continue }
        rows.add(
          person + [set.text(of: truth)]
            + shares.map { share in
              format == .csv ? share.map { "\($0)" } ?? "" : Figures.share(share)
            })
      }
    }
    return rows.text(format)
  }
}
