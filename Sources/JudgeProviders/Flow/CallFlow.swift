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
  ///
  /// - Parameters:
  ///   - now: the time, in seconds.
  ///   - estimate: the cost of the call's own text in US dollars, or `nil` if it does not matter.
  /// - Returns: the action.
  mutating func start(now: Double, estimate: Double? = nil) -> Start {
    if now < pausedUntil { return .wait(until: pausedUntil) }
    if Double(inFlight) >= max(1, limit.rounded(.down)) { return .wait(until: nil) }
    if let why = budget.refusal(inFlight: inFlight, estimate: estimate) {
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
  ///   - most: the maximum number of attempts, as the endpoint's health allows.
  ///   - duration: the duration of the attempt in seconds.
  ///   - now: the time, in seconds.
  /// - Returns: whether to send the call again, and when.
  mutating func end(
    _ outcome: CallOutcome, attempt: Int, most: Int, duration: Double, now: Double
  ) -> End {
    inFlight -= 1
    if let cost = outcome.cost { budget.pay(cost) }
    if !outcome.isCounted { budget.calls -= 1 }
    switch outcome {
    case .success:
      roundTrip += (duration - roundTrip) * 0.1
      grow()
      return .done
    case .refused, .useless, .exhausted: return .done
    case .tooMany(let retryAfter):
      cut(now)
      let next = again(attempt, of: most, retryAfter, now)
      if let retryAfter, retryAfter > 0, next != .done {
        pausedUntil = max(pausedUntil, now + retryAfter)
      }
      return next
    case .unavailable(let retryAfter): return again(attempt, of: most, retryAfter, now)
    case .broken, .silent, .unreachable: return again(attempt, of: most, nil, now)
    }
  }

  /// Withdraws a start whose attempt was not sent.
  mutating func cancel() {
    inFlight -= 1
    budget.calls -= 1
  }

  private mutating func again(
    _ attempt: Int, of most: Int, _ retryAfter: Double?, _ now: Double
  ) -> End {
    guard attempt < most else { return .done }
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
