/// How one attempt of a call ended.
enum CallOutcome: Hashable, Sendable {
  /// An answer came; its cost if it is known.
  case success(cost: Double?)
  /// The provider asked for fewer calls (429), perhaps saying for how many seconds.
  case tooMany(retryAfter: Double?)
  /// It may work the next time: 408, 5xx, half an answer, which may have been billed.
  case unavailable(retryAfter: Double?, cost: Double? = nil)
  /// No connection, or one that was cut.
  case unreachable
  /// It will not work the next time either: refused, or an answer that cannot be used and was billed.
  case refused(cost: Double? = nil)

  /// What the attempt cost, if that is known.
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
