package import JudgeJSON
package import JudgeRecords
import JudgeScoring

/// What one judge said of the rows of an evaluation, beside what people said.
package struct JudgeAnswers {
  /// What its figures and columns are called.
  package let key: String
  /// The judge.
  package let body: JudgeBody
  /// What it said of each row.
  package let said: [[Feedback]]
  /// People's consensus on each row.
  package private(set) var truth: [JSONValue?]
  /// The rows that taught it.
  package let learnt: Set<Int>

  /// Puts verdicts beside labels.
  package init(
    key: String, body: JudgeBody, said: [[Feedback]], truth: [JSONValue?], learnt: Set<Int>
  ) {
    self.key = key
    self.body = body
    self.said = said
    self.truth = truth
    self.learnt = learnt
  }

  /// Whether people labelled any row.
  package var isLabelled: Bool { truth.contains { $0 != nil } }

  /// Its own verdict on each row, beside those under other names.
  private var own: [Feedback?] {
    said.map { answers in
      answers.first { $0.name == body.name && $0.metadata["chunk_index"] == nil }
    }
  }

  /// The keys of held-out groups, for the rows that people labelled and the judge has a verdict on.
  ///
  /// - Parameter rows: the rows.
  /// - Returns: a key per row; `nil` for one that is not held out or not measured.
  package func testKeys(in rows: [Trace]) -> [String?] {
    let own = own
    return rows.indices.map { row in
      truth[row] == nil || own[row] == nil
        ? nil : HeldOutSplit.testKey(of: rows[row], feedbackName: body.feedbackName)
    }
  }

  /// The answers without the labels of held-out rows.
  func withoutTest(in rows: [Trace]) -> JudgeAnswers {
    var copy = self
    for (row, key) in testKeys(in: rows).enumerated() where key != nil { copy.truth[row] = nil }
    return copy
  }

  /// Its verdicts on labelled rows that did not teach it.
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

  /// Its figures, and those of what it said under further names.
  ///
  /// - Parameter rates: how often it was right on held-out traces, if that is known.
  /// - Returns: figures by metric name.
  func metrics(_ rates: HeldOutRates?) -> [String: Double] {
    // An unasked verdict is neither a verdict nor an error.
    let own = said.map { answers in
      answers.first {
        $0.name == body.name && $0.metadata["chunk_index"] == nil && !$0.isUnasked
      }
    }
    var result = Metrics.of(own, body, named: key, truth: truth)
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

  /// A warning if people gave values that the judge does not declare: it can never agree with them.
  var undeclared: String? {
    guard !body.values.isEmpty else { return nil }
    let others = Set(truth.compactMap { $0 }).subtracting(body.values)
    guard !others.isEmpty else { return nil }
    let list = others.map(\.canonicalText).sorted().joined(separator: ", ")
    let declared = body.values.map(\.canonicalText).joined(separator: ", ")
    return "\(key): people gave values that it does not declare: \(list) (it has \(declared))"
  }
}
