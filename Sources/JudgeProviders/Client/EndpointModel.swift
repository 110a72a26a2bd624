import JudgeJSON
import JudgeModels
import JudgeWork

/// A model behind an endpoint: cache, one call for identical requests, flow, network.
struct EndpointModel: ChatModel {
  let endpoint: Endpoint
  let shared: ProviderState
  var uri: ModelURI { endpoint.uri }

  func unsent(_ parameters: InferenceParameters) -> [String] {
    endpoint.wire.parameters.unsent(parameters.object)
  }

  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    let key = CallKey(request, uri: uri, baseURL: endpoint.baseURL)
    if let cached = shared.cached(key) {
      shared.gate.count(cached, uri: uri)
      return cached
    }
    guard !shared.options.isOffline else {
      throw JudgeFailure(
        .offline, "\(uri) has not answered this before, and calls are forbidden",
        remedy: .omit(.offline, to: "call it"))
    }
    let hash = key.hash
    let response = try await shared.flights.share(hash) { () async throws(JudgeFailure) in
      // Another process, or the previous identical call, may have stored the answer by now.
      if let cached = shared.cached(key) { return cached }
      let response = try await EndpointCaller(endpoint: endpoint, shared: shared)
        .call(ChatExchange(endpoint: endpoint, request: request))
      shared.cache?.store(response, to: key)
      return response
    }
    shared.gate.count(response, uri: uri)
    return response
  }
}
