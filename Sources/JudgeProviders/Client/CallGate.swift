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

  init(_ flow: CallFlow, shared: SharedBudget? = nil) {
    self.flow = flow
    self.shared = shared
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
  func enter() async throws(JudgeFailure) {
    while true {
      try Self.checkCancelled()
      switch flow.start(now: now) {
      case .go:
        if try isAllowedByAll() { return }
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
  private func isAllowedByAll() throws(JudgeFailure) -> Bool {
    guard let shared else { return true }
    let start: BudgetLedger.Start
    do throws(JudgeFailure) { start = try shared.start() } catch {
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
  /// - Returns: the seconds to wait before the next attempt, or `nil` if the call is over.
  func leave(_ outcome: CallOutcome, attempt: Int, duration: Double) -> Double? {
    shared?.end(outcome)
    let end = flow.end(outcome, attempt: attempt, duration: duration, now: now)
    wake()
    switch end {
    case .done: return nil
    case .retry(let at):
      counted.withLock { $0.retries += 1 }
      return max(0, at - now)
    }
  }

  /// Withdraws a cancelled attempt.
  func cancelled() {
    shared?.end(.unreachable)
    cancelFlow()
  }

  /// Counts an answer.
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
