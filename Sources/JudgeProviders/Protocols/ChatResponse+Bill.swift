import JudgeJSON
import JudgeModels

/// What an answer was billed for, read before its text, which may be missing or useless.
extension OpenAIProtocol {
  func bill(of body: JSONObject) -> ChatResponse {
    let usage = body["usage"]?.objectValue
    return ChatResponse(
      billed: usage?["prompt_tokens"]?.tokenCount, usage?["completion_tokens"]?.tokenCount,
      snapshot: body["model"]?.stringValue)
  }
}

extension AnthropicProtocol {
  func bill(of body: JSONObject) -> ChatResponse {
    let usage = body["usage"]?.objectValue
    return ChatResponse(
      billed: usage?["input_tokens"]?.tokenCount, usage?["output_tokens"]?.tokenCount,
      snapshot: body["model"]?.stringValue)
  }
}

extension GeminiProtocol {
  func bill(of body: JSONObject) -> ChatResponse {
    let usage = body["usageMetadata"]?.objectValue
    // Thinking is billed as output.
    let shown = usage?["candidatesTokenCount"]?.tokenCount
    let thought = usage?["thoughtsTokenCount"]?.tokenCount
    return ChatResponse(
      billed: usage?["promptTokenCount"]?.tokenCount,
      shown == nil && thought == nil ? nil : (shown ?? 0) + (thought ?? 0),
      snapshot: body["modelVersion"]?.stringValue)
  }
}

extension BedrockProtocol {
  func bill(of body: JSONObject) -> ChatResponse {
    let usage = body["usage"]?.objectValue
    return ChatResponse(
      billed: usage?["inputTokens"]?.tokenCount, usage?["outputTokens"]?.tokenCount, snapshot: nil)
  }
}

extension ChatResponse {
  /// Creates an answer without text.
  fileprivate init(billed input: Int?, _ output: Int?, snapshot: String?) {
    self.init(text: "")
    (inputTokens, outputTokens, modelSnapshot) = (input, output, snapshot)
  }
}
