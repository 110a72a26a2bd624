import JudgeAgreement
package import JudgeJSON
package import JudgeRecords
package import JudgeScoring
package import JudgeWork

/// The table and the metrics of an evaluation: a pure value over rows, judges' verdicts and
/// people's labels.
package struct Evaluation {
  /// The rows.
  package let rows: [Trace]
  /// Figures by metric name.
  package private(set) var metrics: [String: Double]
  /// Warnings for the reader.
  package private(set) var warnings: [String] = []
  /// The fitness for use of each judge, from the labelled rows that it did not learn from.
  package private(set) var fits: [String: FitForUse] = [:]
  /// The look of each judge at held-out rows, if any row is labelled.
  package private(set) var looks: [String: TestSetLook] = [:]
  private let measures: [RowMeasures]
  /// The rows under the ids that they have in the store.
  private let stored: [Trace]?
  /// The questions of the judges, by judge.
  private var questions: [String: String] = [:]
  private var said: [[Feedback]]
  private var columns: [JSONObject]

  /// The metadata key with the reason why an application gave no answer.
  package static let predictionError = "prediction_error"

  /// Creates an evaluation without judges.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - stored: the rows under the ids that they have in the store, if they are stored as rows.
  package init(_ rows: [Trace], stored: [Trace]? = nil) {
    self.rows = rows
    self.stored = stored
    measures = rows.map { RowMeasures($0) }
    metrics = RowMeasures.metrics(measures)
    said = [[Feedback]](repeating: [], count: rows.count)
    columns = [JSONObject](repeating: [:], count: rows.count)
  }

  /// The indices of rows that can be judged: those with an answer of the application.
  package var answerable: [Int] { rows.indices.filter { reason($0) == nil } }

  private func reason(_ row: Int) -> String? {
    rows[row].metadata[Self.predictionError]?.stringValue
  }

  /// Assigns a judge's answers to the rows.
  ///
  /// Every judge has an error on a row without an answer of the application, because there is
  /// nothing to judge.
  ///
  /// - Parameters:
  ///   - answers: the judge's feedback.
  ///   - asked: the indices of the rows that were judged, in the same order.
  ///   - judge: the judge.
  /// - Returns: the feedback on each row.
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

  /// Returns the human consensus on each row; `nil` without labels and for ties.
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
      try truth(row, on: body.feedbackName, declared: body.values)
    }
  }

  /// Returns the human consensus on a row; `nil` without labels and for ties.
  ///
  /// - Parameters:
  ///   - row: the row.
  ///   - name: the question.
  ///   - declared: the values that the judge declares.
  /// - Returns: the value.
  /// - Throws: `JudgeFailure`, which well-formed labels do not cause.
  package static func truth(
    _ row: Trace, on name: String, declared: [JSONValue]
  ) throws(JudgeFailure) -> JSONValue? {
    let set = try LabelledSet([row], feedbackName: name, declared: declared)
    return set.consensus.labels.first.flatMap { $0 }.map { set.values[$0] }
  }

  /// Adds a judge: its figures, its columns, and warnings.
  /// - Parameters:
  ///   - answers: the judge's verdicts and people's labels.
  ///   - look: whether held-out rows count, and the number of judges among which the best is taken.
  ///   - bars: the bars that the judge must reach to be fit for use.
  ///   - rates: the judge's rates on held-out traces, or `nil` if they are unknown.
  /// - Throws: `JudgeFailure`, which well-formed verdicts do not cause.
  package mutating func add(
    _ answers: JudgeAnswers, look: TestSetLook, bars: FitForUse.Bars, rates: HeldOutRates?
  ) throws(JudgeFailure) {
    let (key, body) = (answers.key, answers.body)
    questions[key] = body.feedbackName
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

  /// Ends the evaluation, and counts unasked verdicts and rows that could not be read.
  ///
  /// - Parameter rejected: the number of rows of the data that could not be read.
  package mutating func finish(rejected: Int = 0) {
    let unasked = said.reduce(0) { $0 + $1.count { $0.isUnasked } }
    if unasked > 0 { metrics["unasked"] = Double(unasked) }
    if rejected > 0 { metrics["rejected"] = Double(rejected) }
  }

  /// The rows with all feedback.
  package var table: [EvaluationRow] {
    rows.indices.map { row in
      EvaluationRow(
        trace: rows[row], traceID: stored.flatMap { $0[row].rowKey == nil ? nil : $0[row].id },
        feedback: said[row], measures: measures[row],
        labels: questions.mapValues { RowColumn.given(on: $0, of: rows[row]) },
        olderColumns: columns[row])
    }
  }
}
