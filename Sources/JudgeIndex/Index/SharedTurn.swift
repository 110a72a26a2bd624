import Synchronization

/// Lets tasks that want the same work done share it.
///
/// One task works at a time. All tasks that wait when a work begins share its result, because it
/// began after each of them asked.
final class SharedTurn<Result: Sendable>: Sendable {
  /// The part of a task.
  enum Part: Sendable {
    /// The task does the work, and calls ``finish(_:)``.
    case lead
    /// Another task did it.
    case done(Result)
    /// The other task failed, so ask again.
    case again
  }

  private struct State {
    var isTaken = false
    /// The tasks that share the work that is being done.
    var sharing: [CheckedContinuation<Part, Never>] = []
    /// The tasks that came since it began.
    var waiting: [CheckedContinuation<Part, Never>] = []
  }

  private let state = Mutex(State())

  /// Waits for a turn.
  ///
  /// - Returns: the part of this task.
  func enter() async -> Part {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.isTaken {
          state.waiting.append(continuation)
          return false
        }
        state.isTaken = true
        return true
      }
      if isFree { continuation.resume(returning: .lead) }
    }
  }

  /// Ends the work of this task, and begins the next one if tasks wait.
  ///
  /// - Parameter result: the result, or `nil` if the work failed.
  func finish(_ result: Result?) {
    let (done, leader) = state.withLock { state in
      let done = state.sharing
      guard !state.waiting.isEmpty else {
        state.sharing = []
        state.isTaken = false
        return (done, CheckedContinuation<Part, Never>?.none)
      }
      let leader = state.waiting.removeFirst()
      state.sharing = state.waiting
      state.waiting = []
      return (done, leader)
    }
    leader?.resume(returning: .lead)
    for task in done { task.resume(returning: result.map { .done($0) } ?? .again) }
  }
}
