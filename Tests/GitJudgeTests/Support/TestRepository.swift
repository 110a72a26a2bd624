import Foundation
import GitJudge
import JudgeTestSupport
import Testing

/// A git repository with a user, for tests of the library.
struct TestRepository {
  static let git = Program(named: "git")

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder("git-judge-library")
    try StoreTemplate.start(in: folder)
  }

  /// Opens it with models that a test brings.
  func open(_ models: ModelRegistry? = nil) async throws -> JudgeRepository {
    try await JudgeRepository.open(at: folder.path, models: models)
  }

  /// Writes an executable script.
  func script(_ name: String, _ text: String) throws {
    let url = folder.file(name)
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: url.path)
  }
}

/// A chat model that answers by a rule and counts how often it was asked.
actor RuleChat: ChatModel {
  nonisolated let uri: ModelURI
  private let rule: @Sendable (String) -> String
  private(set) var calls = 0

  init(_ rule: @escaping @Sendable (String) -> String) throws {
    uri = try ModelURI("anthropic:/claude-opus-4-1-20250805")
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
