import JudgeEvaluation
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeWork

/// Stores the cases of a checked file.
public struct CheckService: Sendable {
  let repository: JudgeRepository
}

extension CheckService {
  /// The result of keeping a checked file in the store.
  public struct KeptCheck: Sendable {
    /// The experiment.
    public let experiment: String
    /// The result of the import.
    public let imported: ImportResult
    /// The judge's version.
    public let version: Int
  }

  /// Keeps a checked file in the store.
  ///
  /// It creates a store, an experiment, the cases, all labels, the verdicts, and a judge that
  /// answers with the recorded verdicts.
  ///
  /// - Parameters:
  ///   - result: the result of `check`.
  ///   - name: the name of the judge and the experiment.
  ///   - options: the options for secrets.
  /// - Returns: the additions; keeping a file twice adds nothing.
  /// - Throws: `JudgeFailure` for an invalid name, or an import that is refused.
  public func keep(
    _ result: CheckResult, as name: String,
    options: TraceService.ImportOptions = TraceService.ImportOptions()
  ) async throws -> KeptCheck {
    guard result.traces.contains(where: { !$0.inputs.isNull || !$0.outputs.isNull }) else {
      throw JudgeFailure(
        .usage, "\(result.file): no column is known to hold the content of the cases",
        remedy: .supply(.textColumn, "COLUMN"))
    }
    _ = try await repository.maintenance.initialize()
    let (experiment, _) = try await repository.experiments.create(name)
    let lines = result.traces.map { Self.line($0, name: name, judge: result.judge) }
    let imported = try await repository.traces.importTraces(
      from: [ImportSource(Array(lines.joined(separator: "\n").utf8), name: result.file)],
      options: options)
    let hasOutputs = result.traces.contains { !$0.outputs.isNull }
    var body = JudgeBody(
      name: name,
      instructions: "Give the verdict that the team would give.\n\n{{ inputs }}"
        + (hasOutputs ? "\n\n{{ outputs }}" : ""))
    body.model = "recorded:/\(result.judge)"
    let set = result.report.agreement.set
    body.values = set.values
    body.pass = result.passing
    if !result.report.agreement.order.isEmpty {
      body.ordered = result.report.agreement.order.map { set.values[$0] }
    }
    let version = try await repository.judges.create(body, tags: [:])
    let name = body.feedbackName
    let keys = set.traces.indices.filter { set.consensus.labels[$0] != nil }
      .compactMap { HeldOutSplit.testKey(of: set.traces[$0], feedbackName: name) }
    let hash = try body.record().id
    // The figures that `check` prints are the first look at the judge.
    _ = try await repository.looks.look(at: name, in: experiment.id, [hash: Set(keys)], .required)
    return KeptCheck(
      experiment: experiment.name, imported: imported, version: version.version)
  }

  /// Returns a case as a line of an import.
  private static func line(_ trace: Trace, name: String, judge: String) -> String {
    var object: JSONObject = [
      "client_request_id": trace.clientRequestID.map { .string($0) } ?? .null,
      "inputs": trace.inputs,
    ]
    if !trace.outputs.isNull { object["outputs"] = trace.outputs }
    if let group = trace.group { object["tags"] = ["group": .string(group)] }
    var assessments: [JSONValue] = trace.labels.compactMap { label in
      guard let value = label.assessment.value else { return nil }
      return assessment(name, .human, label.assessment.source.id, value, label.assessment.rationale)
    }
    for verdict in trace.verdicts {
      guard let value = verdict.value else { continue }
      assessments.append(assessment(name, .llmJudge, judge, value, verdict.rationale))
    }
    // A missing verdict counts as wrong, in the store as in the file.
    if trace.verdicts.isEmpty {
      assessments.append([
        "name": .string(name), "error": "the file has no verdict",
        "source": [
          "source_type": .string(AssessmentSource.SourceType.llmJudge.rawValue),
          "source_id": .string(judge),
        ],
      ])
    }
    object["assessments"] = .array(assessments)
    return JSONValue.object(object).canonicalText
  }

  private static func assessment(
    _ name: String, _ type: AssessmentSource.SourceType, _ source: String, _ value: JSONValue,
    _ rationale: String?
  ) -> JSONValue {
    var object: JSONObject = [
      "name": .string(name), "value": value,
      "source": ["source_type": .string(type.rawValue), "source_id": .string(source)],
    ]
    if let rationale { object["rationale"] = .string(rationale) }
    return .object(object)
  }
}
