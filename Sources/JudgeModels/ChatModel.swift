public import JudgeJSON
public import JudgeWork

/// A model that answers a chat.
///
/// Providers conform to it; judges and optimizers call nothing else.
public protocol ChatModel: Sendable {
  /// The model's URI.
  var uri: ModelURI { get }

  /// Answers a chat.
  ///
  /// - Parameter request: the messages and the settings.
  /// - Returns: the answer with its usage.
  /// - Throws: `JudgeFailure`.
  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse
}

/// One message of a chat.
public struct ChatMessage: Hashable, Sendable {
  /// Who speaks.
  public enum Role: String, Hashable, Sendable {
    /// The rules of the conversation.
    case system
    /// The one who asks.
    case user
    /// The model.
    case assistant
  }

  /// Who speaks.
  public var role: Role
  /// What is said.
  public var content: String

  /// Creates a message.
  public init(_ role: Role, _ content: String) {
    self.role = role
    self.content = content
  }
}

/// What a chat model is asked.
public struct ChatRequest: Hashable, Sendable {
  /// The messages in order.
  public var messages: [ChatMessage]
  /// The JSON Schema that the answer must fit, for models that can promise it.
  public var responseSchema: JSONObject?
  /// Sampling temperature, 0 to 2; `nil` leaves the provider's default.
  public var temperature: Double?
  /// The most tokens that the answer may have; `nil` leaves the provider's default.
  public var maxTokens: Int?
  /// Nucleus sampling, 0 to 1; `nil` leaves the provider's default.
  public var topP: Double?
  /// Tells samples of the same request apart in the call cache, from 0.
  public var sample: Int

  /// Creates a request.
  public init(messages: [ChatMessage], responseSchema: JSONObject? = nil) {
    self.messages = messages
    self.responseSchema = responseSchema
    sample = 0
  }
}

/// What a chat model answered.
public struct ChatResponse: Hashable, Sendable {
  /// The answer.
  public var text: String
  /// The model that the provider says has answered.
  public var modelSnapshot: String?
  /// Tokens that went in.
  public var inputTokens: Int?
  /// Tokens that came out.
  public var outputTokens: Int?
  /// Its cost in US dollars, or `nil` if the price is unknown.
  public var cost: Double?
  /// Whether the cost is an estimate from the lengths of the texts, because the provider sent no
  /// usable token counts.
  public var isCostEstimated = false
  /// The provider's reason if the answer was cut off, such as `length`, or `nil` if it is complete.
  public var cutReason: String?
  /// Whether it came from the call cache, so that nothing was called or paid.
  public var isCached: Bool

  /// Creates an answer without usage.
  public init(text: String) {
    self.text = text
    isCached = false
  }
}
