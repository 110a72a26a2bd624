internal import CLibgit2
import FoundationEssentials

/// A turn among the processes of one user on one machine.
///
/// It only avoids lost races: a process that does not get it in time continues without. The kernel
/// takes it back from a process that was killed.
package final class MachineTurn: Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Waits for a turn, at most for `patience`.
  ///
  /// - Parameters:
  ///   - key: what turns are taken at; part of a file's name.
  ///   - patience: how long it waits.
  /// - Returns: the turn, held while the value lives, or `nil` if it could not be taken.
  package static func take(_ key: String, patience: Duration) async -> MachineTurn? {
    let folder = FileManager.default.temporaryDirectory.path + "/git-judge-\(getuid())"
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    // A folder that somebody else made first is none of ours.
    var found = stat()
    guard lstat(folder, &found) == 0, found.st_mode & UInt32(S_IFMT) == UInt32(S_IFDIR),
      found.st_uid == getuid()
    else { return nil }
    let descriptor = judge_open(folder + "/" + key, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    let turn = MachineTurn(descriptor)
    let end = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard ContinuousClock.now < end else { return nil }
      try? await Task.sleep(for: .milliseconds(Int.random(in: 5...25)))
    }
    return turn
  }
}
