/// A built-in provider of models.
struct Provider: Sendable {
  /// The part before `:/`.
  let name: String
  /// The URL of its API, without a slash at the end, or `nil` if the user must name a host.
  let baseURL: String?
  /// The variables that may set another base URL, in order.
  let baseVariables: [String]
  /// The path that is appended to a base URL from a variable, if users omit it.
  let baseSuffix: String
  /// The variables that hold the key, in order.
  let keyVariables: [String]
  /// Whether calls need a key; servers on the user's own machine do not.
  let needsKey: Bool
  /// The wire protocol of requests.
  let wire: any WireProtocol

  /// All built-in providers.
  static let all: [Provider] = [
    Provider(
      name: "openai", baseURL: "https://api.openai.com/v1",
      baseVariables: ["OPENAI_BASE_URL", "OPENAI_API_BASE"], baseSuffix: "",
      keyVariables: ["OPENAI_API_KEY"], needsKey: true,
      wire: OpenAIProtocol(isServingEndpoint: false)),
    Provider(
      name: "anthropic", baseURL: "https://api.anthropic.com/v1",
      baseVariables: ["ANTHROPIC_BASE_URL"], baseSuffix: "/v1",
      keyVariables: ["ANTHROPIC_API_KEY"], needsKey: true, wire: AnthropicProtocol()),
    Provider(
      name: "gemini", baseURL: "https://generativelanguage.googleapis.com/v1beta",
      baseVariables: ["GEMINI_BASE_URL"], baseSuffix: "",
      keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"], needsKey: true, wire: GeminiProtocol()),
    Provider(
      name: "mistral", baseURL: "https://api.mistral.ai/v1",
      baseVariables: ["MISTRAL_BASE_URL"], baseSuffix: "",
      keyVariables: ["MISTRAL_API_KEY"], needsKey: true,
      wire: OpenAIProtocol(isServingEndpoint: false, seedMember: "random_seed")),
    Provider(
      name: "databricks", baseURL: nil, baseVariables: ["DATABRICKS_HOST"], baseSuffix: "",
      keyVariables: ["DATABRICKS_TOKEN"], needsKey: true,
      wire: OpenAIProtocol(isServingEndpoint: true, seedMember: nil)),
    Provider(
      name: "endpoints", baseURL: nil, baseVariables: ["DATABRICKS_HOST"], baseSuffix: "",
      keyVariables: ["DATABRICKS_TOKEN"], needsKey: true,
      wire: OpenAIProtocol(isServingEndpoint: true, seedMember: nil)),
    Provider(
      name: "ollama", baseURL: "http://localhost:11434/v1", baseVariables: ["OLLAMA_HOST"],
      baseSuffix: "/v1", keyVariables: ["OLLAMA_API_KEY"], needsKey: false,
      wire: OpenAIProtocol(isServingEndpoint: false)),
  ]
}
