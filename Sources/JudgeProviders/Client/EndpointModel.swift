import JudgeModels
import JudgeWork
import Synchronization

/// A model behind an endpoint: cache, one call for identical requests, flow, network.
struct EndpointModel: ChatModel {
  let endpoint: Endpoint
  let shared: ProviderState
  var uri: ModelURI { endpoint.uri }
  var maxFailures: Int { shared.options.maxFailures }

  func unsent(_ parameters: InferenceParameters) -> [String] {
    endpoint.wire.parameters.unsent(parameters.object)
  }

  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    let key = CallKey(request, uri: uri, baseURL: endpoint.baseURL)
    let hash = key.hash
    if let cached = cached(key, hash, request) {
      shared.gate.count(cached, uri: uri)
      return cached
    }
    guard !shared.options.isOffline else {
      throw JudgeFailure(
        .offline, "\(uri) has not answered this before, and calls are forbidden",
        remedy: .omit(.offline, to: "call it"))
    }
    let response = try await shared.flights.share(hash) { () async throws(JudgeFailure) in
      // Another process, or the previous identical call, may have stored the answer by now.
      if let cached = cached(key, hash, request) { return cached }
      let response = try await EndpointCaller(endpoint: endpoint, shared: shared)
        .call(ChatExchange(endpoint: endpoint, request: request))
      shared.cache?.store(response, to: key)
      shared.own.withLock { _ = $0.insert(hash) }
      return response
    }
    if response.isCached { shared.gate.count(response, uri: uri) }
    return response
  }

  /// Returns the answer in the cache, unless the request asks for a new one and an earlier command
  /// got this one.
  private func cached(_ key: CallKey, _ hash: String, _ request: ChatRequest) -> ChatResponse? {
    guard var response = shared.cached(key) else { return nil }
    response.isEarlier =
      !shared.options.isOffline && !shared.own.withLock { $0.contains(hash) }
    return request.isRenewed && response.isEarlier ? nil : response
  }
}
