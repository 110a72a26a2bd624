/// What a failure says about the schema of its request: a pure value.
enum SchemaDoubt: Hashable, Sendable {
  /// The server does not support structured output.
  case unsupported
  /// The server refuses this schema.
  case refused
  /// The server does not say what it refuses.
  case possible

  /// Reads a failure.
  ///
  /// - Parameters:
  ///   - status: the HTTP status.
  ///   - error: the error in the provider's words.
  /// - Returns: `nil` if it has another cause, so that a call without the schema would fail too.
  static func of(status: Int, _ error: ProviderError) -> SchemaDoubt? {
    guard [400, 404, 405, 422, 500, 501].contains(status) else { return nil }
    if error.holds(schemaWords) {
      let isWhole = !error.holds(["invalid schema", "invalid_json_schema", "additionalproperties"])
      return isWhole && error.holds(unsupportedWords) ? .unsupported : .refused
    }
    // The number of a draw is sent together with the schema.
    if ["seed", "random_seed"].contains(error.parameter) || error.holds(seedWords) {
      return .refused
    }
    guard !error.isAboutText, !error.holds(otherWords), error.parameter.isEmpty else { return nil }
    return .possible
  }

  /// Words for structured output: OpenAI's, Gemini's, vLLM's, and Anthropic's mandatory tool.
  private static let schemaWords = [
    "response_format", "response format", "json_schema", "json schema", "responsejsonschema",
    "responseschema", "response_schema", "responsemimetype", "structured output",
    "structured_output", "structured-output", "grammar", "guided", "tool_choice", "tool choice",
    "tool use", "function calling", "output_config", "output_format", "additionalproperties",
    "invalid schema",
  ]

  private static let seedWords = ["'seed'", "\"seed\"", "`seed`", "random_seed", ": seed"]

  private static let unsupportedWords = [
    "support", "unknown", "unrecognized", "unrecognised", "not permitted", "not implemented",
    "unexpected", "extra ", "not allowed", "unavailable", "not available",
  ]

  /// Words for causes that the schema has no part in.
  private static let otherWords = [
    "model_not_found", "model not found", "does not exist", "api key", "api_key", "stream",
    "temperature", "top_p", "max_tokens", "max_completion_tokens", "system role",
  ]
}
