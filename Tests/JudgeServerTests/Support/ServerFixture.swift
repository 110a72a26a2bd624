import Foundation
import GitJudge
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JudgeTestSupport
import NIOCore
import Testing

@testable import JudgeServer

/// A server over a store of its own, whose router is asked without a network.
struct ServerFixture {
  let folder: TemporaryFolder
  let repository: JudgeRepository
  let state: ServerState
  /// The number of the experiment `support`, which is current.
  let experiment: String

  /// Makes the store.
  ///
  /// - Parameter models: what answers for model URIs; by default a model that says nothing.
  /// - Throws: if the folder cannot be written.
  init(_ models: ModelRegistry? = nil) async throws {
    folder = try TemporaryFolder("git-judge-server")
    for (name, text) in [
      ".git/HEAD": "ref: refs/heads/main\n",
      ".git/config": """
      [core]
      \trepositoryformatversion = 0
      \tbare = false
      \tlogallrefupdates = true
      [user]
      \tname = Ann
      \temail = ann@example.com

      """,
    ] {
      let url = folder.file(name)
      for place in [".git/objects/pack", ".git/refs/heads"] {
        try FileManager.default.createDirectory(
          at: folder.file(place), withIntermediateDirectories: true)
      }
      try Data(text.utf8).write(to: url)
    }
    repository = try await JudgeRepository.open(
      at: folder.path, models: try models ?? RuleModel { _ in "" }.registry)
    _ = try await repository.maintenance.initialize()
    experiment = try await repository.experiments.create("support").experiment.number
    var options = ServerOptions()
    options.traceWait = 0.05
    state = ServerState(repository: repository, options: options)
  }

  /// Imports traces with their labels and verdicts.
  func add(_ lines: [JSONValue]) async throws {
    let text = lines.map(\.canonicalText).joined(separator: "\n")
    _ = try await repository.traces.importTraces(
      from: [ImportSource(Array(text.utf8), name: "lines")])
  }

  /// An answer.
  struct Answer {
    let status: Int
    let json: JSONValue
    let text: String

    subscript(key: String) -> JSONValue? { json[key] }
  }

  /// Sends a request.
  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, client: String? = nil
  ) async throws -> Answer {
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    if let client, let name = HTTPField.Name("X-MLflow-Client-Version") { headers[name] = client }
    let fields = headers
    let application = Application(router: JudgeServer.router(state))
    return try await application.test(.router) { tester in
      try await tester.execute(
        uri: path, method: method, headers: fields,
        body: body.map { ByteBuffer(bytes: $0.canonicalBytes()) }
      ) { response in
        let text = String(buffer: response.body)
        return Answer(
          status: response.status.code, json: (try? JSONValue(parsing: text)) ?? .null, text: text)
      }
    }
  }
}

/// A chat model that answers by a rule and counts how often it was asked.
actor RuleModel: ChatModel {
  nonisolated let uri: ModelURI
  private let rule: @Sendable (String) -> String
  private(set) var calls = 0

  init(_ rule: @escaping @Sendable (String) -> String) throws {
    uri = try ModelURI("openai:/rule")
    self.rule = rule
  }

  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    calls += 1
    var response = ChatResponse(text: rule(request.messages.map(\.content).joined(separator: "\n")))
    response.inputTokens = 20
    response.outputTokens = 4
    return response
  }

  /// A registry in which every URI is answered by this model.
  nonisolated var registry: ModelRegistry {
    @Sendable func provide(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? { self }
    return ModelRegistry(providers: [provide])
  }
}
