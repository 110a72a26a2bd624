#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps the writers of several processes from building on the same tip at the same time.
///
/// Only a courtesy that saves lost races: the branch is always moved by compare-and-swap, so a
/// writer that cannot get the lock continues without it. The kernel takes it back from a process
/// that was killed.
struct WriteLock: ~Copyable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  /// How long a writer waits for the others of this machine.
  static let patience = Duration.seconds(10)

  /// Waits for the lock, at most for `patience`; comes back without it if it cannot be had.
  static func acquire(in folder: String) async -> WriteLock {
    let descriptor = open(folder + "/write.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return WriteLock(-1) }
    let lock = WriteLock(descriptor)
    let end = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < end else { break }
      await StoreExecutor.pause(milliseconds: Int.random(in: 1...4))
    }
    return lock
  }
}
