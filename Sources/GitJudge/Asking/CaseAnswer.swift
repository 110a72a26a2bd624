public import JudgeJSON
public import JudgeProviders
public import JudgeRecords
import JudgeScoring
public import JudgeWork

/// A judge's answer about one case.
///
/// The answer is not recorded.
public struct CaseAnswer: Sendable {
  /// The probabilities of a judge that has a calibration.
  public struct Calibration: Sendable {
    /// The base judge's value.
    public let uncalibrated: JSONValue
    /// The values that the calibration knows, each with its probability.
    public let probabilities: [(value: JSONValue, probability: Double)]
  }

  /// The judge that was asked.
  public let version: JudgeVersion
  /// The source of the answer: `LLM_JUDGE` and the model, or `CODE` and the judge.
  public let source: AssessmentSource
  /// The case's own key or trace id, if it has one.
  public let id: String?
  /// The line of the case in its file, from 1, or `nil` if the case is not from a file of lines.
  public let line: Int?
  /// The judge's own verdict.
  public let verdict: Feedback
  /// The judge's feedback under names other than its own.
  public let further: [Feedback]
  /// The calibration's result, or `nil` if the judge has no calibration.
  public let calibration: Calibration?
  /// The calls that this case took.
  public let calls: CallStatistics
  /// Warnings for the reader.
  public var warnings: [String]

  /// The value, or `nil` for an error.
  public var value: JSONValue? { verdict.value }

  /// Whether the value passes, or `nil` for an error, or if nothing defines which values pass.
  public var passes: Bool? { value.flatMap { version.body.passes($0) } }

  /// The score of a prompt metric, from 1 to 5, or the probability that the case passes.
  ///
  /// The probability is that of a calibrated judge. If the judge declares no passing value, this is the probability of the given value. `nil` if
  /// the judge gives no probabilities.
  public var score: Double? {
    if let score = Self.score(of: verdict) { return score }
    guard let calibration, let value else { return nil }
    let pass = version.body.pass
    let counted = calibration.probabilities.filter {
      pass.isEmpty ? $0.value == value : pass.contains($0.value)
    }
    return counted.isEmpty ? nil : counted.reduce(0) { $0 + $1.probability }
  }

  /// Whether all model answers came from the call cache, or `nil` if no model answered.
  public var isCached: Bool? { calls.calls + calls.cached == 0 ? nil : calls.calls == 0 }

  /// The judge's error as a failure, or `nil` if the judge gave a value.
  public var failure: JudgeFailure? {
    guard let error = verdict.error else { return nil }
    let code: JudgeFailure.Code =
      switch error.code {
      case "BUDGET", "QUOTA", "RATE_LIMITED": .budget
      case "NOT_ASKED": .givenUp
      case "OFFLINE": .offline
      case "NO_CREDENTIALS": .noCredentials
      default: .invalid
      }
    return JudgeFailure(code, error.text)
  }

  /// The answer as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject = [
      "judge": .string(version.label), "name": .string(version.name),
      "version": version.number.map { .number(Double($0)) } ?? .null,
      "hash": .string(version.hash.hex), "feedback_name": .string(version.body.feedbackName),
      "source": ["source_type": .string(source.type.rawValue), "source_id": .string(source.id)],
      "model": source.type == .llmJudge ? .string(source.id) : .null,
      "model_snapshot": verdict.metadata["model_snapshot"] ?? .null,
      "id": id.map { .string($0) } ?? .null, "value": value ?? .null,
      "passed": passes.map { .bool($0) } ?? .null,
      "rationale": verdict.rationale.map { .string($0) } ?? .null,
      "score": score.map { .number($0) } ?? .null,
      "uncalibrated_value": value == nil ? .null : calibration?.uncalibrated ?? .null,
      "probabilities": probabilities, "cached": isCached.map { .bool($0) } ?? .null,
      "metadata": .object(verdict.metadata),
      "further": .array(
        further.map { said in
          [
            "name": .string(said.name), "value": said.value ?? .null,
            "rationale": said.rationale.map { .string($0) } ?? .null,
            "score": Self.score(of: said).map { .number($0) } ?? .null,
            "error": Self.json(said.error),
          ]
        }),
      "error": Self.json(verdict.error),
      "warnings": .array(warnings.map { .string($0) }),
    ]
    if let line { object["line"] = .number(Double(line)) }
    calls.put(into: &object)
    // For a single case, `cached` is a Boolean.
    object["cached"] = isCached.map { .bool($0) } ?? .null
    return .object(object)
  }

  private static func score(of said: Feedback) -> Double? {
    said.metadata[PromptMetric.scoreKey]?.stringValue.flatMap(Double.init)
  }

  private var probabilities: JSONValue {
    guard let calibration else { return .null }
    var object = JSONObject()
    for (value, probability) in calibration.probabilities {
      object[value.stringValue ?? value.canonicalText] = .number(probability)
    }
    return .object(object)
  }

  private static func json(_ error: AssessmentError?) -> JSONValue {
    guard let error else { return .null }
    return ["code": .string(error.code), "message": error.message.map { .string($0) } ?? .null]
  }
}
