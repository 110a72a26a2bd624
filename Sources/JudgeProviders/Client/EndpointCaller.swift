import FoundationEssentials
import JudgeJSON
import JudgeModels
import JudgePrivacy
import JudgeWork

/// Sends requests to an endpoint: flow, attempts, and errors in the provider's own words.
struct EndpointCaller {
  let endpoint: Endpoint
  let shared: ProviderState
  private var uri: ModelURI { endpoint.uri }

  init(endpoint: Endpoint, shared: ProviderState) {
    self.endpoint = endpoint
    self.shared = shared
  }

  /// Sends the request until it is answered or given up.
  func call(_ exchange: some Exchange) async throws(JudgeFailure) -> ChatResponse {
    var attempt = 1
    // Set if the server refused the request with its schema. Only the answer without the schema
    // shows whether the schema was the reason.
    var isPlain = false
    while true {
      try await shared.gate.enter()
      let start = ContinuousClock.now
      let isStructured =
        exchange.canBeStructured && !isPlain && !shared.plain.contains(exchange.url)
      let (outcome, result) = await send(exchange, isStructured: isStructured)
      if Task.isCancelled, case .failure = result {
        await shared.gate.cancelled()
        throw JudgeFailure(.cancelled, "the call was cancelled")
      }
      let parts = (ContinuousClock.now - start).components
      let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
      let wait = await shared.gate.leave(outcome, attempt: attempt, duration: seconds)
      if case .failure(let error) = result, error.code == Self.unstructured {
        // The server may not support schemas. The prompt describes the form too.
        isPlain = true
        continue
      }
      if isPlain, case .success = result { shared.plain.insert(exchange.url) }
      guard let wait else { return try result.get() }
      await CallGate.sleep(wait)
      try CallGate.checkCancelled()
      attempt += 1
    }
  }

  /// The code for a server that refuses a request because of its schema.
  private static let unstructured = JudgeFailure.Code("unstructured")

  private func send(
    _ exchange: some Exchange, isStructured: Bool
  ) async -> (CallOutcome, Result<ChatResponse, JudgeFailure>) {
    let body = exchange.body(isStructured: isStructured)
    let headers =
      endpoint.wire.headers(key: endpoint.key) + endpoint.extraHeaders.map { ($0.name, $0.value) }
    let bytes = JSONValue.object(body).canonicalBytes()
    let reply: HTTPTransport.Reply
    do {
      reply = try await HTTPTransport(timeout: shared.options.timeout).post(
        exchange.url, headers: headers, body: bytes)
    } catch let error as HTTPTransport.ReplyTooLong {
      // Another answer would be just as long.
      return (.refused(), .failure(failure("\(uri): \(error)")))
    } catch {
      return (
        .unreachable,
        .failure(
          failure(
            "\(uri) cannot be reached at \(endpoint.baseURL): "
              + TransportFault.text(of: error, timeout: shared.options.timeout)))
      )
    }
    let retryAfter = reply.retryAfter.flatMap {
      RetryAfter.seconds($0, now: Date().timeIntervalSince1970)
    }
    switch reply.status {
    case 200..<300: return read(reply.body, to: bytes.count, of: exchange)
    case 429:
      let error = JudgeFailure(
        .rateLimited, "\(uri) refused for too many requests: \(message(reply))",
        remedy: .anyOf([.supply(.concurrency, "N", to: "make fewer calls at once"), "wait"]))
      return (.tooMany(retryAfter: retryAfter), .failure(error))
    case 408, 409, 425, 500...:
      return (
        .unavailable(retryAfter: retryAfter),
        .failure(failure("\(uri) failed with status \(reply.status): \(message(reply))"))
      )
    case 401, 403:
      let error = JudgeFailure(
        .noCredentials, "\(uri) refused the key (status \(reply.status)): \(message(reply))")
      return (.refused(), .failure(error))
    case 400, 422:
      let code = isStructured ? Self.unstructured : .failed
      let text = "\(uri) refused the request (status \(reply.status)): \(message(reply))"
      return (.refused(), .failure(JudgeFailure(code, text)))
    case 300..<400:
      let error = JudgeFailure(
        .failed, "\(uri) answered with a redirect (status \(reply.status)), which is not followed",
        remedy: "a redirect could carry the key to another host: set the base URL to the final one")
      return (.refused(), .failure(error))
    default:
      return (
        .refused(), .failure(failure("\(uri) answered status \(reply.status): \(message(reply))"))
      )
    }
  }

  /// Reads a body that came with a success status.
  ///
  /// The provider has done its work, so the call is paid even if the body cannot be read.
  private func read(
    _ bytes: [UInt8], to sent: Int, of exchange: some Exchange
  ) -> (CallOutcome, Result<ChatResponse, JudgeFailure>) {
    // The highest possible cost, if a limit on the cost must hold.
    func most(_ snapshot: String? = nil) -> Double? {
      guard shared.options.countsCost else { return nil }
      return shared.options.prices.most(
        uri, snapshot: snapshot, sent: sent,
        received: exchange.isAnswerBilled ? bytes.count : 0)
    }
    var answer: JSONObject?
    // An id or a time beyond 2^53, or half an emoji, does not make an answer useless.
    do { answer = try JSONValue.parseRepairing(bytes).0.objectValue } catch {
      // A cut body is never deep: this one is intended to be, and another attempt would give the
      // same.
      if error.code == .tooDeep {
        return (
          .refused(cost: most()),
          .failure(failure("\(uri) answered with JSON that is nested too deep"))
        )
      }
    }
    guard let said = answer else {
      // A proxy's page or a cut body: the next attempt may return the whole body.
      return (
        .unavailable(retryAfter: nil, cost: most()),
        .failure(failure("\(uri) answered with malformed JSON"))
      )
    }
    // This comes before any use of it, because this text is cached, recorded and shown.
    let object = shared.scrubber.scrubbed(said)
    do throws(JudgeFailure) {
      var response = try exchange.response(from: object)
      response.cost = shared.options.prices.cost(of: response, uri: uri)
      if shared.options.countsCost, !exchange.isUsable(response),
        let cost = most(response.modelSnapshot)
      {
        response.cost = cost
        response.isCostEstimated = true
      }
      return (.success(cost: response.cost), .success(response))
    } catch {
      return (
        .refused(cost: most()),
        .failure(JudgeFailure(error.code, scrubbed(error.message), remedy: error.remedy))
      )
    }
  }

  private func failure(_ text: String) -> JudgeFailure { JudgeFailure(.failed, scrubbed(text)) }

  /// Returns the provider's own message, bounded, without secrets that it echoes.
  private func message(_ reply: HTTPTransport.Reply) -> String {
    let object = (try? JSONValue.parseRepairing(reply.body))?.0.objectValue
    let said =
      object?["error"]?.objectValue?["message"]?.stringValue ?? object?["error"]?.stringValue
      ?? object?["message"]?.stringValue
      // Scrubbed before it is cut, because half a key at the end would not be recognized.
      ?? String(decoding: shared.scrubber.scrubbed(reply.body).prefix(500), as: UTF8.self)
    return String(scrubbed(said).prefix(300))
  }

  private func scrubbed(_ text: String) -> String { shared.scrubber.scrubbed(text) }
}
