import JudgeModels

/// Where a model's calls go on this machine, and with which key.
///
/// Made from the environment and local git config alone: what a fetched record says of base URLs
/// and headers never comes here, so it can neither redirect a call nor receive a key.
struct Endpoint: Sendable {
  /// The model's URI.
  let uri: ModelURI
  /// The base URL, without a slash at its end.
  let baseURL: String
  /// The key; `nil` for servers that need none.
  let key: Secret?
  /// Further headers of local config, with `${ENV}` filled in.
  let extraHeaders: [(name: String, value: Secret)]
  /// How requests are written.
  let wire: any WireProtocol

  /// The URL of a chat.
  var url: String { baseURL + wire.path(model: uri.name) }

  /// All that must not be shown.
  var secrets: [Secret] { (key.map { [$0] } ?? []) + extraHeaders.map(\.value) }

  /// Finds where a model's calls go.
  ///
  /// - Parameters:
  ///   - uri: the model.
  ///   - environment: the process's variables.
  ///   - config: local git config: `judge.<provider>.baseUrl`, and `judge.<provider>.header` with
  ///     one `Name: value` a line, values as `${ENV}` references.
  ///   - isOffline: whether nothing will be sent, so that a key is not needed.
  /// - Returns: `nil` where the provider is not built in.
  /// - Throws: `ModelError`: `no-credentials` that names the variable, `failed` for a base URL
  ///   that is none.
  static func find(
    _ uri: ModelURI, environment: [String: String], config: [String: String],
    isOffline: Bool = false
  ) throws(ModelError) -> Endpoint? {
    guard let provider = Provider.all.first(where: { $0.name == uri.provider }) else { return nil }
    let section = "judge.\(provider.name)."
    let filled = environment.filter { !$0.value.isEmpty }
    let base = try baseURL(provider, filled, configured: config[section + "baseUrl"])
    let key = provider.keyVariables.lazy.compactMap { filled[$0] }.first.map { Secret($0) }
    let isOwnHost = base == provider.baseURL || provider.baseURL == nil
    // A server of one's own (vLLM, llama.cpp) often has no key; the provider's API always has.
    if key == nil, provider.needsKey, isOwnHost, !isOffline {
      let names = provider.keyVariables.joined(separator: " or ")
      throw ModelError(
        .noCredentials, "no key for \(uri)", hint: "set \(names) in the environment")
    }
    let headers = try headers(config[section + "header"] ?? "", filled, provider.name)
    return Endpoint(
      uri: uri, baseURL: base, key: key, extraHeaders: headers, wire: provider.wire)
  }

  private static func baseURL(
    _ provider: Provider, _ environment: [String: String], configured: String?
  ) throws(ModelError) -> String {
    let variable = provider.baseVariables.first { environment[$0] != nil }
    guard var base = configured ?? variable.flatMap({ environment[$0] }) ?? provider.baseURL else {
      let names = provider.baseVariables.joined(separator: " or ")
      throw ModelError(
        .noCredentials, "\(provider.name):/ needs to know its host",
        hint: "set \(names), or `git config judge.\(provider.name).baseUrl URL`")
    }
    if configured == nil, let variable {
      // Users of Databricks and Ollama write hosts without a scheme.
      if !base.contains("://") {
        base = (variable == "OLLAMA_HOST" ? "http://" : "https://") + base
      }
      base = URLText.trimmed(base)
      if !base.hasSuffix(provider.baseSuffix) { base += provider.baseSuffix }
    }
    base = URLText.trimmed(base)
    guard URLText.isBase(base) else {
      throw ModelError(
        .failed, "\"\(base)\" is no base URL for \(provider.name):/",
        hint: "write https://HOST/PATH, without a user name")
    }
    return base
  }

  /// Reads `Name: value` lines; a value may name variables as `${NAME}`.
  private static func headers(
    _ text: String, _ environment: [String: String], _ provider: String
  ) throws(ModelError) -> [(name: String, value: Secret)] {
    var headers: [(name: String, value: Secret)] = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else {
        throw ModelError(
          .failed, "judge.\(provider).header has a line without a colon",
          hint: "write Name: ${VARIABLE}")
      }
      var value = ""
      var rest = parts[1].drop { $0 == " " }
      while let open = rest.firstIndex(of: "$") {
        value += rest[..<open]
        rest = rest[open...]
        guard rest.hasPrefix("${"), let close = rest.firstIndex(of: "}") else {
          value += "$"
          rest = rest.dropFirst()
          continue
        }
        let name = String(rest[..<close].dropFirst(2))
        guard let filled = environment[name] else {
          throw ModelError(
            .noCredentials, "judge.\(provider).header names ${\(name)}, which is not set")
        }
        value += filled
        rest = rest[rest.index(after: close)...]
      }
      value += rest
      headers.append((String(parts[0]), Secret(value)))
    }
    return headers
  }
}
