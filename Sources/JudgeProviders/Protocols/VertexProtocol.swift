import JudgeJSON
import JudgeModels
import JudgePrivacy
import JudgeWork

/// Vertex AI: each publisher's own protocol, at Google's addresses and with Google's token.
struct VertexProtocol: WireProtocol {
  private enum Publisher {
    case google
    case anthropic
    case other
  }

  private let publisher: Publisher
  private let model: String
  private let inner: any WireProtocol

  /// Chooses the protocol of a model: `gemini-…`, `claude-…`, or `publisher/name`.
  init(model: String) {
    let parts = model.split(separator: "/", maxSplits: 1).map(String.init)
    let (publisher, name) =
      parts.count == 2
      ? (parts[0], parts[1]) : (model.hasPrefix("claude") ? "anthropic" : "google", model)
    switch publisher {
    case "google": (self.publisher, self.model, inner) = (.google, name, GeminiProtocol())
    case "anthropic": (self.publisher, self.model, inner) = (.anthropic, name, AnthropicProtocol())
    default:
      (self.publisher, self.model) = (.other, model)
      inner = OpenAIProtocol(isServingEndpoint: false)
    }
  }

  var parameters: WireParameters { inner.parameters }

  func path(model _: String) -> String {
    let name = URLText.pathComponent(model)
    return switch publisher {
    case .google: "/publishers/google/models/\(name):generateContent"
    case .anthropic: "/publishers/anthropic/models/\(name):rawPredict"
    case .other: "/endpoints/openapi/chat/completions"
    }
  }

  func headers(key: Secret?) -> [(String, Secret)] {
    key.map { [("Authorization", $0.with(prefix: "Bearer "))] } ?? []
  }

  func body(for request: ChatRequest, model _: String, isStructured: Bool) -> JSONObject {
    var body = inner.body(for: request, model: model, isStructured: isStructured)
    if publisher == .anthropic {
      body["model"] = nil
      body["anthropic_version"] = "vertex-2023-10-16"
    }
    return body
  }

  func bill(of body: JSONObject) -> ChatResponse { inner.bill(of: body) }

  func assembled(stream: [UInt8]) -> JSONObject? { inner.assembled(stream: stream) }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    try inner.response(from: body)
  }
}
