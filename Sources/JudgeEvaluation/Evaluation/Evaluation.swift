import JudgeAgreement
package import JudgeJSON
package import JudgeRecords
package import JudgeScoring
package import JudgeWork

/// The table and the metrics of an evaluation: a pure value over rows, what judges said of them, and
/// what people said.
package struct Evaluation {
  /// The rows.
  package let rows: [Trace]
  /// Figures by metric name.
  package private(set) var metrics: [String: Double]
  /// What a reader should know.
  package private(set) var warnings: [String] = []
  /// Whether each judge is fit for use, on the labelled rows that did not teach it.
  package private(set) var fits: [String: FitForUse] = [:]
  /// Whether each judge was measured on held-out rows, if people labelled any row.
  package private(set) var looks: [String: TestSetLook] = [:]
  private let measures: [RowMeasures]
  private var said: [[Feedback]]
  private var columns: [JSONObject]

  /// The metadata key that says why an application gave no answer.
  package static let predictionError = "prediction_error"

  /// Begins without judges.
  package init(_ rows: [Trace]) {
    self.rows = rows
    measures = rows.map { RowMeasures($0) }
    metrics = RowMeasures.metrics(measures)
    said = [[Feedback]](repeating: [], count: rows.count)
    columns = [JSONObject](repeating: [:], count: rows.count)
  }

  /// The rows that judges can be asked about: those with an answer of the application.
  package var answerable: [Int] { rows.indices.filter { reason($0) == nil } }

  private func reason(_ row: Int) -> String? {
    rows[row].metadata[Self.predictionError]?.stringValue
  }

  /// Puts a judge's answers beside the rows.
  ///
  /// A row without an answer of the application is an error of every judge: nothing is there to be
  /// judged.
  ///
  /// - Parameters:
  ///   - answers: what the judge said.
  ///   - asked: the rows that it was asked about, in the same order.
  ///   - judge: the judge.
  /// - Returns: what was said of each row.
  package func spread(
    _ answers: [[Feedback]], over asked: [Int], of judge: any Judge
  ) -> [[Feedback]] {
    var all = rows.indices.map { row in
      reason(row).map { reason in
        [
          Feedback(
            name: judge.name,
            error: AssessmentError(code: "PREDICTION_FAILED", message: reason),
            source: judge.source)
        ]
      } ?? []
    }
    for (row, answer) in zip(asked, answers) { all[row] = answer }
    return all
  }

  /// The human consensus on each row; `nil` for none and for ties.
  ///
  /// - Parameters:
  ///   - rows: the rows. Some may share a key, so each is its own set.
  ///   - body: the judge.
  /// - Returns: a value per row.
  /// - Throws: `JudgeFailure`, which well-formed labels do not cause.
  package static func truth(
    _ rows: [Trace], _ body: JudgeBody
  ) throws(JudgeFailure) -> [JSONValue?] {
    try rows.map { (row) throws(JudgeFailure) in
      let set = try LabelledSet(
        [row], feedbackName: body.feedbackName, declared: body.values)
      return set.consensus.labels.first.flatMap { $0 }.map { set.values[$0] }
    }
  }

  /// Adds a judge: its figures, its columns, and what a reader should know.
  ///
  /// - Parameters:
  ///   - answers: what it said, and what people said.
  ///   - look: whether held-out rows count, and for the best of how many judges figures hold.
  ///   - bars: the bars that it must reach to be fit for use.
  ///   - rates: how often it was right on held-out traces, if that is known.
  /// - Throws: `JudgeFailure`, which well-formed verdicts do not cause.
  package mutating func add(
    _ answers: JudgeAnswers, look: TestSetLook, bars: FitForUse.Bars, rates: HeldOutRates?
  ) throws(JudgeFailure) {
    let (key, body) = (answers.key, answers.body)
    if !answers.learnt.isEmpty {
      metrics["\(key)/taught"] = Double(answers.learnt.count)
      warnings.append(
        "\(key): \(answers.learnt.count) of \(rows.count) rows were training examples: "
          + "figures over them are not held-out ones")
    }
    if let warning = answers.undeclared { warnings.append(warning) }
    if !look.isOpen {
      warnings.append("\(key): " + look.closedNote)
    } else if let note = look.note {
      warnings.append("\(key): \(note)")
    }
    looks[key] = answers.isLabelled ? look : nil
    let shown = look.isOpen ? answers : answers.withoutTest(in: rows)
    let verdicts = shown.labelled(in: rows)
    if !verdicts.isEmpty {
      fits[key] = try JudgeFigures(
        verdicts, of: body, bars: bars, confidence: look.confidence
      ).fit
    }
    metrics.merge(shown.metrics(rates)) { first, _ in first }
    for row in rows.indices {
      for column in OlderColumns.of(answers.said[row], body, key: key) {
        columns[row][column.key] = column.value
      }
      said[row] += answers.said[row].map { $0.renamed(from: body.name, to: key) }
    }
  }

  /// Ends the evaluation: counts what was not asked.
  package mutating func finish() {
    let unasked = said.reduce(0) { $0 + $1.count { $0.isUnasked } }
    if unasked > 0 { metrics["unasked"] = Double(unasked) }
  }

  /// The rows with everything that was said.
  package var table: [EvaluationRow] {
    rows.indices.map { row in
      EvaluationRow(
        id: rows[row].id, feedback: said[row], measures: measures[row], olderColumns: columns[row])
    }
  }
}
