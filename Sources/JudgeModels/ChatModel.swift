public import JudgeJSON
public import JudgeWork

/// A model that answers a chat.
///
/// Providers conform to it; judges and optimizers call only this protocol.
public protocol ChatModel: Sendable {
  /// The model's URI.
  var uri: ModelURI { get }

  /// Returns those of these inference parameters that the model's protocol does not have.
  ///
  /// They are not sent.
  func unsent(_ parameters: InferenceParameters) -> [String]

  /// The number of cases without a usable reply after which a caller that never got one asks no
  /// more; 0 for no limit.
  var maxFailures: Int { get }

  /// Answers a chat.
  ///
  /// - Parameter request: the messages and the settings.
  /// - Returns: the answer with its usage.
  /// - Throws: `JudgeFailure`.
  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse
}

extension ChatModel {
  /// Returns no parameter by default.
  public func unsent(_ parameters: InferenceParameters) -> [String] { [] }

  /// No limit by default.
  public var maxFailures: Int { 0 }
}

/// One message of a chat.
public struct ChatMessage: Hashable, Sendable {
  /// The author of a message.
  public enum Role: String, Hashable, Sendable {
    /// The rules of the conversation.
    case system
    /// The user, who asks.
    case user
    /// The model.
    case assistant
    /// A tool that the model has called.
    case tool
  }

  /// The author of the message.
  public var role: Role
  /// The text of the message.
  public var content: String

  /// The calls of tools in a message of the model.
  public var toolCalls: [ChatToolCall] = []
  /// The call that a message of a tool answers, or `nil`.
  public var answeredCall: ChatToolCall?

  /// Creates a message.
  public init(_ role: Role, _ content: String) {
    self.role = role
    self.content = content
  }

  /// Creates a message of the model that calls tools.
  public init(calling calls: [ChatToolCall], _ content: String) {
    self.init(.assistant, content)
    toolCalls = calls
  }

  /// Creates the answer to a call.
  public init(answering call: ChatToolCall, _ content: String) {
    self.init(.tool, content)
    answeredCall = call
  }
}

/// A request to a chat model.
public struct ChatRequest: Hashable, Sendable {
  /// The messages in order.
  public var messages: [ChatMessage]
  /// The JSON Schema that the answer must match, for models that can guarantee it.
  public var responseSchema: JSONObject?
  /// The sampling temperature, 0 to 2; `nil` uses the provider's default.
  public var temperature: Double?
  /// The maximum number of tokens of the answer; `nil` uses the provider's default.
  public var maxTokens: Int?
  /// The probability mass of nucleus sampling, 0 to 1; `nil` uses the provider's default.
  public var topP: Double?
  /// The further inference parameters under OpenAI's names, as in ``InferenceParameters``.
  public var parameters = JSONObject()
  /// The tools that the model may call instead of an answer.
  public var tools: [ChatTool] = []
  /// Whether the model must answer now, although there are tools.
  public var isLastStep = false
  /// The number, from 0, that distinguishes samples of the same request in the call cache.
  public var sample: Int
  /// Whether an answer that an earlier command got is not good enough, so that the model is asked
  /// again.
  public var isRenewed = false

  /// Creates a request.
  public init(messages: [ChatMessage], responseSchema: JSONObject? = nil) {
    self.messages = messages
    self.responseSchema = responseSchema
    sample = 0
  }

  /// Sets temperature, limits and further parameters.
  ///
  /// - Parameter parameters: the parameters; those that are missing use the provider's default.
  public mutating func set(_ parameters: InferenceParameters) {
    let object = parameters.object
    temperature = object["temperature"]?.doubleValue
    topP = object["top_p"]?.doubleValue
    maxTokens = object["max_tokens"]?.intValue
    self.parameters = JSONObject(
      object.filter { !["temperature", "top_p", "max_tokens"].contains($0.key) }
        .map { ($0.key, $0.value) })
  }

  /// The parameter that limits the answer, or `nil` if there is none.
  public var limitParameter: String? {
    if maxTokens != nil { return "max_tokens" }
    return parameters["max_completion_tokens"] == nil ? nil : "max_completion_tokens"
  }
}

/// The answer of a chat model.
public struct ChatResponse: Hashable, Sendable {
  /// The text of the answer.
  public var text: String
  /// The model that answered, as reported by the provider.
  public var modelSnapshot: String?
  /// The number of input tokens, or `nil` if unknown.
  public var inputTokens: Int?
  /// The number of output tokens, or `nil` if unknown.
  public var outputTokens: Int?
  /// Its cost in US dollars, or `nil` if the price is unknown.
  public var cost: Double?
  /// Whether the cost is an estimate from the lengths of the texts, because the provider sent no
  /// usable token counts.
  public var isCostEstimated = false
  /// The provider's reason if the answer was cut off, such as `length`, or `nil` if it is complete.
  public var cutReason: String?
  /// What the provider says about an answer that ended in another way than usual or has no text,
  /// such as `finish_reason content_filter`, or `nil`.
  public var remark: String?
  /// The tools that the model calls instead of an answer, or besides it.
  public var toolCalls: [ChatToolCall] = []
  /// Whether the answer came from the call cache, without a call or cost.
  public var isCached: Bool

  /// Whether an earlier command got the answer, so that this one may ask for another.
  ///
  /// `false` if the network is forbidden.
  public var isEarlier = false

  /// Creates an answer without usage.
  public init(text: String) {
    self.text = text
    isCached = false
  }
}
