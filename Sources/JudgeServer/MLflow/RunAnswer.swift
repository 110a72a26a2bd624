import GitJudge

/// A run with everything that was logged to it, in MLflow's form.
///
/// What a client logs later are changes of the run: `param/KEY`, `metric/KEY`, `tag/KEY`, `status`,
/// `end_time`, `name` and `input/DIGEST`. Points of a metric do not supersede each other, so all of
/// them stay, and the change fold lists them.
struct RunAnswer {
  let id: ContentID
  let run: Run
  let experiment: String
  fileprivate let changes: TextMap<Resolution<Change>>

  static let parameter = "param/"
  static let metric = "metric/"
  static let input = "input/"

  init(_ id: ContentID, _ run: Run, experiment: String, _ changes: TextMap<Resolution<Change>>) {
    self.id = id
    self.run = run
    self.experiment = experiment
    self.changes = changes
  }

  /// The id that clients use.
  var runID: String { id.runID }

  var isDeleted: Bool { changes["lifecycle"]?.winner.value == Change.deleted }

  var name: String? { changes["name"]?.winner.value.stringValue ?? run.name ?? run.givenID }

  var status: String { changes["status"]?.winner.value.stringValue ?? "FINISHED" }

  /// The tags, with the one that holds the name.
  var tags: JSONObject {
    var tags = JSONObject()
    if let type = run.type, type != Self.trackedType { tags["mlflow.runType"] = .string(type) }
    for (key, resolution) in changes where key.utf8.starts(with: "tag/".utf8) {
      let name = String(decoding: key.utf8.dropFirst(4), as: UTF8.self)
      tags[name] = resolution.winner.value.isNull ? nil : resolution.winner.value
    }
    if let user = run.userID, tags["mlflow.user"] == nil { tags["mlflow.user"] = .string(user) }
    if let name { tags["mlflow.runName"] = .string(name) }
    return tags
  }

  /// The type of runs that a client began.
  static let trackedType = "mlflow"

  /// The parameters as texts.
  var params: JSONObject {
    var params = run.params
    for (key, resolution) in changes where key.utf8.starts(with: Self.parameter.utf8) {
      params[Self.rest(key, Self.parameter)] = resolution.winner.value
    }
    return params
  }

  /// The names of the metrics.
  var metricNames: [String] {
    changes.keys.filter { $0.utf8.starts(with: Self.metric.utf8) }.map {
      Self.rest($0, Self.metric)
    }
  }

  /// A value of a metric.
  struct Point: Hashable {
    var value: Double
    var step: Int
    var timestamp: Int64

    /// Whether it was logged earlier: at an earlier step, then time, then with a smaller value.
    static func isEarlier(_ left: Point, _ right: Point) -> Bool {
      (left.step, left.timestamp, left.value) < (right.step, right.timestamp, right.value)
    }
  }

  /// All points of a metric, the earliest first.
  func points(_ name: String) -> [Point] {
    let all = changes[Self.metric + name]?.contenders ?? []
    return all.compactMap { change in
      let given = change.value
      guard
        let value = given["value"]?.doubleValue ?? given["value"]?.stringValue.flatMap(Double.init)
      else { return nil }
      let time = given["timestamp"]
      let milliseconds =
        time?.doubleValue.map { Int64($0) }
        ?? time?.stringValue.flatMap { Timestamp($0)?.milliseconds } ?? 0
      return Point(value: value, step: given["step"]?.intValue ?? 0, timestamp: milliseconds)
    }.sorted(by: Point.isEarlier)
  }

  /// The latest point of a metric.
  func latest(_ name: String) -> Point? { points(name).last }

  var info: JSONValue {
    var info: JSONObject = [
      "run_uuid": .string(runID), "run_id": .string(runID),
      "experiment_id": .string(experiment), "status": .string(status),
      "artifact_uri": .string("mlflow-artifacts:/\(experiment)/\(runID)/artifacts"),
      "lifecycle_stage": isDeleted ? "deleted" : "active",
    ]
    if let name { info["run_name"] = .string(name) }
    if let user = run.userID { info["user_id"] = .string(user) }
    if let start = run.startTime { info["start_time"] = .number(Double(start.milliseconds)) }
    if let end = endTime { info["end_time"] = .number(Double(end)) }
    return .object(info)
  }

  private var endTime: Int64? {
    let value = changes["end_time"]?.winner.value
    return value?.doubleValue.map { Int64($0) }
      ?? value?.stringValue.flatMap { Timestamp($0)?.milliseconds }
  }

  var json: JSONValue {
    let metrics = metricNames.compactMap { name in latest(name).map { Self.json($0, of: name) } }
    var data: JSONObject = ["tags": MLflowTags.list(tags)]
    if !metrics.isEmpty { data["metrics"] = .array(metrics) }
    if !params.isEmpty { data["params"] = MLflowTags.list(params) }
    var inputs = JSONObject()
    let sets = changes.filter { $0.key.utf8.starts(with: Self.input.utf8) }
      .map(\.value.winner.value)
    if !sets.isEmpty { inputs["dataset_inputs"] = .array(sets) }
    return [
      "info": info, "data": .object(data), "inputs": .object(inputs), "outputs": [:],
    ]
  }

  static func json(_ point: Point, of name: String) -> JSONValue {
    [
      "key": .string(name), "value": JSONValue(finite: point.value) ?? .string("\(point.value)"),
      "timestamp": .number(Double(point.timestamp)), "step": .number(Double(point.step)),
    ]
  }

  /// The value of a field of a search.
  func value(of field: EntityField) -> JSONValue? {
    switch field.kind {
    case "tag": tags[field.key]
    case "metric": latest(field.key).flatMap { JSONValue(finite: $0.value) }
    case "param": params[field.key]
    case "dataset": nil
    default:
      field.key == "run_name" || field.key == "Run name"
        ? name.map { .string($0) } : info[field.key]
    }
  }

  fileprivate static func rest(_ key: String, _ prefix: String) -> String {
    String(decoding: key.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }
}

extension RunAnswer {
  /// The files that were logged to the run, by path.
  var artifacts: [(path: String, value: JSONValue)] {
    let prefix = "artifact/"
    return changes.filter {
      $0.key.utf8.starts(with: prefix.utf8) && !$0.value.winner.value.isNull
    }.map { (Self.rest($0.key, prefix), $0.value.winner.value) }
  }
}
