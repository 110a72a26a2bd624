import JudgeAlignment
import JudgeJSON
import JudgeRecords

extension JudgeRepository {
  /// How many judges were tried on these labels, the one that is about to be fitted included.
  ///
  /// With enough seeds one of them is found better by chance. So every earlier alignment of the
  /// same judge to the same labels counts, if it found no gain and was made with another optimizer,
  /// other settings or another seed. After new labels the count starts again.
  ///
  /// - Parameters:
  ///   - run: what the alignment begins with.
  ///   - optimizer: what aligns.
  ///   - options: how it is fitted.
  /// - Returns: a number from 1.
  /// - Throws: `JudgeError`.
  func attempts(
    _ run: AlignmentRun, _ optimizer: any AlignmentOptimizer, _ options: FitOptions
  ) async throws -> Int {
    let labels = Set(run.data.stepLabels)
    let own = run.data.attempt(optimizer, context: run.context, options: options)
    var others: Set<JSONValue> = []
    for report in try await reports(.alignment)
    where report.value.experiment == run.experiment && report.value.base == run.base.hash {
      guard report.value.figures["improved"] == false, let made = report.value.judge,
        let body = try? await judgeBody(made), let step = body.steps.last,
        step.base == run.base.hash, Set(step.labels) == labels
      else { continue }
      others.insert(step.attempt)
    }
    return others.subtracting([own]).count + 1
  }
}
