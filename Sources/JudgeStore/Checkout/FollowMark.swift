import FoundationEssentials
import JudgeGit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Marks that git-judge is changing the index of a work tree, in case it is killed.
///
/// `index.lock` is unlike other locks: `git commit -a` holds it while somebody writes the message,
/// so its age means nothing. But if a lock was made while this file existed, by a git-judge that no
/// longer runs, the lock is abandoned.
final class FollowMark {
  private let path: String
  private let lock: String
  private var descriptor: Int32
  /// The start time of a killed writer, or `nil` if there was none.
  private let abandoned: Double?

  init(in gitFolder: String) {
    path = gitFolder + "/git-judge.follow"
    lock = gitFolder + "/index.lock"
    let before = Self.modified(path)
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    let isAlone = descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0
    abandoned = isAlone ? before : nil
    guard isAlone, before == nil || Self.modified(lock) == nil else { return }
    // From now on, the file stands for this process.
    _ = futimens(descriptor, nil)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Removes `index.lock` if it belongs to a git-judge that was killed.
  func removeAbandonedLock() {
    guard let began = abandoned, let made = Self.modified(lock) else { return }
    let now = Date().timeIntervalSince1970
    guard made >= began - 1, made <= began + AbandonedLocks.age, now - made >= AbandonedLocks.age
    else { return }
    unlink(lock)
  }

  /// Removes the mark when the work is done.
  func remove() {
    unlink(path)
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  private static func modified(_ path: String) -> Double? {
    let facts = try? FileManager.default.attributesOfItem(atPath: path)
    return (facts?[.modificationDate] as? Date)?.timeIntervalSince1970
  }
}
