public import JudgeModels
package import JudgePrivacy
public import JudgeWork
import Synchronization

/// The built-in providers, with one client for all of them.
public struct Providers: Sendable {
  private let state: ProviderState

  /// Creates the client; it makes no calls yet.
  public init(_ options: ProviderOptions = ProviderOptions()) {
    state = ProviderState(options)
  }

  /// Returns the chat model of a URI.
  ///
  /// - Parameter uri: the URI, such as `openai:/gpt-4.1-mini`.
  /// - Returns: the model, or `nil` if no provider of this name is built in.
  /// - Throws: `JudgeFailure` with code `no-credentials` and the variable to set.
  public func chatModel(for uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? {
    let endpoint = try Endpoint.find(
      uri, environment: state.options.environment, config: state.options.config,
      isOffline: state.options.isOffline)
    if endpoint != nil { try checkPrice(uri) }
    return endpoint.map { EndpointModel(endpoint: $0, shared: state) }
  }

  /// Returns the embedding model of a URI.
  ///
  /// - Parameter uri: the URI, such as `openai:/text-embedding-3-small`.
  /// - Returns: the model, or `nil` if no provider of this name is built in.
  /// - Throws: `JudgeFailure` with code `no-credentials` and the variable to set, or with code
  ///   `failed` for a provider without embeddings.
  public func embeddingModel(for uri: ModelURI) throws(JudgeFailure) -> (any EmbeddingModel)? {
    let endpoint = try Endpoint.find(
      uri, environment: state.options.environment, config: state.options.config,
      isOffline: state.options.isOffline)
    guard let endpoint else { return nil }
    guard let wire = endpoint.wire as? any EmbeddingWire else {
      throw JudgeFailure(.failed, "\(uri.provider) has no embeddings")
    }
    try checkPrice(uri)
    return EmbeddingEndpoint(endpoint: endpoint, wire: wire, shared: state)
  }

  /// Refuses a model without a price if the cost is limited, because an unknown cost cannot be
  /// limited.
  private func checkPrice(_ uri: ModelURI) throws(JudgeFailure) {
    guard state.options.maxCost == nil || state.options.prices.knows(uri) else {
      throw JudgeFailure(
        .failed, "the price of \(uri) is not known, so its cost cannot be capped",
        remedy: .anyOf([
          .run(.git, ["config", "judge.prices", "FILE"], to: "give its price"),
          .supply(.maxCalls, "N", to: "limit the calls instead"),
        ]))
    }
  }

  /// Returns whether a provider of this name is built in.
  public static func isKnown(_ provider: String) -> Bool {
    Provider.named(provider) != nil
  }

  /// Returns those of inference parameters that the protocol of a built-in provider does not have,
  /// without a key or host.
  ///
  /// - Parameters:
  ///   - parameters: the parameters.
  ///   - uri: the model.
  /// - Returns: their names; empty if the provider is not built in.
  public static func unsent(_ parameters: InferenceParameters, by uri: ModelURI) -> [String] {
    guard let provider = Provider.named(uri.provider) else { return [] }
    let wire: any WireProtocol =
      provider.cloud == .vertex ? VertexProtocol(model: uri.name) : provider.wire
    return wire.parameters.unsent(parameters.object)
  }

  /// The names of the built-in providers.
  public static var names: [String] { Provider.all.map(\.name) }

  /// A scrubber that removes the keys of all providers and the secrets of configured headers from
  /// any text.
  package var scrubber: SecretScrubber { state.scrubber }

  /// A scrubber of only those of these secrets that do not occur in texts by chance.
  package var ownKeys: SecretScrubber {
    SecretScrubber(
      KnownSecrets.all(environment: state.options.environment, config: state.options.config)
        .filter(\.looksRandom))
  }

  /// The statistics of the calls since this client was created.
  public var statistics: CallStatistics { state.gate.statistics }
}

/// The state shared by all models of a client.
final class ProviderState: Sendable {
  let options: ProviderOptions
  let gate: CallGate
  let flights = Flights()
  let cache: CallCache?
  let schemas = Mutex(SchemaMemory())
  /// The keys of the answers that this client got itself.
  let own = Mutex(Set<String>())
  /// A scrubber that removes all secrets of this machine from answers.
  let scrubber: SecretScrubber

  init(_ options: ProviderOptions) {
    self.options = options
    gate = CallGate(
      CallFlow(
        concurrency: options.concurrency, maxCalls: options.maxCalls, maxCost: options.maxCost,
        seed: UInt64.random(in: 0 ... .max)),
      shared: options.sharedBudgetFile.map {
        SharedBudget(path: $0, maxCalls: options.maxCalls, maxCost: options.maxCost)
      }, maxFailures: options.maxFailures)
    cache = options.cacheFolder.map { CallCache(folder: $0) }
    scrubber = SecretScrubber(
      KnownSecrets.all(environment: options.environment, config: options.config))
  }
}

extension ProviderState {
  /// Returns the answer in the cache; entries of earlier versions may contain an echoed key.
  func cached(_ key: CallKey) -> ChatResponse? {
    guard let found = cache?.response(to: key) else { return nil }
    var response = found
    response.text = scrubber.scrubbed(found.text)
    response.modelSnapshot = found.modelSnapshot.map { scrubber.scrubbed($0) }
    if response != found, let cache {
      cache.store(response, to: key, about: cache.subjects(of: key))
    }
    return response
  }
}
