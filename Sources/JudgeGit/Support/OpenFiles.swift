internal import CLibgit2
import JudgeWork

/// The number of files that this process may have open.
///
/// If the limit is too low, programs cannot be started. The library that starts them then hangs or
/// ends the process, so the limit is checked first.
package enum OpenFiles {
  /// The number that a command needs for packs, the index and pipes to git.
  package static let least = 64

  /// Raises the limit of this process as far as it may, and checks that it is enough.
  ///
  /// - Throws: `io` with the limit and the command that raises it.
  package static func prepare() throws(GitError) {
    var limit = rlimit()
    guard judge_get_file_limit(&limit) == 0 else { return }
    if limit.rlim_cur < 1024, limit.rlim_cur < limit.rlim_max {
      var raised = limit
      raised.rlim_cur = min(1024, limit.rlim_max)
      if judge_set_file_limit(&raised) == 0 { limit = raised }
    }
    guard limit.rlim_cur >= rlim_t(least) else { throw tooFew(Int(limit.rlim_cur)) }
  }

  /// Checks that a program can be started: that takes about a dozen descriptors for pipes.
  ///
  /// - Throws: `io`.
  static func checkFree() throws(GitError) {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    while opened.count < 16 {
      let descriptor = judge_open("/dev/null", O_RDONLY, 0)
      guard descriptor >= 0 else {
        guard judge_errno() == EMFILE || judge_errno() == ENFILE else { return }
        var limit = rlimit()
        _ = judge_get_file_limit(&limit)
        throw tooFew(Int(clamping: limit.rlim_cur))
      }
      opened.append(descriptor)
    }
  }

  private static func tooFew(_ limit: Int) -> GitError {
    GitError(
      .io, "too few files may be open at once: the limit is \(limit)",
      remedy: "raise it, then run the command again: ulimit -n 1024")
  }
}
