import JudgeModels
import JudgeWork
import Synchronization

/// Lets calls pass as the flow allows, and counts them.
actor CallGate {
  private var flow: CallFlow
  private var waiting: [CheckedContinuation<Void, Never>] = []
  /// The budget in which other processes count too, or nil if the process has its own.
  private let shared: SharedBudget?
  private let counted = Mutex(CallStatistics())
  private let start = ContinuousClock.now
  /// What the calls so far tell about each model at each address.
  private var health: [CallTarget: EndpointHealth] = [:]
  private let maxFailures: Int

  init(
    _ flow: CallFlow, shared: SharedBudget? = nil, maxFailures: Int = EndpointHealth.mostFailures
  ) {
    self.flow = flow
    self.shared = shared
    self.maxFailures = maxFailures
  }

  /// The statistics of the calls so far.
  ///
  /// Can be read at once, even while a call waits.
  nonisolated var statistics: CallStatistics { counted.withLock { $0 } }

  private var now: Double {
    let parts = (ContinuousClock.now - start).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  /// Waits until an attempt may be sent.
  ///
  /// - Parameters:
  ///   - target: the model and its address.
  ///   - estimate: the cost of the call's own text in US dollars, or `nil` if it does not matter.
  /// - Throws: `JudgeFailure` with code `budget` if the budget or the provider's quota is used up,
  ///   `given-up` if the model has failed too often, or `cancelled`.
  func enter(_ target: CallTarget, estimate: Double?) async throws(JudgeFailure) {
    while true {
      try Self.checkCancelled()
      if let stop = health[target]?.refusal(now: now) {
        wake()
        throw target.failure(stop)
      }
      switch flow.start(now: now, estimate: estimate) {
      case .go:
        if try isAllowedByAll(estimate) { return }
        await Self.sleep(SharedBudget.pause)
      case .refuse(let why):
        wake()
        throw Self.overBudget(why)
      case .wait(let until?): await Self.sleep(max(0.001, until - now))
      case .wait(nil): await withCheckedContinuation { waiting.append($0) }
      }
    }
  }

  /// Returns whether the shared budget also allows the call that the flow has allowed.
  ///
  /// If not, the call is given back to the flow.
  private func isAllowedByAll(_ estimate: Double?) throws(JudgeFailure) -> Bool {
    guard let shared else { return true }
    let start: BudgetLedger.Start
    do throws(JudgeFailure) { start = try shared.start(estimate: estimate) } catch {
      cancelFlow()
      throw error
    }
    switch start {
    case .go: return true
    case .wait:
      cancelFlow()
      return false
    case .refuse(let why):
      cancelFlow()
      throw Self.overBudget("\(why) by all that share it")
    }
  }

  private func cancelFlow() {
    flow.cancel()
    wake()
  }

  private static func overBudget(_ why: String) -> JudgeFailure {
    JudgeFailure(.budget, why, remedy: "raise it and run again; what is cached is free")
  }

  /// Records the end of an attempt.
  ///
  /// - Parameters:
  ///   - end: the attempt.
  ///   - target: the model and its address.
  ///   - attempt: the number of the attempt within its call, from 1.
  ///   - duration: the duration of the attempt in seconds.
  ///   - isTriedPlain: whether the call goes on at once, without its schema.
  /// - Returns: the seconds to wait before the next attempt, or `nil` if the call is over.
  func leave(
    _ end: CallAttempt, of target: CallTarget, attempt: Int, duration: Double, isTriedPlain: Bool
  ) -> Double? {
    shared?.end(end.outcome)
    var health = health[target] ?? EndpointHealth(mostFailures: maxFailures)
    let most = isTriedPlain ? 0 : health.maxAttempts(after: end.outcome)
    let next = flow.end(end.outcome, attempt: attempt, most: most, duration: duration, now: now)
    var wait: Double?
    if case .retry(let at) = next {
      counted.withLock { $0.retries += 1 }
      wait = max(0, at - now)
    } else if !isTriedPlain {
      health.end(end.outcome, words: end.words, now: now)
    }
    self.health[target] = health
    wake()
    return wait
  }

  /// Withdraws a cancelled attempt.
  func cancelled() {
    shared?.end(.unreachable)
    cancelFlow()
  }

  /// Counts an answer, or the bill of one that cannot be used.
  nonisolated func count(_ response: ChatResponse, uri: ModelURI) {
    counted.withLock { statistics in
      if let snapshot = response.modelSnapshot {
        statistics.snapshots[uri.description, default: []].insert(snapshot)
      }
      statistics.count(response)
    }
  }

  /// Wakes all waiting calls; the flow decides which may be sent, and there are few of them.
  private func wake() {
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  static func sleep(_ seconds: Double) async {
    // Cancellation ends the sleep, and the caller checks for it.
    try? await Task.sleep(for: .seconds(seconds))
  }

  static func checkCancelled() throws(JudgeFailure) {
    if Task.isCancelled { throw JudgeFailure(.cancelled, "the call was cancelled") }
  }
}
