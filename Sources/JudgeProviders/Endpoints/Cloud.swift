import JudgeWork

/// A cloud whose addresses depend on region, project or version: a pure value.
enum Cloud: Sendable {
  /// Azure OpenAI. Source: Microsoft, "Azure OpenAI API version lifecycle" (v1, and dated versions
  /// with deployments in the path).
  case azure
  /// Amazon Bedrock. Source: AWS, "Converse", "Bedrock API keys".
  case bedrock
  /// Google's Vertex AI. Source: Google, "generateContent", "Use Claude", "OpenAI compatibility".
  case vertex

  /// The address and protocol for a model.
  struct Place {
    /// The cloud's own base URL, or `nil` if a variable or git config names it.
    var baseURL: String?
    /// The path that is appended to a base URL from a variable.
    var suffix = ""
    /// The wire protocol.
    var wire: any WireProtocol
  }

  /// Finds address and protocol.
  ///
  /// - Parameters:
  ///   - model: the model's name.
  ///   - environment: the variables of the process that are not empty.
  ///   - hasBase: whether a base URL is configured, so that region and project are not needed.
  /// - Returns: the address and protocol.
  /// - Throws: `JudgeFailure` with code `no-credentials` and the variables to set.
  func place(
    of model: String, _ environment: [String: String], hasBase: Bool
  ) throws(JudgeFailure) -> Place {
    switch self {
    case .azure:
      let names = ["OPENAI_API_VERSION", "AZURE_API_VERSION", "AZURE_OPENAI_API_VERSION"]
      var wire = OpenAIProtocol(isServingEndpoint: false, keyHeader: "api-key")
      guard let version = try Self.word(names, environment),
        !["v1", "preview", "latest"].contains(version)
      else { return Place(suffix: "/openai/v1", wire: wire) }
      wire.deploymentVersion = version
      return Place(suffix: "/openai", wire: wire)
    case .bedrock:
      let names = ["AWS_REGION", "AWS_DEFAULT_REGION"]
      guard !hasBase else { return Place(wire: BedrockProtocol()) }
      guard let region = try Self.word(names, environment) else {
        throw Self.missing("bedrock:/ needs a region", "set \(names.joined(separator: " or "))")
      }
      return Place(
        baseURL: "https://bedrock-runtime.\(region).amazonaws.com", wire: BedrockProtocol())
    case .vertex:
      let wire = VertexProtocol(model: model)
      guard !hasBase else { return Place(wire: wire) }
      let projects = ["GOOGLE_CLOUD_PROJECT", "VERTEXAI_PROJECT"]
      guard let project = try Self.word(projects, environment) else {
        throw Self.missing("vertex:/ needs a project", "set \(projects.joined(separator: " or "))")
      }
      let location =
        try Self.word(["GOOGLE_CLOUD_LOCATION", "VERTEXAI_LOCATION"], environment) ?? "global"
      let host = location == "global" ? "" : "\(location)-"
      return Place(
        baseURL: "https://\(host)aiplatform.googleapis.com/v1/projects/\(project)"
          + "/locations/\(location)", wire: wire)
    }
  }

  /// Returns what to do if there is no key.
  ///
  /// - Parameter environment: the variables of the process that are not empty.
  /// - Returns: the remedy, or `nil` if it is enough to set a variable.
  func keyRemedy(_ environment: [String: String]) -> Remedy? {
    switch self {
    case .azure: return nil
    case .bedrock:
      let isSigned = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE"].contains { environment[$0] != nil }
      return .advice(
        "set AWS_BEARER_TOKEN_BEDROCK to an API key of Bedrock"
          + (isSigned
            ? "; git-judge does not sign requests with AWS_ACCESS_KEY_ID or a profile" : ""))
    case .vertex:
      return .advice(
        "set GOOGLE_OAUTH_ACCESS_TOKEN, for example to the output of "
          + "`gcloud auth print-access-token`; git-judge does not read the files of gcloud")
    }
  }

  /// Returns the first variable that is set, if it can be part of an address.
  private static func word(
    _ names: [String], _ environment: [String: String]
  ) throws(JudgeFailure) -> String? {
    guard let name = names.first(where: { environment[$0] != nil }), let word = environment[name]
    else { return nil }
    let isPlain = word.utf8.allSatisfy {
      (0x61...0x7a).contains($0) || (0x41...0x5a).contains($0) || (0x30...0x39).contains($0)
        || "-._:".utf8.contains($0)
    }
    guard isPlain, word.utf8.count <= 100 else {
      throw JudgeFailure(
        .noCredentials, "\(name) cannot be part of an address",
        remedy: "set it to letters, digits and hyphens")
    }
    return word
  }

  private static func missing(_ text: String, _ remedy: String) -> JudgeFailure {
    JudgeFailure(.noCredentials, text, remedy: .advice(remedy))
  }
}
