package import JudgeJSON
package import JudgeRecords
import JudgeScoring

/// One judge's feedback on the rows of an evaluation, with people's labels.
package struct JudgeAnswers {
  /// The name in figures and columns.
  package let key: String
  /// The judge.
  package let body: JudgeBody
  /// The judge's feedback on each row.
  package let said: [[Feedback]]
  /// People's consensus on each row.
  package private(set) var truth: [JSONValue?]
  /// The indices of the rows that the judge learned from.
  package let learnt: Set<Int>

  /// Creates answers from feedback and labels.
  package init(
    key: String, body: JudgeBody, said: [[Feedback]], truth: [JSONValue?], learnt: Set<Int>
  ) {
    self.key = key
    self.body = body
    self.said = said
    self.truth = truth
    self.learnt = learnt
  }

  /// Whether any row is labelled.
  package var isLabelled: Bool { truth.contains { $0 != nil } }

  /// The judge's own verdict on each row, without feedback under other names.
  private var own: [Feedback?] {
    said.map { answers in
      answers.first { $0.name == body.name && $0.metadata["chunk_index"] == nil }
    }
  }

  /// Returns the keys of held-out groups, for labelled rows with a verdict.
  ///
  /// - Parameter rows: the rows.
  /// - Returns: a key per row, or `nil` if the row is not held out or not measured.
  package func testKeys(in rows: [Trace]) -> [String?] {
    let own = own
    return rows.indices.map { row in
      truth[row] == nil || own[row] == nil
        ? nil : HeldOutSplit.testKey(of: rows[row], feedbackName: body.feedbackName)
    }
  }

  /// Returns the answers without the labels of held-out rows.
  func withoutTest(in rows: [Trace]) -> JudgeAnswers {
    var copy = self
    for (row, key) in testKeys(in: rows).enumerated() where key != nil { copy.truth[row] = nil }
    return copy
  }

  /// Returns the judge's verdicts on labelled rows that it did not learn from.
  func labelled(in rows: [Trace]) -> [LabelledVerdict] {
    let own = own
    return rows.indices.compactMap { row in
      guard !learnt.contains(row), let expected = truth[row], let answer = own[row],
        !answer.isUnasked
      else { return nil }
      return LabelledVerdict(
        group: HeldOutSplit.group(of: rows[row]), truth: expected, said: answer.value)
    }
  }

  /// Returns the figures of the judge, and of its feedback under further names.
  ///
  /// - Parameter rates: the judge's rates on held-out traces, or `nil` if they are unknown.
  /// - Returns: figures by metric name.
  func metrics(_ rates: HeldOutRates?) -> [String: Double] {
    // An unasked verdict is neither a verdict nor an error.
    let own = said.map { answers in
      answers.first {
        $0.name == body.name && $0.metadata["chunk_index"] == nil && !$0.isUnasked
      }
    }
    var result = Metrics.of(own, body, named: key, truth: truth)
    result.merge(OlderColumns.metrics(said, body, key: key)) { first, _ in first }
    if let rates {
      result.merge(Metrics.corrected(own, body, named: key, rates: rates)) { $1 }
    }
    var further: [String: [Feedback]] = [:]
    for feedback in said.joined() where feedback.name != body.name && !feedback.isUnasked {
      further[feedback.renamed(from: body.name, to: key).name, default: []].append(feedback)
    }
    for (name, feedback) in further {
      result.merge(Metrics.ofFurther(feedback, named: name)) { first, _ in first }
    }
    return result
  }

  /// A warning if people gave values that the judge does not declare, so that it can never agree
  /// with them.
  var undeclared: String? {
    guard !body.values.isEmpty else { return nil }
    let others = Set(truth.compactMap { $0 }).subtracting(body.values)
    guard !others.isEmpty else { return nil }
    let list = others.map(\.canonicalText).sorted().joined(separator: ", ")
    let declared = body.values.map(\.canonicalText).joined(separator: ", ")
    return "\(key): people gave values that it does not declare: \(list) (it has \(declared))"
  }
}
