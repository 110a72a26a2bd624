internal import CLibgit2

/// An exclusive `flock(2)` on a file.
///
/// The kernel gives it back when the last process that inherited the descriptor ends, so that a
/// crash never leaves a stale lock. A plain descriptor and a closure, not a noncopyable handle: the
/// latter sends the move checker of Swift 6.3 into an endless loop.
enum FileLock {
  /// Waits for the lock and holds it while the closure runs.
  static func holding<Result>(_ path: String, _ body: () throws(GitError) -> Result)
    throws(GitError) -> Result
  {
    let descriptor = try open(path)
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard judge_errno() == EINTR else {
        throw GitError(.io, "locking \(path): \(systemMessage())")
      }
    }
    return try body()
  }

  /// Holds the lock while the closure runs, if it is free; nil if somebody has it.
  ///
  /// The closure gets the descriptor, so that a process it starts can keep the lock.
  static func holdingIfFree<Result>(
    _ path: String, _ body: (Int32) throws(GitError) -> Result
  ) throws(GitError) -> Result? {
    let descriptor = try open(path)
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard judge_errno() == EWOULDBLOCK else {
        throw GitError(.io, "locking \(path): \(systemMessage())")
      }
      return nil
    }
    return try body(descriptor)
  }

  private static func open(_ path: String) throws(GitError) -> Int32 {
    let descriptor = judge_open(path, O_RDWR | O_CREAT, 0o666)
    guard descriptor >= 0 else { throw GitError(.io, "opening \(path): \(systemMessage())") }
    return descriptor
  }
}
