package import JudgeJSON

/// What a span says beside its content: tokens, model, tools, session and user, in any of the known
/// conventions.
package enum SpanFacts {
  /// Returns the numbers of tokens, or `nil` if no attribute has one.
  package static func tokens(_ attributes: JSONObject) -> TokenCounts? {
    var counts = TokenCounts()
    for name in ["mlflow.chat.tokenUsage", "langfuse.observation.usage_details"] {
      guard let usage = SpanContent.decoded(attributes[name])?.objectValue else { continue }
      counts.input = counts.input ?? number(usage, ["input_tokens", "input", "prompt_tokens"])
      counts.output =
        counts.output ?? number(usage, ["output_tokens", "output", "completion_tokens"])
      counts.total = counts.total ?? number(usage, ["total_tokens", "total"])
      counts.cacheRead =
        counts.cacheRead ?? number(usage, ["cache_read_input_tokens", "input_cached_tokens"])
      counts.cacheWrite =
        counts.cacheWrite ?? number(usage, ["cache_creation_input_tokens"])
    }
    counts.input =
      counts.input
      ?? number(
        attributes,
        [
          "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt",
          "llm.usage.prompt_tokens", "ai.usage.inputTokens", "ai.usage.promptTokens",
        ])
    counts.output =
      counts.output
      ?? number(
        attributes,
        [
          "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens",
          "llm.token_count.completion", "llm.usage.completion_tokens", "ai.usage.outputTokens",
          "ai.usage.completionTokens",
        ])
    counts.total =
      counts.total
      ?? number(
        attributes,
        [
          "gen_ai.usage.total_tokens", "llm.token_count.total", "llm.usage.total_tokens",
          "ai.usage.totalTokens",
        ])
    counts.cacheRead =
      counts.cacheRead
      ?? number(
        attributes,
        [
          "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens",
          "llm.token_count.prompt_details.cache_read", "ai.usage.cachedInputTokens",
        ])
    counts.cacheWrite =
      counts.cacheWrite
      ?? number(
        attributes,
        [
          "gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.cache_creation.input_tokens",
          "gen_ai.usage.cache_creation_input_tokens", "llm.token_count.prompt_details.cache_write",
        ])
    counts.reasoning = number(
      attributes,
      [
        "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens",
        "llm.token_count.completion_details.reasoning", "llm.usage.reasoning_tokens",
        "ai.usage.reasoningTokens",
      ])
    return counts == TokenCounts() ? nil : counts
  }

  /// Returns the name of the model, or `nil` if no attribute has it.
  package static func model(_ attributes: JSONObject) -> String? {
    text(
      attributes,
      [
        "mlflow.llm.model", "gen_ai.response.model", "gen_ai.request.model", "llm.model_name",
        "ai.response.model", "ai.model.id", "langfuse.observation.model.name",
        "embedding.model_name",
        "reranker.model_name",
      ])
  }

  /// Returns the name of the model's provider, or `nil` if no attribute has it.
  package static func provider(_ attributes: JSONObject) -> String? {
    text(
      attributes,
      [
        "mlflow.llm.provider", "gen_ai.provider.name", "gen_ai.system", "llm.provider",
        "llm.system", "ai.model.provider",
      ])
  }

  /// Returns the session, thread or conversation, or `nil` if no attribute has it.
  package static func session(_ attributes: JSONObject) -> String? {
    text(
      attributes,
      [
        "mlflow.trace.session", "session.id", "gen_ai.conversation.id", "langfuse.session.id",
        "traceloop.association.properties.session_id", "traceloop.association.properties.thread_id",
        "langsmith.trace.session_id", "ai.telemetry.metadata.sessionId", "thread.session.id",
      ])
      ?? metadata(attributes, ["session_id", "thread_id", "conversation_id"])
  }

  /// Returns the user, or `nil` if no attribute has it.
  package static func user(_ attributes: JSONObject) -> String? {
    text(
      attributes,
      [
        "mlflow.trace.user", "user.id", "enduser.id", "langfuse.user.id",
        "traceloop.association.properties.user_id", "ai.telemetry.metadata.userId",
      ]) ?? metadata(attributes, ["user_id"])
  }

  /// Returns the tags, or none.
  package static func tags(_ attributes: JSONObject) -> [String] {
    for name in ["langfuse.trace.tags", "tag.tags"] {
      guard let value = SpanContent.decoded(attributes[name]) else { continue }
      let texts = (value.arrayValue ?? [value]).compactMap(\.stringValue).filter { !$0.isEmpty }
      if !texts.isEmpty { return texts }
    }
    return []
  }

  /// Returns the definitions of the tools that a model could call, or none.
  package static func tools(_ attributes: JSONObject) -> [JSONValue] {
    for name in ["mlflow.chat.tools", "gen_ai.tool.definitions", "ai.prompt.tools"] {
      guard let list = SpanContent.decoded(attributes[name])?.arrayValue, !list.isEmpty else {
        continue
      }
      return list.compactMap { SpanContent.decoded($0) }
    }
    let openInference = IndexedMessages.members("llm.tools", attributes).compactMap {
      SpanContent.decoded($0["tool.json_schema"] ?? $0["json_schema"])
    }
    if !openInference.isEmpty { return openInference }
    return IndexedMessages.members("llm.request.functions", attributes).map { fields in
      var function = fields
      function["parameters"] = SpanContent.decoded(fields["parameters"])
      return ["type": "function", "function": .object(function)]
    }
  }

  /// A member of the JSON object that OpenInference and LangChain write under `metadata`.
  private static func metadata(_ attributes: JSONObject, _ names: [String]) -> String? {
    SpanContent.decoded(attributes["metadata"])?.objectValue.flatMap { text($0, names) }
  }

  private static func text(_ attributes: JSONObject, _ names: [String]) -> String? {
    for name in names {
      guard let value = attributes[name] else { continue }
      if let text = value.stringValue {
        if !text.isEmpty { return text }
      } else if value.doubleValue != nil {
        return value.canonicalText
      }
    }
    return nil
  }

  private static func number(_ attributes: JSONObject, _ names: [String]) -> Int? {
    for name in names {
      guard let value = attributes[name] else { continue }
      if let number = value.intValue ?? value.stringValue.flatMap({ Int($0) }), number >= 0 {
        return number
      }
    }
    return nil
  }
}
