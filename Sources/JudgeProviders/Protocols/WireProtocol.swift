import JudgeJSON
import JudgeModels
import JudgePrivacy
import JudgeWork

/// The format of a provider's requests and answers; pure values, no I/O.
protocol WireProtocol: Sendable {
  /// Returns the path below the base URL for a model.
  func path(model: String) -> String

  /// Returns the headers with the key.
  func headers(key: Secret?) -> [(String, Secret)]

  /// Returns the body of a request.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - model: the model's name.
  ///   - isStructured: whether the provider is asked to keep to the schema.
  /// - Returns: the body, a JSON object.
  func body(for request: ChatRequest, model: String, isStructured: Bool) -> JSONObject

  /// How further inference parameters are sent.
  var parameters: WireParameters { get }

  /// Reads what an answer was billed for: its tokens and snapshot, without its text.
  ///
  /// - Parameter body: the body of the provider's answer.
  /// - Returns: an answer with an empty text.
  func bill(of body: JSONObject) -> ChatResponse

  /// Returns the answer that a complete stream of events holds, or `nil` if there is none.
  func assembled(stream: [UInt8]) -> JSONObject?

  /// Reads an answer.
  ///
  /// - Parameter body: the body of the provider's answer.
  /// - Returns: the answer.
  /// - Throws: `JudgeFailure` with code `failed` for a refusal or a body without an answer.
  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse
}

extension WireProtocol {
  func assembled(stream: [UInt8]) -> JSONObject? { nil }

  /// Returns the error for an unreadable answer.
  func noAnswer(_ why: String) -> JudgeFailure {
    JudgeFailure(.failed, "the model's reply holds no answer: \(why)")
  }
}

extension JSONValue {
  /// The provider's reason if it cut the reply off, or `nil` if the reply ended otherwise.
  ///
  /// `length` is OpenAI's, `max_tokens` and `model_context_window_exceeded` are Anthropic's,
  /// `MAX_TOKENS` is Gemini's, `model_length` is Mistral's.
  var cutReason: String? {
    guard let word = stringValue, word.utf8.count <= 40 else { return nil }
    let isCut = [
      "length", "max_tokens", "model_length", "max_output_tokens", "model_context_window_exceeded",
    ].contains(word.lowercased())
    return isCut ? word : nil
  }

  /// The provider's reason with the name of its member if the reply ended in an unusual way, or
  /// `nil`.
  func endRemark(_ member: String) -> String? {
    guard let word = stringValue, word.utf8.count <= 40,
      ![
        "", "stop", "end_turn", "stop_sequence", "tool_use", "eos", "eos_token",
        "finish_reason_unspecified",
      ].contains(word.lowercased())
    else { return nil }
    return "\(member) \(word)"
  }

  /// The number of tokens reported by a provider, or `nil` if it is not a number, negative or
  /// implausibly large: a context never holds ten million tokens.
  var tokenCount: Int? {
    guard let count = intValue, (0...10_000_000).contains(count) else { return nil }
    return count
  }
}

extension JSONObject {
  /// Sets a member unless the value is `nil`.
  mutating func set(_ key: String, _ value: Double?) {
    if let value { self[key] = .number(value) }
  }

  /// Sets a member unless the value is `nil`.
  mutating func set(_ key: String, _ value: Int?) {
    if let value { self[key] = .number(Double(value)) }
  }
}
