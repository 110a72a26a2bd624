/// How one attempt of a call ended.
enum CallOutcome: Hashable, Sendable {
  /// An answer came; its cost where it is known.
  case success(cost: Double?)
  /// The provider asked for fewer calls (429), perhaps saying for how many seconds.
  case tooMany(retryAfter: Double?)
  /// It may work the next time: 408, 5xx, a cut connection, no answer in time.
  case unavailable(retryAfter: Double?)
  /// It will not work the next time either.
  case refused
}
