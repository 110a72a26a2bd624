import GitJudge

/// Writes an experiment in MLflow's form.
struct ExperimentAnswer {
  /// The key of the change that says when an experiment was made.
  ///
  /// The record itself has no time, so that two people who create the same experiment have the same
  /// one.
  static let createdKey = "created_at"

  let repository: JudgeRepository

  init(_ repository: JudgeRepository) { self.repository = repository }

  func json(_ info: ExperimentInfo) async throws -> JSONValue {
    let target = ChangeTarget(kind: .experiment, id: info.id.hex)
    let index = try await repository.caughtUp()
    let changes = ChangeFold(try await index.changes(on: target).map { ($0.id, $0.value) })
      .resolutions(of: target)
    let updated = changes.values.compactMap(\.winner.time).max()?.milliseconds
    let created = changes[Self.createdKey]?.winner.value.doubleValue ?? updated.map { Double($0) }
    var object: JSONObject = [
      "experiment_id": .string(info.number), "name": .string(info.name),
      "artifact_location": .string("mlflow-artifacts:/\(info.number)"),
      "lifecycle_stage": info.isDeleted ? "deleted" : "active",
    ]
    if let created { object["creation_time"] = .number(created) }
    if let updated { object["last_update_time"] = .number(Double(updated)) }
    if !info.tags.isEmpty { object["tags"] = MLflowTags.list(info.tags) }
    return .object(object)
  }

  /// The value of a field of a search.
  static func value(of field: EntityField, _ info: ExperimentInfo, _ json: JSONValue) -> JSONValue?
  {
    switch field.kind {
    case "tag": return info.tags[field.key]
    default: return field.key == "name" ? .string(info.name) : json[field.key]
    }
  }
}

/// Tags, parameters and the like as MLflow's lists of `{"key", "value"}`.
enum MLflowTags {
  static func list(_ tags: JSONObject) -> JSONValue {
    .array(
      tags.map { tag in
        [
          "key": .string(tag.key),
          "value": .string(tag.value.stringValue ?? tag.value.canonicalText),
        ]
      })
  }

  /// Reads such a list; entries without a key are left out.
  static func read(_ value: JSONValue?) -> [(key: String, value: String)] {
    (value?.arrayValue ?? []).compactMap { tag in
      guard let key = tag["key"]?.stringValue, !key.isEmpty else { return nil }
      let value = tag["value"] ?? ""
      return (key, value.stringValue ?? value.canonicalText)
    }
  }
}
