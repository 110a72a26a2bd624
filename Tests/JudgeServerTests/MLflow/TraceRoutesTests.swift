import GitJudge
import HTTPTypes
import Testing

@testable import JudgeServer

/// Traces of MLflow's client and of OpenTelemetry.
@Suite struct TraceRoutesTests {
  private let id = MLflowFixture.trace

  @Test("Info and spans are one trace, whichever comes first", arguments: [true, false])
  func order(_ infoFirst: Bool) async throws {
    let server = try await MLflowFixture()
    let experiment = try await server.experiment()
    if infoFirst { #expect(try await server.startTrace(id, in: experiment).status == .ok) }
    #expect(try await server.span(id, in: experiment).status == .ok)
    if !infoFirst { #expect(try await server.startTrace(id, in: experiment).status == .ok) }
    let trace = try await server.repository.traces.find("tr-" + id)
    #expect(trace.inputs == "hello" && trace.outputs == "world" && trace.state == "OK")
    #expect(trace.spans.count == 1 && trace.tags["mlflow.traceName"] == "app")
    let whole = try await server.get("traces/get?trace_id=tr-\(id)&allow_partial=False")
    #expect(whole["trace"]?["spans"]?.arrayValue?.count == 1)
    let info = whole["trace"]?["trace_info"]
    #expect(info?["request_preview"] == "hello" && info?["execution_duration"] == "0.112s")
    #expect(info?["trace_metadata"] == [:])
    #expect(info?["tags"]?["mlflow.trace.spansLocation"] == "TRACKING_STORE")
  }

  @Test("Nanoseconds are written as the number that they are")
  func nanoseconds() async throws {
    let server = try await MLflowFixture()
    let experiment = try await server.experiment()
    _ = try await server.span(id, in: experiment)
    _ = try await server.startTrace(id, in: experiment)
    let answer = try await server.send(.get, "/api/3.0/mlflow/traces/get?trace_id=tr-\(id)")
    #expect(answer.text.contains(#""start_time_unix_nano":1795210116615840774"#))
  }

  @Test("A trace of another experiment is refused, and what came twice is there once")
  func twice() async throws {
    let server = try await MLflowFixture()
    let (one, two) = (try await server.experiment("one"), try await server.experiment("two"))
    for _ in 0..<2 { #expect(try await server.startTrace(id, in: one).status == .ok) }
    for _ in 0..<2 { #expect(try await server.span(id, in: one).status == .ok) }
    let refused = try await server.startTrace(id, in: two)
    #expect(refused.status == .badRequest && refused["error_code"] == "INVALID_PARAMETER_VALUE")
    #expect(try await server.span(id, in: two).status == .badRequest)
    #expect(try await server.repository.traces.find("tr-" + id).spans.count == 1)
  }

  @Test("A trace id of another form is refused", arguments: ["", "x", "TR", "/../x", "g"])
  func ids(_ digits: String) async throws {
    let server = try await MLflowFixture()
    let experiment = try await server.experiment()
    #expect(try await server.startTrace(digits, in: experiment).status == .badRequest)
  }

  @Test("Spans alone make a trace in the experiment of their service")
  func foreign() async throws {
    let server = try await MLflowFixture()
    #expect(try await server.span(id, in: nil, sdk: "opentelemetry").status == .ok)
    let shop = try await server.repository.experiments.find("shop")
    let trace = try await server.repository.in(shop).traces.find("tr-" + id)
    #expect(trace.inputs == "hello" && trace.state == "OK" && trace.experiment == shop.id)
  }

  @Test("A trace whose root never ends is closed after an hour")
  func endless() async throws {
    let server = try await MLflowFixture()
    let now = Clock.now
    let sent = try await server.span(
      id, in: nil, sdk: "other", isEnded: false, start: "\(now.milliseconds)000000")
    #expect(sent.status == .ok)
    let shop = server.repository.in(try await server.repository.experiments.find("shop"))
    #expect(try await shop.traces.find("tr-" + id).state == "IN_PROGRESS")
    let collector = TraceCollector(state: server.state)
    try await collector.closeEndless(at: now.advanced(by: 60_000))
    #expect(try await shop.traces.find("tr-" + id).state == "IN_PROGRESS")
    try await collector.closeEndless(at: now.advanced(by: 2 * 3_600_000))
    #expect(try await shop.traces.find("tr-" + id).state == "ERROR")
  }

  @Test("Inputs of 3 MB come back whole, and judges see them")
  func long() async throws {
    let server = try await MLflowFixture()
    let experiment = try await server.experiment()
    let text = String(repeating: "0123456789é", count: 250_000)
    #expect(try await server.startTrace(id, in: experiment).status == .ok)
    #expect(try await server.span(id, in: experiment, inputs: .string(text)).status == .ok)
    let trace = try await server.repository.traces.find("tr-" + id)
    #expect(trace.inputs == .string(text) && trace.outputs == "world")
    let whole = try await server.get("traces/get?trace_id=tr-\(id)")
    #expect(whole.canonicalText.contains(text))
  }

  @Test("A search has a token only if something follows, and a filter that is none is 400")
  func search() async throws {
    let server = try await MLflowFixture()
    let experiment = try await server.experiment()
    for digit in ["a", "b"] {
      let digits = String(repeating: digit, count: 32)
      _ = try await server.span(digits, in: experiment)
      _ = try await server.startTrace(digits, in: experiment)
    }
    let place: JSONValue = [
      ["type": "MLFLOW_EXPERIMENT", "mlflow_experiment": ["experiment_id": .string(experiment)]]
    ]
    let first = try await server.post("traces/search", ["locations": place, "max_results": 1])
    let token = try #require(first["next_page_token"])
    let last = try await server.post(
      "traces/search", ["locations": place, "max_results": 1, "page_token": token])
    #expect(last["traces"]?.arrayValue?.count == 1 && last["next_page_token"] == nil)
    for filter in ["nonsense ==== 3", "unknown_key = 'x'"] {
      let answer = try await server.send(
        .post, "/api/3.0/mlflow/traces/search",
        ["locations": place, "filter": .string(filter)])
      #expect(answer.status == .badRequest && answer["error_code"] == "INVALID_PARAMETER_VALUE")
    }
  }

  @Test("Tags, deletion and links to a run")
  func changes() async throws {
    let server = try await MLflowFixture()
    let experiment = try await server.experiment()
    _ = try await server.span(id, in: experiment)
    _ = try await server.startTrace(id, in: experiment)
    let path = "/api/2.0/mlflow/traces/tr-\(id)/tags"
    #expect(try await server.send(.patch, path, ["key": "color", "value": "red"]).status == .ok)
    #expect(try await server.repository.traces.find("tr-" + id).tags["color"] == "red")
    #expect(try await server.send(.delete, path, ["key": "color"]).status == .ok)
    #expect(try await server.send(.delete, path, ["key": "color"]).status == .notFound)
    let reserved = ["key": "mlflow.artifactLocation", "value": "x"] as JSONValue
    #expect(try await server.send(.patch, path, reserved).status == .badRequest)
    let run = try await server.post("runs/create", ["experiment_id": .string(experiment)])
    let runID = try #require(run["run"]?["info"]?["run_id"])
    try await server.post(
      "traces/link-to-run", ["trace_ids": [.string("tr-" + id)], "run_id": runID])
    let found = try await server.post(
      "traces/search",
      [
        "experiment_ids": [.string(experiment)],
        "filter": .string("attribute.run_id = '\(runID.stringValue ?? "")'"),
      ])
    #expect(found["traces"]?.arrayValue?.count == 1)
    let deleted = try await server.post(
      "traces/delete-traces",
      ["experiment_id": .string(experiment), "request_ids": [.string("tr-" + id)]])
    #expect(deleted["traces_deleted"] == 1)
    #expect(try await server.send(.get, "/api/3.0/mlflow/traces/tr-\(id)").status == .notFound)
  }
}
