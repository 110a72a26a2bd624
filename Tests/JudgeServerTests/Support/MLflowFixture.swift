import Foundation
import GitJudge
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JudgeTestSupport
import NIOCore
import Testing

@testable import JudgeServer

/// A server over a store of its own, asked without a socket.
struct MLflowFixture {
  static let author = "server@example.org"

  let folder: TemporaryFolder
  let repository: JudgeRepository
  let state: ServerState

  init(_ options: ServerOptions = ServerOptions()) async throws {
    folder = try TemporaryFolder("git-judge-server")
    for words in [
      ["init", "-q"], ["config", "user.name", "Server"], ["config", "user.email", Self.author],
    ] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["git", "-C", folder.path] + words
      try process.run()
      process.waitUntilExit()
    }
    repository = try await JudgeRepository.open(at: folder.path, models: ModelRegistry())
    var options = options
    options.traceWait = 0.05
    state = ServerState(repository: repository, options: options)
    try await state.prepare()
  }

  /// An answer: its status and its JSON.
  struct Answer {
    let status: HTTPResponse.Status
    let body: JSONValue
    let text: String

    subscript(_ key: String) -> JSONValue? { body[key] }
  }

  /// Sends one request.
  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil,
    headers: HTTPFields = [:]
  ) async throws -> Answer {
    let application = Application(responder: JudgeServer.router(state).buildResponder())
    var headers = headers
    if body != nil { headers[.contentType] = "application/json" }
    return try await application.test(.router) { [headers] client in
      let response = try await client.executeRequest(
        uri: path, method: method, headers: headers,
        body: body.map { ByteBuffer(bytes: $0.canonicalBytes()) })
      let bytes = Array(response.body.readableBytesView)
      return Answer(
        status: response.status, body: (try? JSONValue.parseRepairing(bytes).0) ?? .null,
        text: String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Sends a request of MLflow's REST interface, and requires the status 200.
  @discardableResult
  func post(_ path: String, _ body: JSONValue) async throws -> JSONValue {
    let answer = try await send(.post, "/api/2.0/mlflow/\(path)", body)
    #expect(answer.status == .ok, "\(path): \(answer.text)")
    return answer.body
  }

  func get(_ path: String) async throws -> JSONValue {
    let answer = try await send(.get, "/api/3.0/mlflow/\(path)")
    #expect(answer.status == .ok, "\(path): \(answer.text)")
    return answer.body
  }

  /// Creates an experiment, and returns its number.
  func experiment(_ name: String = "e") async throws -> String {
    try #require(
      try await post("experiments/create", ["name": .string(name)])["experiment_id"]?.stringValue)
  }

  /// Sends the info of a trace as MLflow's client does.
  func startTrace(
    _ digits: String, in experiment: String, _ more: JSONObject = [:]
  ) async throws -> Answer {
    var info: JSONObject = [
      "trace_id": .string("tr-" + digits),
      "trace_location": [
        "type": "MLFLOW_EXPERIMENT", "mlflow_experiment": ["experiment_id": .string(experiment)],
      ],
      "request_time": "2026-11-20T21:28:36.615Z", "execution_duration": "0.112s", "state": "OK",
      "trace_metadata": [:], "tags": ["mlflow.traceName": "app"],
    ]
    info = info.merging(more)
    return try await send(
      .post, "/api/3.0/mlflow/traces", ["trace": ["trace_info": .object(info)]])
  }

  /// Sends the root span of a trace as OTLP in JSON.
  func span(
    _ digits: String, in experiment: String?, inputs: JSONValue = "hello", sdk: String = "mlflow",
    isEnded: Bool = true, start: String = "1795210116615840774",
    attributes: [JSONValue] = []
  ) async throws -> Answer {
    let end: JSONValue = isEnded ? "1795210116728005243" : .null
    let span: JSONValue = [
      "traceId": .string(digits), "spanId": "0123456789abcdef", "name": "app",
      "startTimeUnixNano": .string(start), "endTimeUnixNano": end,
      "attributes": .array(
        [
          ["key": "mlflow.spanInputs", "value": ["stringValue": inputs]],
          ["key": "mlflow.spanOutputs", "value": ["stringValue": "world"]],
        ] + attributes), "status": ["code": 1],
    ]
    var headers = HTTPFields()
    if let experiment, let name = HTTPField.Name("x-mlflow-experiment-id") {
      headers[name] = experiment
    }
    return try await send(
      .post, "/v1/traces",
      [
        "resourceSpans": [
          [
            "resource": [
              "attributes": [
                ["key": "telemetry.sdk.name", "value": ["stringValue": .string(sdk)]],
                ["key": "service.name", "value": ["stringValue": "shop"]],
              ]
            ], "scopeSpans": [["spans": [span]]],
          ]
        ]
      ], headers: headers)
  }

  static let trace = "0e24fd83ae730f66000e75e61e6ddd00"
}
