package import JudgeJSON
package import JudgeRecords

/// Writes a judge as MLflow's serialized scorer, which its `Scorer.model_validate` reads.
package enum MLflowScorer {
  /// Returns the scorer of a judge that consists of instructions and a model.
  ///
  /// It has only the members that every version of MLflow since 3.17 accepts. MLflow ignores the
  /// member `git_judge`, which says where the scorer came from.
  ///
  /// - Parameters:
  ///   - body: the judge, with everything in its instructions.
  ///   - label: the judge's name and version.
  ///   - hash: the hash of the judge that was flattened.
  /// - Returns: the scorer.
  package static func json(_ body: JudgeBody, label: String, hash: ContentID) -> JSONValue {
    var data: JSONObject = [
      "instructions": .string(body.instructions),
      "model": body.model.map { .string($0) } ?? .null,
      "feedback_value_type": valueType(of: body),
      "git_judge": ["judge": .string(label), "hash": .string(hash.hex)],
    ]
    if !body.inference.isEmpty { data["inference_params"] = .object(body.inference) }
    if body.rationaleFirst == true { data["generate_rationale_first"] = true }
    return [
      "name": .string(body.feedbackName), "mlflow_version": "3.17.2", "serialization_version": 1,
      "description": .string("git-judge \(label), sha256:\(hash.hex)"), "aggregations": [],
      "instructions_judge_pydantic_data": .object(data),
    ]
  }

  /// Returns the scorer of a judge that git-judge itself runs.
  ///
  /// Its model `gateway:/NAME@vN` makes MLflow's client send each case to the server that it has the
  /// scorer from. It has only the members that every client since 3.17 knows, and the same bytes
  /// each time.
  ///
  /// - Parameters:
  ///   - body: the judge.
  ///   - instructions: the placeholders that the client fills in, with any text.
  ///   - label: the judge's name and version.
  ///   - hash: the judge's hash.
  ///   - pin: what the client sends with each case to name the judge among several of that name and
  ///     version; `nil` if the label names one judge.
  /// - Returns: the scorer.
  package static func gateway(
    _ body: JudgeBody, instructions: String, label: String, hash: ContentID, pin: JSONObject?
  ) -> JSONValue {
    var data: JSONObject = [
      "instructions": .string(instructions), "model": .string("gateway:/\(label)"),
      "feedback_value_type": valueType(of: body),
    ]
    if let pin { data["inference_params"] = .object(pin) }
    return [
      "name": .string(body.feedbackName), "mlflow_version": "3.17.2", "serialization_version": 1,
      "description": .string("git-judge \(label), sha256:\(hash.hex)"), "aggregations": [],
      "instructions_judge_pydantic_data": .object(data),
    ]
  }

  private static func valueType(of body: JudgeBody) -> JSONValue {
    let type =
      switch body.valueType {
      case .string: "string"
      case .int: "integer"
      case .float: "number"
      case .bool: "boolean"
      }
    if body.values.isEmpty {
      if let schema = plain(body.valueSchema) { return .object(schema) }
      return ["title": "Result", "type": .string(type)]
    }
    // Both values of a boolean are the type itself.
    if body.valueType == .bool { return ["title": "Result", "type": "boolean"] }
    if body.values.count == 1 { return ["const": body.values[0], "type": .string(type)] }
    return ["enum": .array(body.values), "type": .string(type)]
  }

  /// A schema of a list or map of primitives without bounds; `nil` for all others.
  private static func plain(_ schema: JSONObject?) -> JSONObject? {
    guard let schema, let type = schema["type"]?.stringValue else { return nil }
    let primitives = ["string", "integer", "number", "boolean"]
    switch type {
    case "array":
      guard let item = schema["items"]?["type"]?.stringValue, primitives.contains(item) else {
        return nil
      }
      return ["type": "array", "items": ["type": .string(item)], "title": "Result"]
    case "object":
      guard let item = schema["additionalProperties"]?["type"]?.stringValue,
        primitives.contains(item)
      else { return nil }
      return [
        "type": "object", "additionalProperties": ["type": .string(item)], "title": "Result",
      ]
    default: return nil
    }
  }
}
