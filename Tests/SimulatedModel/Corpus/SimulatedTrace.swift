public import JudgeJSON

/// A label of a simulated reviewer.
public struct SimulatedLabel: Sendable {
  /// The reviewer.
  public let reviewer: String
  /// The value.
  public let value: JSONValue
  /// Why, where the reviewer says so.
  public let rationale: String?
}

/// A case of a simulated corpus.
public struct SimulatedTrace: Sendable {
  /// The `client_request_id`.
  public let id: String
  /// `{"issue": …}`.
  public let inputs: JSONObject
  /// `{"response": …}`.
  public let outputs: JSONObject
  /// What the text shows.
  public let features: CaseFeatures
  /// What the rule says, without anybody's error.
  public let truth: JSONValue
  /// What the reviewers say; empty beyond `labelled`.
  public let labels: [SimulatedLabel]

  /// The same case with other labels.
  ///
  /// - Parameter labels: what is said of it instead.
  /// - Returns: the trace.
  public func labelled(_ labels: [SimulatedLabel]) -> SimulatedTrace {
    SimulatedTrace(
      id: id, inputs: inputs, outputs: outputs, features: features, truth: truth, labels: labels)
  }

  /// A line of import JSONL, without line end.
  ///
  /// - Parameters:
  ///   - feedbackName: the name of the labels.
  ///   - group: the `group` tag.
  /// - Returns: canonical JSON.
  func line(feedbackName: String, group: String) -> String {
    var line: JSONObject = [
      "client_request_id": .string(id), "inputs": .object(inputs), "outputs": .object(outputs),
      "tags": ["group": .string(group)],
    ]
    let assessments = labels.map { label -> JSONValue in
      var assessment: JSONObject = [
        "name": .string(feedbackName), "source_type": "HUMAN",
        "source_id": .string(label.reviewer), "value": label.value,
      ]
      if let rationale = label.rationale { assessment["rationale"] = .string(rationale) }
      return .object(assessment)
    }
    if !assessments.isEmpty { line["assessments"] = .array(assessments) }
    return JSONValue.object(line).canonicalText
  }
}
