internal import Dispatch

/// Runs an actor's work on a queue of its own, so that waiting for the disk never takes a thread of
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

  /// Comes back after a time, even in a task that was cancelled: a writer waits its turn out.
  static func pause(milliseconds: Int) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
        continuation.resume()
      }
    }
  }
}
