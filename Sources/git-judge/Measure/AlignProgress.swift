import GitJudge
import Synchronization

/// Tells on standard error how an alignment goes.
final class AlignProgress: Sendable {
  /// How often the line is redrawn while calls are answered.
  private static let interval = Duration.milliseconds(250)

  private struct State {
    var status = AlignmentStatus()
    var isOver = false
  }

  private let isQuiet: Bool
  private let isDetailed: Bool
  private let calls: @Sendable () -> CallStatistics
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// Begins to count.
  ///
  /// - Parameters:
  ///   - isQuiet: whether nothing is printed.
  ///   - isDetailed: whether each step gets a line of its own.
  ///   - calls: what was called so far.
  init(
    isQuiet: Bool, isDetailed: Bool,
    calls: @escaping @Sendable () -> CallStatistics
  ) {
    self.isQuiet = isQuiet
    self.isDetailed = isDetailed
    self.calls = calls
  }

  /// A line per step if the user asked for them, else one line that is redrawn.
  func show(_ event: AlignmentEvent) {
    guard !isQuiet, isDetailed || !event.isDetail else { return }
    update { $0.take(event) }
  }

  /// Takes note of something, and shows it.
  func update(_ change: (inout AlignmentStatus) -> Void) {
    guard !isQuiet else { return }
    state.withLock { state in
      change(&state.status)
      refresh(&state)
      guard !state.isOver else { return }
      if isDetailed {
        Console.say(SafeText.terminal(state.status.entry))
      } else {
        Console.progress(SafeText.terminal(state.status.line))
      }
    }
  }

  /// How many answers are needed at most.
  func expect(_ most: Int?) { state.withLock { $0.status.most = most } }

  /// Redraws the line while something is done, and clears it at the end.
  func watch<Value>(
    isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Value
  ) async throws -> Value {
    let redrawing = Task { await redraw() }
    defer {
      redrawing.cancel()
      state.withLock {
        $0.isOver = true
        Console.endProgress()
      }
    }
    return try await work()
  }

  private func redraw() async {
    guard !isQuiet, !isDetailed, Console.showsProgress else { return }
    while !Task.isCancelled {
      state.withLock { state in
        refresh(&state)
        if !state.isOver { Console.progress(SafeText.terminal(state.status.line)) }
      }
      // A cancelled sleep ends the loop.
      try? await Task.sleep(for: Self.interval)
    }
  }

  private func refresh(_ state: inout State) {
    state.status.calls = calls()
    let parts = (ContinuousClock.now - start).components
    state.status.seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
