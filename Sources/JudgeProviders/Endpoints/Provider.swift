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
  /// The cloud that decides on address and protocol by region, project and model, or `nil`.
  var cloud: Cloud?

  /// Other tools' names of providers.
  static let synonyms = ["vertex_ai": "vertex"]

  /// Returns the provider of a URI, or `nil` if it is not built in.
  static func named(_ name: String) -> Provider? {
    let name = synonyms[name] ?? name
    return all.first { $0.name == name }
  }

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
      wire: OpenAIProtocol(
        isServingEndpoint: false, seedMember: "random_seed",
        parameters: WireParameters(
          renamed: WireParameters.singleLimit.merging(["seed": "random_seed"]) { $1 },
          missing: ["top_k", "logit_bias", "verbosity", "thinking", "service_tier"]))),
    Provider(
      name: "databricks", baseURL: nil, baseVariables: ["DATABRICKS_HOST"], baseSuffix: "",
      keyVariables: ["DATABRICKS_TOKEN"], needsKey: true,
      wire: servingEndpoint),
    Provider(
      name: "endpoints", baseURL: nil, baseVariables: ["DATABRICKS_HOST"], baseSuffix: "",
      keyVariables: ["DATABRICKS_TOKEN"], needsKey: true,
      wire: servingEndpoint),
    Provider(
      name: "ollama", baseURL: "http://localhost:11434/v1", baseVariables: ["OLLAMA_HOST"],
      baseSuffix: "/v1", keyVariables: ["OLLAMA_API_KEY"], needsKey: false,
      wire: OpenAIProtocol(
        isServingEndpoint: false,
        parameters: WireParameters(
          renamed: WireParameters.singleLimit,
          missing: ["top_k", "logit_bias", "verbosity", "thinking", "service_tier"]))),
    Provider(
      name: "azure", baseURL: nil, baseVariables: ["AZURE_OPENAI_ENDPOINT", "AZURE_API_BASE"],
      baseSuffix: "", keyVariables: ["AZURE_OPENAI_API_KEY", "AZURE_API_KEY"], needsKey: true,
      wire: OpenAIProtocol(isServingEndpoint: false, keyHeader: "api-key"), cloud: .azure),
    Provider(
      name: "bedrock", baseURL: nil, baseVariables: ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"],
      baseSuffix: "", keyVariables: ["AWS_BEARER_TOKEN_BEDROCK"], needsKey: true,
      wire: BedrockProtocol(), cloud: .bedrock),
    Provider(
      name: "vertex", baseURL: nil, baseVariables: ["VERTEX_BASE_URL"], baseSuffix: "",
      keyVariables: ["GOOGLE_OAUTH_ACCESS_TOKEN", "CLOUDSDK_AUTH_ACCESS_TOKEN"], needsKey: true,
      wire: GeminiProtocol(), cloud: .vertex),
  ]

  private static let servingEndpoint = OpenAIProtocol(
    isServingEndpoint: true, seedMember: nil,
    parameters: WireParameters(renamed: WireParameters.singleLimit, missing: ["seed"]))
}
