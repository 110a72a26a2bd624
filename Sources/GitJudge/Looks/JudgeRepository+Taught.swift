import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring

extension JudgeRepository {
  /// The traces that taught some judges: every trace with a label in a step, a guideline or an
  /// example of one of them, no matter which optimizer made it.
  func lessons(_ bodies: [JudgeBody]) async throws -> Lessons {
    let lineages = bodies.map(Lineage.init)
    let index = try await caughtUp()
    let ids = lineages.reduce(into: Set<String>()) { $0.formUnion($1.labels) }
    let labels = try await index.labels(ids: ids)
    let taught = lineages.reduce(into: Set(labels.values.map(\.traceID))) {
      $0.formUnion($1.traces)
    }
    let traces = try await index.traces(ids: taught.sorted())
    return Lessons(traces, episodes: bodies.flatMap(\.examples).compactMap { Episode($0)?.group })
  }

  /// The traces or rows that taught a judge, by place.
  ///
  /// - Parameters:
  ///   - rows: traces, or rows of a file.
  ///   - body: the judge.
  /// - Returns: the places.
  /// - Throws: `JudgeError`.
  func taught(_ rows: [Trace], _ body: JudgeBody) async throws -> Set<Int> {
    let learns =
      body.calibration != nil || !body.guidelines.isEmpty || !body.examples.isEmpty
      || !body.steps.isEmpty
    guard learns else { return [] }
    let known = try await lessons([body]).places(in: rows)
    let isUnknown = body.steps.isEmpty && body.calibration != nil
    let name = body.feedbackName
    return Set(
      rows.indices.filter { place in
        let row = rows[place]
        if known.contains(place) { return true }
        // Weights without steps were fitted on any labels of the training part.
        if isUnknown, HeldOutSplit.part(of: row, feedbackName: name) != .test { return true }
        return body.examples.contains {
          $0["inputs"] == row.inputs && $0["outputs"] == row.outputs
        }
      })
  }
}
