import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring

/// What the verdicts on rows of a file keep of their rows, for `compare` and `gate`: what people
/// said, and whether the judge has learnt from the row.
enum RowMark {
  static let consensus = "row_consensus"
  static let training = "row_training"

  /// People's labels for the row of a verdict, or `nil` if there are none.
  static func consensus(of verdict: Verdict) -> JSONValue? {
    verdict.metadata[consensus]?.stringValue.flatMap { try? JSONValue(parsing: Array($0.utf8)) }
  }
}

extension JudgeRepository {
  /// Rows of a file under ids that no trace has: their verdicts belong to the run, and to no trace
  /// of the store.
  static func asRows(_ rows: [Trace]) -> [Trace] {
    var seen: [String: Int] = [:]
    return rows.map { row in
      let count = seen[row.id, default: 0]
      seen[row.id] = count + 1
      var row = row
      row.id = count == 0 ? "row:\(row.id)" : "row:\(row.id)#\(count + 1)"
      return row
    }
  }

  /// The verdicts with the marks of their rows.
  static func marked(
    _ said: [[Feedback]], truth: [JSONValue?], learnt: Set<Int>
  ) -> [[Feedback]] {
    said.enumerated().map { row, answers in
      answers.map { answer in
        var answer = answer
        if let truth = truth[row] {
          answer.metadata[RowMark.consensus] = .string(truth.canonicalText)
        }
        if learnt.contains(row) { answer.metadata[RowMark.training] = "true" }
        return answer
      }
    }
  }

  /// The rows whose inputs and outputs are those of a labelled trace outside the held-out part,
  /// for a judge that has learnt from labels.
  func learnt(_ rows: [Trace], by body: JudgeBody) async throws(JudgeError) -> Set<Int> {
    guard body.calibration != nil || !body.guidelines.isEmpty || !body.examples.isEmpty else {
      return []
    }
    if body.calibration == nil, body.guidelines.isEmpty {
      // It has seen its examples and nothing else.
      return Set(
        rows.indices.filter { row in
          body.examples.contains {
            $0["inputs"] == rows[row].inputs && $0["outputs"] == rows[row].outputs
          }
        })
    }
    let experiment = try await currentExperiment(holding: body.name)
    let traces = try await labelledTraces(body.feedbackName, in: experiment.id)
    let known = Set(
      traces.filter { HeldOutSplit.part(of: $0, feedbackName: body.feedbackName) != .test }
        .map { TraceFold.content(inputs: $0.inputs, outputs: $0.outputs) })
    return Set(
      rows.indices.filter {
        known.contains(TraceFold.content(inputs: rows[$0].inputs, outputs: rows[$0].outputs))
      })
  }

  /// A warning if people gave values that the judge does not declare.
  ///
  /// The judge can never agree with them.
  static func undeclared(
    _ truth: [JSONValue?], _ body: JudgeBody, key: String
  ) -> String? {
    guard !body.values.isEmpty else { return nil }
    let others = Set(truth.compactMap { $0 }).subtracting(body.values)
    guard !others.isEmpty else { return nil }
    let list = others.map(\.canonicalText).sorted().joined(separator: ", ")
    let declared = body.values.map(\.canonicalText).joined(separator: ", ")
    return "\(key): people gave values that it does not declare: \(list) (it has \(declared))"
  }
}
