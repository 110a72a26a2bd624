import GitJudge
import HTTPTypes

/// MLflow's evaluation datasets.
struct DatasetRoutes {
  let routes: ServerRoutes

  /// Adds MLflow's evaluation datasets.
  func add() {
    routes.mlflow(.post, "datasets/create") {
      try await DatasetRequest(call: $0).createDataset(try $0.members())
    }
    routes.mlflow(.post, "datasets/search") {
      try await DatasetRequest(call: $0).searchDatasets(try $0.members())
    }
    routes.mlflow(.get, "datasets/:dataset") { call in
      ["dataset": try await DatasetRequest(call: call).dataset().json]
    }
    routes.mlflow(.delete, "datasets/:dataset") { call in
      let dataset = try await DatasetRequest(call: call).dataset()
      try await DatasetRequest(call: call).change(
        dataset, [("lifecycle", Change.deleted)], "Delete")
      return [:]
    }
    routes.mlflow(.get, "datasets/:dataset/records") { call in
      let records = try await DatasetRequest(call: call).dataset().records.map {
        JSONValue.object($0.json)
      }
      let page = try PageToken.page(
        records, limit: max(1, try call.number("max_results") ?? 1000),
        token: call.query("page_token"))
      var object: JSONObject = ["records": .string(JSONValue.array(page.items).canonicalText)]
      if let next = page.next { object["next_page_token"] = .string(next) }
      return .object(object)
    }
    routes.mlflow(.post, "datasets/:dataset/records") {
      try await DatasetRequest(call: $0).mergeRecords(try $0.members())
    }
    routes.mlflow(.delete, "datasets/:dataset/records") { call in
      let dataset = try await DatasetRequest(call: call).dataset()
      let ids = Set(
        (try call.members()["dataset_record_ids"]?.arrayValue ?? []).compactMap(\.stringValue))
      let found = dataset.records.filter { ids.contains($0.id) }
      try await DatasetRequest(call: call).change(
        dataset, found.map { (DatasetAnswer.record + $0.id, .null) }, "Delete records of")
      return ["deleted_count": .number(Double(found.count))]
    }
    addDatasetTags()
  }

  private func addDatasetTags() {
    routes.mlflow(.patch, "datasets/:dataset/tags") { call in
      let dataset = try await DatasetRequest(call: call).dataset()
      let tags = try DatasetAnswer.object(try call.members()["tags"])
      try await DatasetRequest(call: call).change(
        dataset,
        tags.map {
          (
            "tag/\($0.key)",
            $0.value.isNull ? .null : .string($0.value.stringValue ?? $0.value.canonicalText)
          )
        }, "Tag")
      return ["dataset": try await DatasetRequest(call: call).dataset().json]
    }
    routes.mlflow(.delete, "datasets/:dataset/tags/:key") { call in
      let dataset = try await DatasetRequest(call: call).dataset()
      try await DatasetRequest(call: call).change(
        dataset, [("tag/\(try call.parameter("key"))", .null)], "Tag")
      return [:]
    }
    routes.mlflow(.get, "datasets/:dataset/experiment-ids") { call in
      [
        "experiment_ids": .array(
          try await DatasetRequest(call: call).dataset().experiments.map { .string($0) })
      ]
    }
    for (path, adds) in [("add-experiments", true), ("remove-experiments", false)] {
      routes.mlflow(.post, "datasets/:dataset/\(path)") { call in
        let dataset = try await DatasetRequest(call: call).dataset()
        let given = (try call.members()["experiment_ids"]?.arrayValue ?? []).compactMap(
          \.stringValue)
        var ids = dataset.experiments.filter { !given.contains($0) }
        if adds { ids += given }
        try await DatasetRequest(call: call).change(
          dataset, [("experiments", .array(ids.map { .string($0) }))], "Link")
        return ["dataset": try await DatasetRequest(call: call).dataset().json]
      }
    }
  }
}

/// A dataset with its records, in MLflow's form.
///
/// The store has no record kind for it. Its state is in changes of a target of the kind `dataset`:
/// `info`, `tag/KEY`, `experiments` and `record/ID`.
struct DatasetAnswer {
  static let kind = RecordKind(rawValue: "dataset")
  static let record = "record/"

  let id: String
  let changes: TextMap<Resolution<Change>>

  struct Item {
    var id: String
    var json: JSONObject
  }

  var isDeleted: Bool { changes["lifecycle"]?.winner.value == Change.deleted }

  private var info: JSONValue { changes["info"]?.winner.value ?? [:] }

  var name: String { info["name"]?.stringValue ?? "" }

  var experiments: [String] {
    ((changes["experiments"]?.winner.value ?? info["experiment_ids"])?.arrayValue ?? [])
      .compactMap(\.stringValue)
  }

  var tags: JSONObject {
    var tags = JSONObject()
    for (key, resolution) in changes where key.utf8.starts(with: "tag/".utf8) {
      let name = String(decoding: key.utf8.dropFirst(4), as: UTF8.self)
      tags[name] = resolution.winner.value.isNull ? nil : resolution.winner.value
    }
    return tags
  }

  /// The records, the oldest first.
  var records: [Item] {
    changes.filter {
      $0.key.utf8.starts(with: Self.record.utf8) && !$0.value.winner.value.isNull
    }.compactMap { key, resolution in
      resolution.winner.value.objectValue.map {
        Item(id: String(key.dropFirst(Self.record.count)), json: $0)
      }
    }.sorted {
      ($0.json["created_time"]?.doubleValue ?? 0, $0.id)
        < ($1.json["created_time"]?.doubleValue ?? 0, $1.id)
    }
  }

  var json: JSONValue {
    var object = info.objectValue ?? [:]
    let records = records
    object["dataset_id"] = .string(id)
    object["tags"] = .string(JSONValue.object(tags).canonicalText)
    object["experiment_ids"] = .array(experiments.map { .string($0) })
    let list = JSONValue.array(records.map { .object($0.json) })
    object["digest"] = .string(ContentID(hashing: list.canonicalBytes()).prefix(8))
    object["profile"] = .string(
      JSONValue.object(["num_records": .number(Double(records.count))]).canonicalText)
    object["schema"] = .string(Self.schema(records).canonicalText)
    let last = changes.values.compactMap { $0.winner.time }.max()
    object["last_update_time"] =
      last.map { .number(Double($0.milliseconds)) } ?? object["created_time"]
    object["last_updated_by"] = object["created_by"]
    return .object(object)
  }

  /// The names of the inputs, outputs and expectations.
  private static func schema(_ records: [Item]) -> JSONValue {
    var schema = JSONObject()
    for part in ["inputs", "outputs", "expectations"] {
      var types = JSONObject()
      for record in records {
        for (key, value) in (record.json[part]?.objectValue ?? [:]).map({ ($0.key, $0.value) }) {
          types[key] = .string(typeName(value))
        }
      }
      schema[part] = .object(types)
    }
    return .object(schema)
  }

  private static func typeName(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .number: "float"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// Reads an object that MLflow sends as JSON text.
  static func object(_ value: JSONValue?) throws -> JSONObject {
    guard let value, !value.isNull else { return [:] }
    if let object = value.objectValue { return object }
    guard let text = value.stringValue, let parsed = try? JSONValue.parseRepairing(text).0,
      let object = parsed.objectValue
    else { throw ServerError.invalid("'tags' must be a JSON object") }
    return object
  }
}

/// A request about a dataset.
private struct DatasetRequest {
  let call: ServerCall

  private var repository: JudgeRepository { call.repository }

  func dataset() async throws -> DatasetAnswer {
    try await dataset(try call.parameter("dataset"))
  }

  private func dataset(_ id: String) async throws -> DatasetAnswer {
    let target = ChangeTarget(kind: DatasetAnswer.kind, id: id)
    let index = try await repository.caughtUp()
    let changes = ChangeFold(try await index.changes(on: target).map { ($0.id, $0.value) })
      .resolutions(of: target)
    let answer = DatasetAnswer(id: id, changes: changes)
    guard changes["info"] != nil, !answer.isDeleted else {
      throw ServerError.notFound("Dataset with ID '\(id)' not found")
    }
    return answer
  }

  private func datasets() async throws -> [DatasetAnswer] {
    let index = try await repository.caughtUp()
    let fold = try await index.changes(ofKind: DatasetAnswer.kind)
    return fold.targets.map { DatasetAnswer(id: $0.id, changes: fold.resolutions(of: $0)) }
      .filter { $0.changes["info"] != nil && !$0.isDeleted }
  }

  func change(
    _ dataset: DatasetAnswer, _ values: [(key: String, value: JSONValue)], _ verb: String
  ) async throws {
    try await repository.change(
      ChangeTarget(kind: DatasetAnswer.kind, id: dataset.id), values,
      message: "\(verb) the dataset \(dataset.name)")
  }

  func createDataset(_ members: JSONObject) async throws -> JSONValue {
    let name = try call.text("name", members)
    guard try await !datasets().contains(where: { Bytewise.equal($0.name, name) }) else {
      throw ServerError.exists("A dataset named '\(name)' already exists.")
    }
    let tags = try DatasetAnswer.object(members["tags"])
    let now = Clock.now
    let author = try await repository.author().email
    let by = tags["mlflow.user"]?.stringValue ?? author
    let info: JSONValue = [
      "name": .string(name), "created_time": .number(Double(now.milliseconds)),
      "created_by": .string(by), "experiment_ids": members["experiment_ids"] ?? [],
      "nonce": .string(String(UInt64.random(in: 0...(.max)), radix: 16)),
    ]
    let id = "d-" + ContentID(hashing: info.canonicalBytes()).prefix(32)
    var values = tags.map { tag -> (key: String, value: JSONValue) in
      ("tag/\(tag.key)", .string(tag.value.stringValue ?? tag.value.canonicalText))
    }
    var shown = info.objectValue ?? [:]
    shown["nonce"] = nil
    values.append(("info", .object(shown)))
    try await repository.change(
      ChangeTarget(kind: DatasetAnswer.kind, id: id), values, message: "Create the dataset \(name)")
    return ["dataset": try await dataset(id).json]
  }

  func mergeRecords(_ members: JSONObject) async throws -> JSONValue {
    let dataset = try await dataset()
    let given = members["records"]
    let text = given?.stringValue
    let list = text.flatMap { try? JSONValue.parseRepairing($0).0 }?.arrayValue ?? given?.arrayValue
    guard let list else { throw ServerError.invalid("'records' must be a JSON list") }
    let known = Dictionary(
      dataset.records.map { ($0.id, $0.json) }, uniquingKeysWith: { _, b in b })
    let now = JSONValue.number(Double(Clock.now.milliseconds))
    var merged: [String: JSONObject] = [:]
    var order: [String] = []
    var (inserted, updated) = (0, 0)
    for (place, value) in list.enumerated() {
      guard let row = value.objectValue, let inputs = row["inputs"], inputs.objectValue != nil
      else {
        throw ServerError.invalid("records[\(place)].inputs must be an object")
      }
      let id =
        "dr-"
        + ContentID(hashing: JSONValue.array([.string(dataset.id), inputs]).canonicalBytes())
        .prefix(32)
      var record = merged[id] ?? known[id] ?? [:]
      if record.isEmpty { inserted += 1 } else { updated += 1 }
      if merged[id] == nil { order.append(id) }
      if record["created_time"] == nil {
        record["created_time"] = now
        record["created_by"] = row["tags"]?["mlflow.user"] ?? .null
      }
      for key in ["expectations", "tags"] {
        let old = record[key]?.objectValue ?? [:]
        if let new = row[key]?.objectValue { record[key] = .object(old.merging(new)) }
      }
      for key in ["outputs", "source"] where row[key] != nil { record[key] = row[key] }
      record["inputs"] = inputs
      record["dataset_record_id"] = .string(id)
      record["dataset_id"] = .string(dataset.id)
      record["source_type"] = record["source"]?["source_type"] ?? "UNSPECIFIED"
      record["last_update_time"] = now
      record["last_updated_by"] = record["created_by"]
      merged[id] = record
    }
    try await change(
      dataset, order.map { (DatasetAnswer.record + $0, .object(merged[$0] ?? [:])) },
      "Add records to")
    return [
      "inserted_count": .number(Double(inserted)), "updated_count": .number(Double(updated)),
    ]
  }

  func searchDatasets(_ members: JSONObject) async throws -> JSONValue {
    let wanted = (members["experiment_ids"]?.arrayValue ?? []).compactMap(\.stringValue)
    let filter = try EntityFilter(
      call.optionalText("filter_string", members) ?? call.optionalText("filter", members) ?? "")
    var found: [JSONValue] = []
    for dataset in try await datasets() {
      guard wanted.isEmpty || dataset.experiments.contains(where: wanted.contains) else { continue }
      let json = dataset.json
      let tags = dataset.tags
      if try filter.matches({ $0.kind == "tag" ? tags[$0.key] : json[$0.key] }) {
        found.append(json)
      }
    }
    let orders = try EntityOrder.parse(members["order_by"]?.arrayValue ?? [])
    let fallback = [
      EntityOrder(field: EntityField("attribute", "created_time"), isDescending: true)
    ]
    found = EntityOrder.sorted(found, by: orders.isEmpty ? fallback : orders) { $0[$1.key] }
    let page = try PageToken.page(
      found, limit: max(1, try call.number("max_results", members) ?? 1000),
      token: call.optionalText("page_token", members))
    var object: JSONObject = ["datasets": .array(page.items)]
    if let next = page.next { object["next_page_token"] = .string(next) }
    return .object(object)
  }
}
