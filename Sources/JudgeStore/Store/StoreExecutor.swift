internal import Dispatch

/// Runs an actor's work on its own queue, so that waiting for the disk does not block a thread of
/// the pool that all tasks of the process share.
final class StoreExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "git-judge.store")

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    queue.async { unowned.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  /// Waits for a time, even in a cancelled task, because a writer must wait for its turn.
  static func pause(milliseconds: Int) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
        continuation.resume()
      }
    }
  }
}
