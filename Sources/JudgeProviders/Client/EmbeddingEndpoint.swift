import JudgeJSON
import JudgeModels
import JudgeWork

/// Embeddings of a provider: texts come from the cache if they are in it, and the others in few
/// calls.
struct EmbeddingEndpoint: EmbeddingModel {
  /// The maximum number of texts in one call; providers accept at most a few hundred.
  static let batch = 100

  let endpoint: Endpoint
  let wire: any EmbeddingWire
  let shared: ProviderState
  var uri: ModelURI { endpoint.uri }

  func embed(_ texts: [String]) async throws(JudgeFailure) -> [[Double]] {
    var known: [String: [Double]] = [:]
    var missing: [String] = []
    for text in texts where known[text] == nil && !missing.contains(text) {
      let key = CallKey(embedding: text, uri: uri, baseURL: endpoint.baseURL)
      if let cached = shared.cached(key), let vector = Self.vector(cached.text) {
        shared.gate.count(cached, uri: uri)
        known[text] = vector
      } else {
        missing.append(text)
      }
    }
    guard missing.isEmpty || !shared.options.isOffline else {
      throw JudgeFailure(
        .offline, "\(uri) has not embedded \(missing.count) texts before, and calls are forbidden",
        remedy: .omit(.offline, to: "call it"))
    }
    let caller = EndpointCaller(endpoint: endpoint, shared: shared)
    while !missing.isEmpty {
      let part = Array(missing.prefix(Self.batch))
      missing.removeFirst(part.count)
      let response = try await caller.call(
        EmbeddingExchange(endpoint: endpoint, wire: wire, texts: part))
      let vectors = (try? JSONValue(parsing: Array(response.text.utf8)))?.arrayValue ?? []
      for (text, vector) in zip(part, vectors) {
        known[text] = vector.arrayValue?.compactMap(\.doubleValue)
        var single = ChatResponse(text: vector.canonicalText)
        single.modelSnapshot = response.modelSnapshot
        shared.cache?.store(
          single, to: CallKey(embedding: text, uri: uri, baseURL: endpoint.baseURL))
      }
    }
    return texts.map { known[$0] ?? [] }
  }

  private static func vector(_ text: String) -> [Double]? {
    (try? JSONValue(parsing: Array(text.utf8)))?.arrayValue?.compactMap(\.doubleValue)
  }
}
