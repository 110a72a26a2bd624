/// The outcome of one attempt of a call.
enum CallOutcome: Hashable, Sendable {
  /// The cause of a permanent failure, which decides whether further calls are worth a try.
  enum Cause: Hashable, Sendable {
    /// The endpoint: it does the same to every request.
    case endpoint
    /// Unclear: the endpoint if it never gave an answer, else the request.
    case unclear
    /// This request's own text, such as one that is too long.
    case text
  }

  /// An answer, with its cost if it is known.
  case success(cost: Double?)
  /// The provider asked for fewer calls (429), with the wait in seconds if it named one.
  case tooMany(retryAfter: Double?)
  /// A failure that may be temporary: 408, 5xx.
  case unavailable(retryAfter: Double?)
  /// Half an answer, which may have been billed.
  case broken(cost: Double?)
  /// No answer in time; it may have been billed.
  case silent(cost: Double?)
  /// A missing or interrupted connection.
  case unreachable
  /// The account has no money or quota left, so that no call can be answered for a long time.
  case exhausted
  /// A refusal that will not change, such as of the key or of the request; nothing was billed.
  case refused(Cause)
  /// An answer that was billed and cannot be used.
  case useless(cost: Double?, Cause = .unclear)

  /// The cost of the attempt, or nil if it is unknown.
  var cost: Double? {
    switch self {
    case .success(let cost), .useless(let cost, _), .broken(let cost), .silent(let cost): cost
    case .tooMany, .unavailable, .unreachable, .exhausted, .refused: nil
    }
  }

  /// Whether the attempt counts as a call: if it was billed, or may have been.
  var isCounted: Bool {
    switch self {
    case .success, .useless, .broken, .silent: true
    case .tooMany, .unavailable, .unreachable, .exhausted, .refused: false
    }
  }
}
