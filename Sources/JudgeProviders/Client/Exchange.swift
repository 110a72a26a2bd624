import JudgeJSON
import JudgeModels
import JudgeWork

/// A kind of request to an endpoint: its URL, its body, and the reading of its answer.
protocol Exchange: Sendable {
  /// The URL of the request.
  var url: String { get }
  /// Whether the server may be asked to keep to a schema.
  var canBeStructured: Bool { get }

  /// Whether the tokens of the answer are billed.
  var isAnswerBilled: Bool { get }

  /// Returns the body.
  ///
  /// - Parameter isStructured: whether the server is asked to keep to the schema.
  /// - Returns: the body, a JSON object.
  func body(isStructured: Bool) -> JSONObject

  /// Reads an answer that came with a success status.
  ///
  /// - Parameter body: the body of the server's answer.
  /// - Returns: the answer.
  /// - Throws: `JudgeFailure` for a refusal or a body without an answer.
  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse
}

/// A chat.
struct ChatExchange: Exchange {
  let endpoint: Endpoint
  let request: ChatRequest

  var url: String { endpoint.url }
  var canBeStructured: Bool { request.responseSchema != nil }
  var isAnswerBilled: Bool { true }

  func body(isStructured: Bool) -> JSONObject {
    endpoint.wire.body(for: request, model: endpoint.model, isStructured: isStructured)
  }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    try endpoint.wire.response(from: body)
  }
}

/// Texts to be embedded; the answer's text is the list of vectors as JSON.
struct EmbeddingExchange: Exchange {
  let endpoint: Endpoint
  let wire: any EmbeddingWire
  let texts: [String]

  var url: String { endpoint.base.url(wire.embeddingPath(model: endpoint.model)) }
  var canBeStructured: Bool { false }
  var isAnswerBilled: Bool { false }

  func body(isStructured: Bool) -> JSONObject {
    wire.embeddingBody(texts, model: endpoint.model)
  }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    let vectors = try wire.vectors(from: body)
    guard vectors.count == texts.count,
      vectors.allSatisfy({ $0.arrayValue?.isEmpty == false })
    else {
      throw JudgeFailure(
        .failed, "\(vectors.count) vectors came back for \(texts.count) texts")
    }
    var response = ChatResponse(text: JSONValue.array(vectors).canonicalText)
    response.modelSnapshot = body["model"]?.stringValue
    response.inputTokens = body["usage"]?.objectValue?["prompt_tokens"]?.tokenCount
    response.outputTokens = 0
    return response
  }
}

extension Exchange {
  /// Returns whether the token counts of an answer can be true: both input and output have tokens.
  func isUsable(_ response: ChatResponse) -> Bool {
    guard let input = response.inputTokens, let output = response.outputTokens else { return false }
    return input > 0 && (output > 0 || response.text.isEmpty || !isAnswerBilled)
  }
}
