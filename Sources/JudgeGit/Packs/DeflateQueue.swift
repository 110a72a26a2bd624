internal import Dispatch
internal import Synchronization

/// Deflates chunks on all cores and gives the results back in the order of submission.
struct DeflateQueue {
  /// One chunk at work; its result is written once, before the semaphore is signalled.
  private final class Job: Sendable {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result<[UInt8], GitError>?>(nil)
  }

  /// Raw bytes that may wait at once; beyond that the writer waits for the oldest job.
  private static let limit = 64 << 20

  private let queue = DispatchQueue(label: "git-judge.deflate", attributes: .concurrent)
  private var jobs: [(job: Job, rawSize: Int)] = []
  private var next = 0
  private var waiting = 0

  /// Whether so much is waiting that results should be taken before more is submitted.
  var isOverfull: Bool { waiting > Self.limit }

  /// Starts on a chunk.
  mutating func submit(_ chunk: PackChunk) {
    let job = Job()
    jobs.append((job, chunk.rawSize))
    waiting += chunk.rawSize
    queue.async {
      let result = Result { () throws(GitError) in try chunk.deflated() }
      job.result.withLock { $0 = result }
      job.done.signal()
    }
  }

  /// The next result in order, waiting for it if need be; nil after the last one.
  mutating func take() throws(GitError) -> [UInt8]? {
    guard next < jobs.count else { return nil }
    let (job, size) = jobs[next]
    next += 1
    waiting -= size
    job.done.wait()
    let result = job.result.withLock { stored in
      defer { stored = nil }
      return stored
    }
    return try result?.get()
  }
}
