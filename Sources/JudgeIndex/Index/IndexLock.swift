import JudgeWork

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An exclusive `flock(2)` beside the index, held while its file is made or thrown away.
///
/// The kernel gives it back when the process ends, so a crash leaves no stale lock.
enum IndexLock {
  static func holding<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
    let path = file + ".lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure("opened", path) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failure("locked", path) }
    }
    return try body()
  }

  private static func failure(_ verb: String, _ path: String) -> JudgeFailure {
    JudgeFailure(
      .unusable, "\(path) cannot be \(verb): \(String(cString: strerror(errno)))",
      remedy: "check that its folder can be written")
  }
}
