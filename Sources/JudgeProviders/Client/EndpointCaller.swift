import JudgeJSON
import JudgeModels
import JudgeWork
import Synchronization

/// Sends requests to an endpoint, in as many attempts as they are worth.
struct EndpointCaller {
  let endpoint: Endpoint
  let shared: ProviderState
  private var uri: ModelURI { endpoint.uri }

  init(endpoint: Endpoint, shared: ProviderState) {
    self.endpoint = endpoint
    self.shared = shared
  }

  /// Sends the request until it is answered or given up.
  ///
  /// Each answer that may have been billed is counted, whether or not it can be used.
  func call(_ exchange: some Exchange) async throws(JudgeFailure) -> ChatResponse {
    let target = CallTarget(uri: uri, url: exchange.url)
    var attempt = 1
    // Set if the server refused the request with its schema. Only the answer without the schema
    // shows whether the schema was the reason.
    var doubt: SchemaDoubt?
    var hasTriedPlain = false
    var failure: JudgeFailure?
    while true {
      let schema = doubt == nil ? exchange.schemaHash.filter { allows($0, target) } : nil
      let bytes = JSONValue.object(exchange.body(isStructured: schema != nil)).canonicalBytes()
      let estimate =
        shared.options.countsCost ? shared.options.prices.least(uri, sent: bytes.count) : nil
      do { try await shared.gate.enter(target, estimate: estimate) } catch {
        // A call that was sent before has an error of its own.
        throw error.code == .givenUp ? failure ?? error : error
      }
      let start = ContinuousClock.now
      let end = await send(bytes, exchange)
      if Task.isCancelled, case .failure = end.result {
        await shared.gate.cancelled()
        throw JudgeFailure(.cancelled, "the call was cancelled")
      }
      if case .failure(let error) = end.result { failure = error }
      let triesPlain = !hasTriedPlain && isWorthATry(end, without: schema, target)
      let parts = (ContinuousClock.now - start).components
      let wait = await shared.gate.leave(
        end, of: target, attempt: attempt,
        duration: Double(parts.seconds) + Double(parts.attoseconds) * 1e-18,
        isTriedPlain: triesPlain)
      attempt += 1
      if triesPlain {
        // The server may not support schemas. The prompt describes the form too.
        (doubt, hasTriedPlain) = (end.doubt, true)
        continue
      }
      if case .success = end.result { remember(exchange.schemaHash, sent: schema, doubt, target) }
      guard let wait else { return try end.result.get() }
      // If the server only may have meant the schema, and fails without it too, it did not.
      if doubt == .possible { doubt = nil }
      await CallGate.sleep(wait)
      try CallGate.checkCancelled()
    }
  }

  private func allows(_ schema: String, _ target: CallTarget) -> Bool {
    shared.schemas.withLock { $0.allows(schema, at: target.place) }
  }

  private func isWorthATry(
    _ end: CallAttempt, without schema: String?, _ target: CallTarget
  ) -> Bool {
    guard let schema, let doubt = end.doubt else { return false }
    return shared.schemas.withLock { $0.isWorthATry(doubt, without: schema, at: target.place) }
  }

  /// Remembers what an answer tells about the schema.
  private func remember(
    _ schema: String?, sent: String?, _ doubt: SchemaDoubt?, _ target: CallTarget
  ) {
    guard let schema else { return }
    shared.schemas.withLock { memory in
      if sent != nil {
        memory.keeps(to: schema, at: target.place)
      } else if let doubt {
        memory.answers(without: schema, at: target.place, after: doubt)
      }
    }
  }

  private func send(_ body: [UInt8], _ exchange: some Exchange) async -> CallAttempt {
    let reader = ReplyReader(endpoint: endpoint, shared: shared, sent: body.count)
    let headers =
      endpoint.wire.headers(key: endpoint.key) + endpoint.extraHeaders.map { ($0.name, $0.value) }
    do {
      let reply = try await HTTPTransport(timeout: shared.options.timeout).post(
        exchange.url, headers: headers, body: body)
      return reader.read(reply, to: exchange)
    } catch {
      // A cancelled call is not a failure of the endpoint, and the caller withdraws it.
      return reader.read(error, to: exchange, isCancelled: Task.isCancelled)
    }
  }
}

extension CallTarget {
  /// The address and the model, as the memory of schemas names them.
  fileprivate var place: String { "\(url) \(uri)" }
}

extension Optional {
  /// Returns the value if it fits.
  fileprivate func filter(_ fits: (Wrapped) -> Bool) -> Wrapped? {
    flatMap { fits($0) ? $0 : nil }
  }
}
