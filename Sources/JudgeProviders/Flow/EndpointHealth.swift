/// What the calls so far tell about one model at one address: a pure value.
///
/// It decides how often a call is worth a try, and stops calls to an endpoint that only fails, so
/// that it cannot hold a thousand rows for hours.
struct EndpointHealth: Hashable, Sendable {
  /// Why no call is sent now.
  enum Stop: Hashable, Sendable {
    /// The provider's quota is used up, in its own words.
    case exhausted(String)
    /// The last calls all failed: their number, and the last error.
    case failing(Int, String)
  }

  /// The maximum number of attempts per call if an earlier call was answered.
  static let maxAttempts = 10
  /// The maximum number of attempts per call if none was answered, or if the last one failed.
  static let maxAttemptsUnproven = 3
  /// The maximum number of attempts if the endpoint did not answer in time; each may be billed.
  static let maxAttemptsSilent = 2
  /// The number of failed calls in a row after which no more calls are sent.
  static let mostFailures = 8
  /// The seconds after which a stopped endpoint gets one more call.
  static let pause = 60.0

  private let mostFailures: Int
  /// Whether a call was ever answered.
  private(set) var hasAnswered = false
  /// Whether a call was answered since the last one that was given up.
  private var isProven = false
  /// The failed calls since the last answer.
  private(set) var failures = 0
  private var stop: Stop?
  private var nextTry = 0.0

  /// Creates the state of an endpoint that was never called.
  ///
  /// - Parameter mostFailures: the number of failed calls in a row that stops further calls; 0 for
  ///   no limit.
  init(mostFailures: Int = EndpointHealth.mostFailures) { self.mostFailures = mostFailures }

  /// Returns why a call may not be sent, or `nil` if it may.
  ///
  /// From time to time it lets one call through; if that one is answered, the others follow.
  mutating func refusal(now: Double) -> Stop? {
    guard let stop else { return nil }
    guard now >= nextTry else { return stop }
    nextTry = now + Self.pause
    return nil
  }

  /// Returns the maximum number of attempts of a call whose last attempt ended so.
  func maxAttempts(after outcome: CallOutcome) -> Int {
    if case .silent = outcome { return Self.maxAttemptsSilent }
    return isProven ? Self.maxAttempts : Self.maxAttemptsUnproven
  }

  /// Records the end of a call, after its last attempt.
  ///
  /// - Parameters:
  ///   - outcome: the outcome of the last attempt.
  ///   - words: the error, or an empty text for an answer.
  ///   - now: the time, in seconds.
  mutating func end(_ outcome: CallOutcome, words: String, now: Double) {
    switch outcome {
    case .success:
      (hasAnswered, isProven, failures, stop) = (true, true, 0, nil)
      return
    case .exhausted:
      (stop, nextTry) = (.exhausted(words), now + Self.pause)
      return
    case .refused(.text), .useless(_, .text): return
    case .refused(.unclear), .useless(_, .unclear): if hasAnswered { return }
    case .refused(.endpoint), .useless(_, .endpoint): break
    case .tooMany, .unavailable, .broken, .silent, .unreachable: isProven = false
    }
    failures += 1
    guard mostFailures > 0, failures >= mostFailures else { return }
    // Further failures are those of calls that were in flight, which have nothing new to say.
    guard stop == nil else { return }
    (stop, nextTry) = (.failing(failures, words), now + Self.pause)
  }
}
