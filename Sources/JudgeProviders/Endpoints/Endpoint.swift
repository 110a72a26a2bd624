import JudgeModels
import JudgePrivacy
import JudgeWork

/// The destination and key of a model's calls on this machine.
///
/// It is created only from the environment and local git config. Base URLs and headers in a fetched
/// record are never used, so they can neither redirect a call nor receive a key.
struct Endpoint: Sendable {
  /// The model's URI.
  let uri: ModelURI
  /// The model's name in requests.
  let model: String
  /// The destination of calls.
  let base: BaseURL
  /// The key, or `nil` for servers that need none.
  let key: Secret?
  /// Additional headers from local git config.
  let extraHeaders: [ConfiguredHeader]
  /// The wire protocol of requests.
  let wire: any WireProtocol

  /// The base URL as text, without secrets.
  var baseURL: String { base.text }

  /// The URL of a chat.
  var url: String { base.url(wire.path(model: model)) }

  /// Finds the endpoint of a model.
  ///
  /// - Parameters:
  ///   - uri: the model.
  ///   - environment: the environment variables of the process.
  ///   - config: local git config: `judge.<provider>.baseUrl`, and `judge.<provider>.header` with
  ///     one `Name: value` per line, with values as `${ENV}` references.
  ///   - isOffline: whether no requests will be sent, so that a key is not needed.
  /// - Returns: the endpoint, or `nil` if the provider is not built in.
  /// - Throws: `JudgeFailure` that names the variable or setting, but never its value:
  ///   `no-credentials` for a key that is missing or must not be sent, `not-trusted` for an invalid
  ///   base URL or one that may hold a secret.
  static func find(
    _ uri: ModelURI, environment: [String: String], config: [String: String],
    isOffline: Bool = false
  ) throws(JudgeFailure) -> Endpoint? {
    guard let provider = Provider.named(uri.provider) else { return nil }
    let section = "judge.\(provider.name)."
    let filled = environment.filter { !$0.value.isEmpty }
    let model = try uri.name.isEmpty ? managedModel(config) : uri.name
    let configured = config[section + "baseUrl"]
    let hasBase = configured != nil || provider.baseVariables.contains { filled[$0] != nil }
    let place = try provider.cloud?.place(of: model, filled, hasBase: hasBase)
    let base = try baseURL(provider, place, filled, configured: configured)
    let key = try key(of: provider, filled)
    let isOwnHost = base.text == provider.baseURL || provider.baseURL == nil
    let headers = try ConfiguredHeader.all(
      in: config[section + "header"] ?? "", filled, provider.name)
    // The user's own server (vLLM, llama.cpp) often has no key; the provider's API always has one.
    if key == nil, provider.needsKey, isOwnHost, !isOffline, !headers.contains(where: \.isKey) {
      let names = provider.keyVariables.joined(separator: " or ")
      throw JudgeFailure(
        .noCredentials, "no key for \(uri)",
        remedy: provider.cloud?.keyRemedy(filled) ?? .advice("set \(names) in the environment"))
    }
    return Endpoint(
      uri: uri, model: model, base: base, key: key, extraHeaders: headers,
      wire: place?.wire ?? provider.wire)
  }

  /// Returns the serving endpoint that answers for the bare word `databricks`.
  private static func managedModel(_ config: [String: String]) throws(JudgeFailure) -> String {
    if let name = config["judge.databricks.endpoint"], !name.isEmpty { return name }
    throw JudgeFailure(
      .noCredentials,
      "databricks without an endpoint is the judge that Databricks manages, which only its own "
        + "client can ask",
      remedy: .advice(
        "name an endpoint, such as databricks:/databricks-gpt-oss-120b, or set one for the bare "
          + "word: `git config judge.databricks.endpoint NAME`"))
  }

  private static func key(
    of provider: Provider, _ environment: [String: String]
  ) throws(JudgeFailure) -> Secret? {
    guard let variable = provider.keyVariables.first(where: { environment[$0] != nil }),
      let key = environment[variable]
    else { return nil }
    if let fault = Secret.fault(ofKey: key) {
      throw JudgeFailure(
        .noCredentials, "\(variable) holds \(fault.rawValue), so it is not sent",
        remedy: "set it again without that; the value is not shown here")
    }
    return Secret(key)
  }

  private static func baseURL(
    _ provider: Provider, _ place: Cloud.Place?, _ environment: [String: String],
    configured: String?
  ) throws(JudgeFailure) -> BaseURL {
    let variable = provider.baseVariables.first { environment[$0] != nil }
    guard
      var base = configured ?? variable.flatMap({ environment[$0] }) ?? place?.baseURL
        ?? provider.baseURL
    else {
      let names = provider.baseVariables.joined(separator: " or ")
      throw JudgeFailure(
        .noCredentials, "\(provider.name):/ needs to know its host",
        remedy: "set \(names), or `git config judge.\(provider.name).baseUrl URL`")
    }
    var suffix = ""
    if configured == nil, let variable {
      // Users of Databricks and Ollama write hosts without a scheme.
      if ["DATABRICKS_HOST", "OLLAMA_HOST"].contains(variable), !base.contains("://") {
        base = (variable == "OLLAMA_HOST" ? "http://" : "https://") + base
      }
      suffix = place?.suffix ?? provider.baseSuffix
    }
    do throws(BaseURL.Fault) {
      let url = try BaseURL(base)
      return url.start.hasSuffix(suffix) ? url : try BaseURL(url.url(suffix))
    } catch {
      let place =
        configured != nil
        ? "git config judge.\(provider.name).baseUrl" : variable ?? "the base URL"
      throw JudgeFailure(
        .notTrusted, "\(place) \(error.reason); its value is not shown", remedy: .advice(error.hint)
      )
    }
  }
}
