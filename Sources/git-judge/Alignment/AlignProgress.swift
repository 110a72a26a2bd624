import GitJudge
import Synchronization

/// Shows the progress of an alignment on standard error.
final class AlignProgress: Sendable {
  /// The interval for redrawing the line during calls.
  private static let interval = Duration.milliseconds(250)

  private struct State {
    var status = AlignmentStatus()
    /// The current inner step, if the work reports progress.
    var inner: WorkStep?
    var isOver = false
  }

  private let isQuiet: Bool
  private let isDetailed: Bool
  private let calls: @Sendable () -> CallStatistics
  private let start = ContinuousClock.now
  /// The listener outside of the alignment.
  private let listener = WorkProgress.listener
  private let state = Mutex(State())

  /// Starts counting.
  ///
  /// - Parameters:
  ///   - isQuiet: whether to print nothing.
  ///   - isDetailed: whether to print a line for each step.
  ///   - calls: the statistics of the calls so far.
  init(
    isQuiet: Bool, isDetailed: Bool,
    calls: @escaping @Sendable () -> CallStatistics
  ) {
    self.isQuiet = isQuiet
    self.isDetailed = isDetailed
    self.calls = calls
  }

  /// Shows an event on a line of its own if the user asked for this, else on the redrawn line.
  func show(_ event: AlignmentEvent) {
    guard !isQuiet, isDetailed || !event.isDetail else { return }
    update { $0.take(event) }
  }

  /// Updates the status and shows it.
  func update(_ change: (inout AlignmentStatus) -> Void) {
    guard !isQuiet else { return }
    state.withLock { state in
      change(&state.status)
      refresh(&state)
      guard !state.isOver else { return }
      if isDetailed {
        Console.say(SafeText.terminal(state.status.entry))
      } else {
        show(state)
      }
    }
  }

  /// Sets the maximum number of answers that are needed.
  func expect(_ most: Int?) { state.withLock { $0.status.most = most } }

  /// Redraws the line during an operation, and clears it at the end.
  func watch<Value>(
    isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Value
  ) async throws -> Value {
    let redrawing = Task { await redraw() }
    defer {
      redrawing.cancel()
      state.withLock { $0.isOver = true }
    }
    // Inner steps, such as resampling, are part of this line and do not replace it.
    return try await WorkProgress.$listener.withValue(WorkListener { [self] in within($0) }) {
      try await work()
    }
  }

  private func within(_ step: WorkStep) {
    guard !isQuiet, !isDetailed, let listener else { return }
    // Another program is about to use the terminal.
    if step == .pause { listener(step) }
    state.withLock { state in
      state.inner = step.isOver ? nil : step
      if state.inner != nil, !state.isOver { show(state) }
    }
  }

  private func redraw() async {
    guard !isQuiet, !isDetailed, listener != nil else { return }
    while !Task.isCancelled {
      state.withLock { state in
        refresh(&state)
        if !state.isOver { show(state) }
      }
      // A cancelled sleep ends the loop.
      try? await Task.sleep(for: Self.interval)
    }
  }

  private func show(_ state: State) {
    let status = state.status
    var step = WorkStep("", done: 0, of: nil, detail: status.line)
    if let share = status.doneShare ?? status.answeredShare, share < 1 {
      (step.done, step.total) = (Int(share * 1000), 1000)
    } else if let inner = state.inner {
      (step.what, step.done, step.total) = (inner.what, inner.done, inner.total)
    }
    listener?(step)
  }

  private func refresh(_ state: inout State) {
    state.status.calls = calls()
    let parts = (ContinuousClock.now - start).components
    state.status.seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
