import Foundation
import JudgeJSON
import JudgeModels
import JudgeProviders
import JudgeTestSupport
import JudgeWork
import StubModelServer

/// A client that calls a stub server.
struct Calling {
  let server: StubModelServer
  var options = ProviderOptions()

  init(_ script: @escaping StubModelServer.Script) async throws {
    server = try await StubModelServer(script)
    options.environment = [
      "OPENAI_BASE_URL": server.url + "/v1", "OPENAI_API_KEY": "sk-secret-0123456789",
      "ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": "sk-ant-secret-0123456789",
      "GEMINI_BASE_URL": server.url + "/v1beta", "GEMINI_API_KEY": "gm-secret-0123456789",
      "MISTRAL_BASE_URL": server.url + "/v1", "MISTRAL_API_KEY": "ms-secret-0123456789",
      "DATABRICKS_HOST": server.url, "DATABRICKS_TOKEN": "dapi-secret-0123456789",
      "OLLAMA_HOST": server.url,
      "AZURE_OPENAI_ENDPOINT": server.url, "AZURE_OPENAI_API_KEY": "az-secret-0123456789",
      "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": server.url,
      "AWS_BEARER_TOKEN_BEDROCK": "bd-secret-0123456789", "VERTEX_BASE_URL": server.url,
      "GOOGLE_OAUTH_ACCESS_TOKEN": "ya29.secret-0123456789",
    ]
  }

  static func request(_ text: String, sample: Int = 0) -> ChatRequest {
    var request = ChatRequest(messages: [ChatMessage(.system, "Judge."), ChatMessage(.user, text)])
    request.responseSchema = ["type": "object"]
    request.sample = sample
    return request
  }

  func model(
    _ uri: String = "openai:/stub", _ providers: Providers? = nil
  ) throws -> any ChatModel {
    let providers = providers ?? Providers(options)
    guard let model = try providers.chatModel(for: ModelURI(uri)) else {
      throw JudgeFailure(.unknownProvider, uri)
    }
    return model
  }
}

/// Collects numbers from many tasks.
actor Tally {
  private(set) var count = 0
  func add() -> Int {
    count += 1
    return count
  }
}
