/// Decides when calls may be sent: a pure state machine without clock or network.
///
/// It starts at the given concurrency. If the provider answers 429, the number in flight is halved,
/// at most once per round trip. Once a ceiling is known, the cuts are small and the way back up is
/// slow, so that throughput settles just below it (additive increase, multiplicative decrease, as
/// in TCP's congestion avoidance, RFC 5681). The budget is a ``CallBudget``.
struct CallFlow: Sendable {
  /// The action to take now.
  enum Start: Hashable, Sendable {
    /// Send.
    case go
    /// Ask again after a call has ended, or at this time if one is given.
    case wait(until: Double?)
    /// Refuse: the budget is used up, with the reason.
    case refuse(String)
  }

  /// The action after an attempt.
  enum End: Hashable, Sendable {
    /// The call is over.
    case done
    /// Send it again at this time.
    case retry(at: Double)
  }

  /// The maximum number of attempts per call.
  static let maxAttempts = 10
  /// The maximum number of attempts per call if the host cannot be reached and has never answered.
  static let maxAttemptsUnmet = 3
  /// The first wait after a 429 without `Retry-After`, in seconds.
  static let firstDelay = 0.25
  /// The maximum wait in seconds if the provider does not ask for one.
  static let longestDelay = 30.0
  /// The maximum wait in seconds that a provider may ask for; a longer one ends the call.
  static let longestRetryAfter = 300.0

  private let top: Double
  private var random: UInt64
  private(set) var limit: Double
  private(set) var inFlight = 0
  private var budget: CallBudget
  private var hasAnswered = false
  private var ceiling: Double?
  private var pausedUntil = 0.0
  private var lastCut = -Double.infinity
  private var roundTrip = 0.2

  /// Creates a flow; times are seconds of any steady clock.
  init(concurrency: Int, maxCalls: Int? = nil, maxCost: Double? = nil, seed: UInt64 = 1) {
    top = Double(max(1, concurrency))
    limit = top
    budget = CallBudget(maxCalls: maxCalls, maxCost: maxCost)
    random = seed
  }

  /// The number of calls that are answered or in flight.
  var calls: Int { budget.calls }
  /// The cost of the answered calls with a known price, in US dollars.
  var spent: Double { budget.spent }

  /// Returns whether a call, or another attempt of one, may be sent.
  mutating func start(now: Double) -> Start {
    if now < pausedUntil { return .wait(until: pausedUntil) }
    if Double(inFlight) >= max(1, limit.rounded(.down)) { return .wait(until: nil) }
    if let why = budget.refusal(inFlight: inFlight) {
      return inFlight > 0 ? .wait(until: nil) : .refuse(why)
    }
    inFlight += 1
    budget.calls += 1
    return .go
  }

  /// Records the end of an attempt.
  ///
  /// - Parameters:
  ///   - outcome: the outcome of the attempt.
  ///   - attempt: the number of the attempt within its call, from 1.
  ///   - duration: the duration of the attempt in seconds.
  ///   - now: the time, in seconds.
  /// - Returns: whether to send the call again, and when.
  mutating func end(
    _ outcome: CallOutcome, attempt: Int, duration: Double, now: Double
  ) -> End {
    inFlight -= 1
    if let cost = outcome.cost { budget.pay(cost) }
    switch outcome {
    case .success:
      hasAnswered = true
      roundTrip += (duration - roundTrip) * 0.1
      grow()
      return .done
    case .refused: return .done
    case .tooMany(let retryAfter):
      // The provider did no work, so the attempt costs nothing.
      budget.calls -= 1
      cut(now)
      if let retryAfter, retryAfter > 0 { pausedUntil = max(pausedUntil, now + retryAfter) }
      return again(attempt, retryAfter, now)
    case .unavailable(let retryAfter, _):
      budget.calls -= 1
      return again(attempt, retryAfter, now)
    case .unreachable:
      budget.calls -= 1
      // A server that has never answered is probably not there: a wrong address, or no server.
      guard hasAnswered || attempt < Self.maxAttemptsUnmet else { return .done }
      return again(attempt, nil, now)
    }
  }

  /// Withdraws a start whose attempt was not sent.
  mutating func cancel() {
    inFlight -= 1
    budget.calls -= 1
  }

  private mutating func again(_ attempt: Int, _ retryAfter: Double?, _ now: Double) -> End {
    guard attempt < Self.maxAttempts else { return .done }
    if let retryAfter {
      guard retryAfter <= Self.longestRetryAfter else { return .done }
      // Spread out, so that calls do not all start when the wait is over.
      return .retry(at: now + retryAfter + jitter() * min(1, retryAfter * 0.1))
    }
    let doubled = Self.firstDelay * Double(1 << min(attempt - 1, 8))
    return .retry(at: now + min(doubled, Self.longestDelay) * (0.5 + jitter()))
  }

  private mutating func cut(_ now: Double) {
    // Many calls report one overload, so they count once.
    guard now - lastCut > roundTrip else { return }
    lastCut = now
    let factor = ceiling == nil || limit > (ceiling ?? 0) * 1.5 ? 0.5 : 0.9
    ceiling = limit
    limit = max(1, limit * factor)
  }

  private mutating func grow() {
    guard limit < top else { return }
    // Grow quickly if far below the known ceiling, and by tiny steps close to it.
    let isClose = ceiling.map { limit >= $0 - 1 } ?? false
    limit = min(top, limit + (isClose ? 0.02 : 0.5) / limit)
  }

  /// Returns a number in 0..<1 (SplitMix64).
  private mutating func jitter() -> Double {
    random &+= 0x9e37_79b9_7f4a_7c15
    var z = random
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
}
