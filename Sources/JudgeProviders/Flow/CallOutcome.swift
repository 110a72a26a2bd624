/// The outcome of one attempt of a call.
enum CallOutcome: Hashable, Sendable {
  /// An answer, with its cost if it is known.
  case success(cost: Double?)
  /// The provider asked for fewer calls (429), with the wait in seconds if it named one.
  case tooMany(retryAfter: Double?)
  /// A failure that may be temporary: 408, 5xx, or half an answer, which may have been billed.
  case unavailable(retryAfter: Double?, cost: Double? = nil)
  /// A missing or interrupted connection.
  case unreachable
  /// A permanent failure: a refusal, or an unusable answer that was billed.
  case refused(cost: Double? = nil)

  /// The cost of the attempt, or nil if it is unknown.
  var cost: Double? {
    switch self {
    case .success(let cost), .refused(let cost), .unavailable(_, let cost): cost
    case .tooMany, .unreachable: nil
    }
  }

  /// Whether the attempt counts as a call.
  var isCounted: Bool {
    switch self {
    case .success, .refused: true
    case .tooMany, .unavailable, .unreachable: false
    }
  }
}
