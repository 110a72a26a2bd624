import Dispatch

/// Runs the server's tasks on threads of its own.
///
/// A test that waits for a program it started blocks a thread of the shared pool, which has one a
/// core; the program waits for this server, and the server must not wait for that thread.
final class StubExecutor: TaskExecutor {
  static let shared = StubExecutor()

  private let queue = DispatchQueue(label: "stub-model-server", attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
