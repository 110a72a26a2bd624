import JudgeJSON
import JudgeModels
import JudgeWork

/// A kind of request to an endpoint: its URL, its body, and the reading of its answer.
protocol Exchange: Sendable {
  /// The URL of the request.
  var url: String { get }
  /// The hash of the schema that the server may be asked to keep to, or `nil` if there is none.
  var schemaHash: String? { get }

  /// Whether the tokens of the answer are billed.
  var isAnswerBilled: Bool { get }

  /// Returns the body.
  ///
  /// - Parameter isStructured: whether the server is asked to keep to the schema.
  /// - Returns: the body, a JSON object.
  func body(isStructured: Bool) -> JSONObject

  /// Reads what an answer was billed for: its tokens and snapshot, without its text.
  ///
  /// - Parameter body: the body of the server's answer.
  /// - Returns: an answer with an empty text.
  func bill(of body: JSONObject) -> ChatResponse

  /// Returns the answer that a complete stream of events holds, or `nil` if there is none.
  func assembled(stream: [UInt8]) -> JSONObject?

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
  let schemaHash: String?

  init(endpoint: Endpoint, request: ChatRequest) {
    self.endpoint = endpoint
    self.request = request
    schemaHash = request.responseSchema.map {
      SHA256Digest.hash(JSONValue.object($0).canonicalBytes()).hex
    }
  }

  var url: String { endpoint.url }
  var isAnswerBilled: Bool { true }

  func body(isStructured: Bool) -> JSONObject {
    endpoint.wire.body(for: request, model: endpoint.model, isStructured: isStructured)
  }

  func bill(of body: JSONObject) -> ChatResponse { endpoint.wire.bill(of: body) }

  func assembled(stream: [UInt8]) -> JSONObject? { endpoint.wire.assembled(stream: stream) }

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
  var schemaHash: String? { nil }
  var isAnswerBilled: Bool { false }

  func body(isStructured: Bool) -> JSONObject {
    wire.embeddingBody(texts, model: endpoint.model)
  }

  func bill(of body: JSONObject) -> ChatResponse {
    var bill = ChatResponse(text: "")
    bill.modelSnapshot = body["model"]?.stringValue
    bill.inputTokens = body["usage"]?.objectValue?["prompt_tokens"]?.tokenCount
    bill.outputTokens = 0
    return bill
  }

  func assembled(stream: [UInt8]) -> JSONObject? { nil }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    let vectors = try wire.vectors(from: body)
    guard vectors.count == texts.count,
      vectors.allSatisfy({ $0.arrayValue?.isEmpty == false })
    else {
      throw JudgeFailure(
        .failed, "\(vectors.count) vectors came back for \(texts.count) texts")
    }
    var response = bill(of: body)
    response.text = JSONValue.array(vectors).canonicalText
    return response
  }
}

extension Exchange {
  /// Returns whether the token counts of an answer can be true: both input and output have tokens.
  ///
  /// - Parameters:
  ///   - bill: the token counts.
  ///   - hasText: whether the answer has text.
  /// - Returns: whether they can.
  func isUsable(_ bill: ChatResponse, hasText: Bool) -> Bool {
    guard let input = bill.inputTokens, let output = bill.outputTokens else { return false }
    return input > 0 && (output > 0 || !hasText || !isAnswerBilled)
  }
}
