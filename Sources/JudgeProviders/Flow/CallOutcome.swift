/// How one attempt of a call ended.
enum CallOutcome: Hashable, Sendable {
  /// An answer came; its cost if it is known.
  case success(cost: Double?)
  /// The provider asked for fewer calls (429), perhaps saying for how many seconds.
  case tooMany(retryAfter: Double?)
  /// It may work the next time: 408, 5xx, half an answer.
  case unavailable(retryAfter: Double?)
  /// No connection, or one that was cut.
  case unreachable
  /// It will not work the next time either.
  case refused
}
