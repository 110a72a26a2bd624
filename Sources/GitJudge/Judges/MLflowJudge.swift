public import JudgeEvaluation
import JudgeInterchange
public import JudgeJSON
import JudgeRecords
import JudgeScoring

/// A judge written for MLflow, and what that loses.
public struct MLflowJudge: Sendable {
  /// MLflow's serialized scorer.
  public let scorer: JSONValue
  /// What the scorer cannot express.
  public let losses: [String]
  /// The judge here (`a`) compared with the written one (`b`); `nil` if it was not measured.
  public let measured: JudgeDiff?

  /// The verdicts of the two judges, and how many are the same.
  public var agreement: (n: Int, same: Int)? {
    guard let comparison = measured?.unseen, comparison.n > 0 else { return nil }
    let different = Set(comparison.changed + comparison.fixed + comparison.broken)
    return (comparison.n, comparison.n - different.count)
  }

  /// The judge as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject = [
      "scorer": scorer, "losses": .array(losses.map { .string($0) }), "measured": .null,
    ]
    if let measured {
      var figures = measured.json.objectValue ?? [:]
      figures["agreement"] =
        agreement.map { ["n": .number(Double($0.n)), "same": .number(Double($0.same))] }
        ?? .null
      object["measured"] = .object(figures)
    }
    return .object(object)
  }
}

extension JudgeService {
  /// Writes a judge as a scorer that MLflow's client runs with the user's own key.
  ///
  /// Everything that the judge learned goes into its instructions. To measure the loss, the written
  /// judge is asked about labelled traces that did not teach the judge, with git-judge's prompt.
  ///
  /// - Parameters:
  ///   - name: the judge.
  ///   - measures: whether to ask the judge with its new instructions.
  ///   - access: whether the held-out part may be looked at.
  ///   - progress: receives a message with the number of traces to ask about.
  /// - Returns: the scorer, what it loses, and the comparison.
  /// - Throws: `JudgeFailure` if the judge is not one of instructions and a model.
  public func mlflow(
    _ name: String, measuring measures: Bool = false, test access: TestAccess = .recorded,
    progress: (@Sendable (String) -> Void)? = nil
  ) async throws -> MLflowJudge {
    let version = try await find(named: name)
    let shown = try await repository.redactions.shown(version).version
    let flat = try FlattenedJudge(
      shown.body, defaultModel: try await repository.defaultModel())
    var measured: JudgeDiff?
    if measures {
      measured = try await repository.versions.diff(
        version, try JudgeVersion(unregistered: flat.body), test: access, progress: progress)
    }
    return MLflowJudge(
      scorer: MLflowScorer.json(flat.body, label: version.label, hash: version.hash),
      losses: flat.losses, measured: measured)
  }
}
