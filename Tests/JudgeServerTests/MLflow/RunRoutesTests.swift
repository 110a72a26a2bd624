import GitJudge
import HTTPTypes
import Testing

@testable import JudgeServer

/// Experiments, runs, datasets and artifacts of MLflow's client.
@Suite struct RunRoutesTests {
  @Test("An experiment is created once, found by its name, renamed, deleted and restored")
  func experiments() async throws {
    let server = try await MLflowFixture()
    let number = try await server.experiment("/Shared/審査 a+b")
    let again = try await server.send(
      .post, "/api/2.0/mlflow/experiments/create", ["name": "/Shared/審査 a+b"])
    #expect(again.status == .badRequest && again["error_code"] == "RESOURCE_ALREADY_EXISTS")
    let found = try await server.get(
      "experiments/get-by-name?experiment_name=%2FShared%2F%E5%AF%A9%E6%9F%BB+a%2Bb")
    #expect(found["experiment"]?["experiment_id"]?.stringValue == number)
    try await server.post(
      "experiments/update", ["experiment_id": .string(number), "new_name": "new"])
    try await server.post("experiments/delete", ["experiment_id": .string(number)])
    let deleted = try await server.get("experiments/get?experiment_id=\(number)")
    #expect(deleted["experiment"]?["lifecycle_stage"] == "deleted")
    #expect(deleted["experiment"]?["name"] == "new")
    try await server.post("experiments/restore", ["experiment_id": .string(number)])
    let all = try await server.post("experiments/search", ["filter": "name LIKE 'n%'"])
    #expect(all["experiments"]?.arrayValue?.count == 1)
    for name in [" ", ""] as [JSONValue] {
      let refused = try await server.send(
        .post, "/api/2.0/mlflow/experiments/create", ["name": name])
      #expect(refused.status == .badRequest)
    }
  }

  @Test("A run keeps all points of a metric, and a parameter never changes")
  func runs() async throws {
    let server = try await MLflowFixture()
    let made = try await server.post("runs/create", ["experiment_id": "0", "run_name": "r"])
    let id = try #require(made["run"]?["info"]?["run_id"]?.stringValue)
    for (step, value) in [0.1, 0.9, 0.5].enumerated() {
      try await server.post(
        "runs/log-metric",
        [
          "run_id": .string(id), "key": "acc", "value": .number(value),
          "timestamp": .number(1_700_000_000_000 + Double(step)), "step": .number(Double(step)),
        ])
    }
    try await server.post(
      "runs/log-batch",
      [
        "run_id": .string(id), "params": [["key": "k", "value": "5"]],
        "tags": [["key": "t", "value": "x"]],
        "metrics": [["key": "f1", "value": "NaN", "timestamp": 1, "step": 0]],
      ])
    let history = try await server.get("metrics/get-history?run_id=\(id)&metric_key=acc")
    #expect(history["metrics"]?.arrayValue?.map { $0["value"] } == [0.1, 0.9, 0.5])
    let data = try await server.get("runs/get?run_id=\(id)")["run"]?["data"]
    let latest = data?["metrics"]?.arrayValue?.first { $0["key"] == "acc" }
    #expect(latest?["value"] == 0.5 && data?["params"] == [["key": "k", "value": "5"]])
    let changed = try await server.send(
      .post, "/api/2.0/mlflow/runs/log-parameter",
      ["run_id": .string(id), "key": "k", "value": "6"])
    #expect(changed.status == .badRequest)
    let found = try await server.post(
      "runs/search",
      [
        "experiment_ids": ["0"], "filter": "metrics.acc >= 0.5 AND params.k = '5' AND tags.t = 'x'",
      ])
    #expect(found["runs"]?.arrayValue?.count == 1)
    try await server.post("runs/update", ["run_id": .string(id), "status": "FINISHED"])
    #expect(try await server.repository.experiments.all().first?.number == "0")
    #expect(
      try await server.send(
        .get, "/api/2.0/mlflow/runs/get?run_id=\(String(repeating: "0", count: 32))"
      ).status == .notFound)
  }

  @Test("Files of a run are listed and come back, whatever their size")
  func artifacts() async throws {
    let server = try await MLflowFixture()
    let made = try await server.post("runs/create", ["experiment_id": "0"])
    let id = try #require(made["run"]?["info"]?["run_id"]?.stringValue)
    let root = "/api/2.0/mlflow-artifacts/artifacts"
    let long: JSONValue = .string(String(repeating: "é\u{0}x", count: 500_000))
    for (name, value) in [("notes/a.txt", "hello" as JSONValue), ("long.bin", long)] {
      let path = "\(root)/0/\(id)/artifacts/\(name)"
      #expect(try await server.send(.put, path, value).status == .ok)
      let back = try await server.send(.get, path)
      #expect(back.body == value)
    }
    let list = try await server.send(.get, "\(root)?path=0/\(id)/artifacts")
    #expect(
      Set(list["files"]?.arrayValue?.compactMap { $0["path"]?.stringValue } ?? [])
        == ["notes", "long.bin"])
    let inner = try await server.send(.get, "\(root)?path=0/\(id)/artifacts/notes")
    #expect(inner["files"]?.arrayValue?.first?["path"] == "a.txt")
    for path in ["0/\(id)/artifacts/%2e%2e/x", "0/\(id)/artifacts/absent", "x"] {
      let answer = try await server.send(.get, "\(root)/\(path)")
      #expect(answer.status == .notFound || answer.status == .badRequest)
    }
  }

  @Test("Records of a dataset with the same inputs are one, and its digest changes with them")
  func datasets() async throws {
    let server = try await MLflowFixture()
    let made = try await server.post("datasets/create", ["name": "ds", "experiment_ids": ["0"]])
    let id = try #require(made["dataset"]?["dataset_id"]?.stringValue)
    let records = #"[{"inputs":{"q":"1"},"expectations":{"a":1}},{"inputs":{"q":"2"}}]"#
    let first = try await server.post("datasets/\(id)/records", ["records": .string(records)])
    #expect(first == ["inserted_count": 2, "updated_count": 0])
    let before = try await server.get("datasets/\(id)")["dataset"]?["digest"]
    let again = try await server.post(
      "datasets/\(id)/records",
      ["records": .string(#"[{"inputs":{"q":"1"},"expectations":{"b":2}}]"#)])
    #expect(again == ["inserted_count": 0, "updated_count": 1])
    #expect(try await server.get("datasets/\(id)")["dataset"]?["digest"] != before)
    let text = try #require(try await server.get("datasets/\(id)/records")["records"]?.stringValue)
    let list = try #require(try JSONValue(parsing: text).arrayValue)
    #expect(list.count == 2)
    #expect(list.contains { $0["expectations"] == ["a": 1, "b": 2] })
    #expect(try await server.send(.delete, "/api/3.0/mlflow/datasets/\(id)").status == .ok)
    #expect(try await server.send(.get, "/api/3.0/mlflow/datasets/\(id)").status == .notFound)
  }
}
