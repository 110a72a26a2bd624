import FoundationEssentials
import JudgeJSON
import JudgeModels
import JudgePrivacy
import JudgeWork

/// Reads what a server replied, and what it means for further calls; errors are in the provider's
/// own words.
struct ReplyReader {
  private let uri: ModelURI
  private let baseURL: String
  private let shared: ProviderState
  /// The number of bytes sent.
  private let sent: Int

  init(endpoint: Endpoint, shared: ProviderState, sent: Int) {
    uri = endpoint.uri
    baseURL = endpoint.baseURL
    self.shared = shared
    self.sent = sent
  }

  // MARK: - Without an answer

  /// Reads the error of an attempt that got no whole answer.
  func read(_ error: any Error, to exchange: some Exchange, isCancelled: Bool) -> CallAttempt {
    guard !isCancelled else {
      return CallAttempt(.unreachable, JudgeFailure(.cancelled, "the call was cancelled"))
    }
    switch error {
    case let error as HTTPTransport.ReplyTooLong:
      // Another answer would be just as long.
      let cost = count(received: HTTPTransport.longestBody, for: exchange)
      return CallAttempt(.useless(cost: cost), failure("\(uri): \(error)"))
    case is HTTPTransport.TimedOut:
      // The provider may have done its work, and may send its bill.
      let cost = count(received: 0, for: exchange)
      let seconds = Dollars.text(shared.options.timeout)
      return CallAttempt(
        .silent(cost: cost),
        JudgeFailure(
          .failed, "\(uri) did not answer within \(seconds) s at \(baseURL)",
          remedy: .run(.git, ["config", "judge.timeout", "SECONDS"], to: "wait longer")))
    case let error as HTTPTransport.CutReply where (200..<300).contains(error.status):
      let cost = count(received: 0, for: exchange)
      return CallAttempt(.broken(cost: cost), unreachable(error))
    default: return CallAttempt(.unreachable, unreachable(error))
    }
  }

  private func unreachable(_ error: any Error) -> JudgeFailure {
    failure("\(uri) cannot be reached at \(baseURL): \(TransportFault.text(of: error))")
  }

  // MARK: - With an answer

  /// Reads a reply.
  func read(_ reply: HTTPTransport.Reply, to exchange: some Exchange) -> CallAttempt {
    guard (200..<300).contains(reply.status) else {
      let object = (try? JSONValue.parseRepairing(reply.body))?.0.objectValue ?? [:]
      return refusal(reply, status: reply.status, ProviderError(object))
    }
    let body: JSONObject
    if EventStream.isStream(reply.body, contentType: reply.contentType) {
      guard let whole = exchange.assembled(stream: reply.body) else {
        // The next answer would be a stream too.
        let cost = count(received: reply.body.count, for: exchange)
        return CallAttempt(
          .useless(cost: cost, .endpoint),
          failure(
            "\(uri) answered with a stream of events, which is not complete or has an unknown form"
          ))
      }
      body = whole
    } else if Self.isPage(reply) {
      return CallAttempt(
        .refused(.endpoint),
        JudgeFailure(
          .failed,
          scrubbed("\(uri) answered with a web page instead of JSON at \(baseURL)\(title(reply))"),
          remedy: "check the base URL and the proxy of this machine"))
    } else {
      do { body = try parsed(reply.body) } catch {
        let cost = count(received: reply.body.count, for: exchange)
        // A text that is too deep is not a cut one, so the next answer would be the same.
        return error.code == .tooDeep
          ? CallAttempt(
            .useless(cost: cost), failure("\(uri) answered with JSON that is nested too deep"))
          : CallAttempt(.broken(cost: cost), failure("\(uri) answered with malformed JSON"))
      }
    }
    if ProviderError.isOnlyThing(in: body) {
      let error = ProviderError(body)
      let bill = exchange.bill(of: body)
      if bill.inputTokens != nil { _ = count(bill, received: reply.body.count, for: exchange) }
      return refusal(reply, status: error.status ?? 400, error)
    }
    return answer(body, received: reply.body.count, to: exchange)
  }

  /// Parses a body.
  ///
  /// An id or a time beyond 2^53, or half an emoji, does not make an answer useless.
  private func parsed(_ bytes: [UInt8]) throws(JSONError) -> JSONObject {
    guard let object = try JSONValue.parseRepairing(bytes).0.objectValue else {
      return [:]
    }
    return object
  }

  private func answer(
    _ body: JSONObject, received: Int, to exchange: some Exchange
  ) -> CallAttempt {
    // This comes before any use of it, because this text is cached, recorded and shown.
    let object = shared.scrubber.scrubbed(body)
    let bill = exchange.bill(of: object)
    do throws(JudgeFailure) {
      var response = try exchange.response(from: object)
      let counted = count(
        bill, received: received, for: exchange, hasText: !response.text.isEmpty)
      (response.cost, response.isCostEstimated) = (counted.cost, counted.isCostEstimated)
      return CallAttempt(.success(cost: counted.cost), response)
    } catch {
      let counted = count(bill, received: received, for: exchange)
      return CallAttempt(
        .useless(cost: counted.cost),
        JudgeFailure(error.code, scrubbed(error.message), remedy: error.remedy))
    }
  }

  /// Reads an error in place of an answer.
  private func refusal(
    _ reply: HTTPTransport.Reply, status: Int, _ error: ProviderError
  ) -> CallAttempt {
    let retryAfter = reply.retryAfter.flatMap {
      RetryAfter.seconds($0, now: Date().timeIntervalSince1970)
    }
    let said = words(reply, error)
    if error.isQuota(status: status, hasWait: retryAfter != nil) {
      return CallAttempt(
        .exhausted,
        JudgeFailure(
          .quota, scrubbed("the quota of \(uri) is used up (status \(status)): \(said)"),
          remedy: "check the plan and the balance of the account"))
    }
    let doubt = SchemaDoubt.of(status: status, error)
    func refused(_ text: String, _ cause: CallOutcome.Cause) -> CallAttempt {
      // A request with tools may be sent again without them.
      let isOfRequest = error.isAboutText || error.holds(["tool", "function"])
      return CallAttempt(.refused(isOfRequest ? .text : cause), failure(text), doubt: doubt)
    }
    switch status {
    case 429:
      let failure = JudgeFailure(
        .rateLimited, scrubbed("\(uri) refused for too many requests: \(said)"),
        remedy: .anyOf([.supply(.concurrency, "N", to: "make fewer calls at once"), "wait"]))
      // A provider that wants hours is like one whose quota is used up.
      if let retryAfter, retryAfter > CallFlow.longestRetryAfter {
        return CallAttempt(.exhausted, failure)
      }
      return CallAttempt(.tooMany(retryAfter: retryAfter), failure)
    case 501: return refused("\(uri) failed with status \(status): \(said)", .endpoint)
    case 408, 409, 425, 500...:
      return CallAttempt(
        .unavailable(retryAfter: retryAfter),
        failure("\(uri) failed with status \(status): \(said)"), doubt: doubt)
    case 401, 403:
      return CallAttempt(
        .refused(error.isAboutText ? .text : .endpoint),
        JudgeFailure(
          .noCredentials, scrubbed("\(uri) refused the key (status \(status)): \(said)")))
    case 413: return refused("\(uri) answered status \(status): \(said)", .text)
    case 400, 422:
      return refused("\(uri) refused the request (status \(status)): \(said)", .unclear)
    case 300..<400:
      return CallAttempt(
        .refused(.endpoint),
        JudgeFailure(
          .failed, "\(uri) answered with a redirect (status \(status)), which is not followed",
          remedy:
            "a redirect could carry the key to another host: set the base URL to the final one"))
    default: return refused("\(uri) answered status \(status): \(said)", .endpoint)
    }
  }

  // MARK: - Costs

  /// Counts an answer without usable token counts; returns its cost, if a limit depends on it.
  private func count(received: Int, for exchange: some Exchange) -> Double? {
    count(ChatResponse(text: ""), received: received, for: exchange).cost
  }

  /// Counts an answer, and returns its bill with the cost.
  ///
  /// If a limit on the cost must hold and the provider sent no usable token counts, the cost is the
  /// highest possible one.
  private func count(
    _ bill: ChatResponse, received: Int, for exchange: some Exchange, hasText: Bool = false
  ) -> ChatResponse {
    var bill = bill
    bill.cost = shared.options.prices.cost(of: bill, uri: uri)
    if shared.options.countsCost, !exchange.isUsable(bill, hasText: hasText),
      let most = shared.options.prices.most(
        uri, snapshot: bill.modelSnapshot, sent: sent,
        received: exchange.isAnswerBilled ? received : 0)
    {
      (bill.cost, bill.isCostEstimated) = (most, true)
    }
    shared.gate.count(bill, uri: uri)
    return bill
  }

  // MARK: - Words

  /// Whether a body is a web page: that of a proxy, or of a wrong base URL.
  private static func isPage(_ reply: HTTPTransport.Reply) -> Bool {
    let type = reply.contentType?.lowercased() ?? ""
    if type.hasPrefix("text/html") || type.hasPrefix("application/xhtml") { return true }
    let start = reply.body.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return start == UInt8(ascii: "<") && !type.contains("json")
  }

  /// The title of a web page, in parentheses.
  private func title(_ reply: HTTPTransport.Reply) -> String {
    let text = String(decoding: reply.body.prefix(4096), as: UTF8.self)
    guard let start = text.firstRange(of: "<title>"),
      let end = text[start.upperBound...].firstRange(of: "</title>")
    else { return "" }
    let title = text[start.upperBound..<end.lowerBound].split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    return title.isEmpty ? "" : " (\"\(title.prefix(80))\")"
  }

  /// Returns the provider's own message, bounded, without secrets that it echoes and without its
  /// full stop.
  private func words(_ reply: HTTPTransport.Reply, _ error: ProviderError) -> String {
    if let message = error.message {
      let text = scrubbed(message).prefix(300)
      return String(text.hasSuffix(".") && !text.hasSuffix("..") ? text.dropLast() : text)
    }
    if Self.isPage(reply) { return "a web page" + title(reply) }
    // Scrubbed before it is cut, because half a key at the end would not be recognized.
    let text = String(decoding: shared.scrubber.scrubbed(reply.body).prefix(500), as: UTF8.self)
    return String(scrubbed(text).prefix(300))
  }

  private func failure(_ text: String) -> JudgeFailure { JudgeFailure(.failed, scrubbed(text)) }

  private func scrubbed(_ text: String) -> String { shared.scrubber.scrubbed(text) }
}
