package import JudgeGit
import JudgeRecords

/// Checks manual changes of the branch in a work tree, for the hooks of a clone.
package struct LocalChanges {
  private let git: GitProgram
  private let settings: ReceiveSettings
  private var check = ReceiveCheck()

  /// - Parameters:
  ///   - settings: the people and limits that the repository trusts.
  ///   - git: git, in the work tree.
  package init(_ settings: ReceiveSettings, _ git: GitProgram) {
    self.settings = settings
    self.git = git
  }

  /// Checks the changes of a diff.
  ///
  /// - Parameters:
  ///   - diff: a command whose output is `--raw -z --no-abbrev`, such as `diff-index`.
  ///   - base: the previous commit, or `nil` if there is none.
  ///   - look: finds further reasons to refuse the bytes of a new record.
  /// - Returns: the refusals.
  /// - Throws: if git cannot be run.
  package mutating func refusals(
    _ diff: [String], since base: String?, look: ([UInt8]) -> [String] = { _ in [] }
  ) async throws(GitError) -> [ReceiveRefusal] {
    if let base {
      check.hidden = try await ReceiveTrust(
        git, trust: settings.trust, branch: settings.branch
      ).redactions(at: base).hidden
    }
    var waiting: [(change: CommitChange, doubt: ReceiveCheck.Doubt)] = []
    var reader = ChangeReader()
    try await git.stream(diff) { piece throws(GitError) in
      try reader.read(piece) { item throws(GitError) in
        guard case .change(let change) = item, let doubt = check.admits(change) else { return }
        waiting.append((change, doubt))
      }
    }
    // The permission for this change is checked when it is committed.
    waiting.removeAll { $0.doubt == .format }
    let all = waiting
    let objects = all.map { ($0.doubt == .removed ? $0.change.old : $0.change.object).hex }
    var small: [Int] = []
    let stream = ObjectStream(git)
    try await stream.sizes(objects) { object throws(GitError) in
      let (change, doubt) = all[object.index]
      if object.kind == .blob, object.size <= Record.maximumSize {
        if doubt != .size { small.append(object.index) }
      } else {
        check.refuseSize(change, doubt)
      }
    }
    let read = small
    try await stream.read(read.map { objects[$0] }) { object throws(GitError) in
      let (change, doubt) = all[read[object.index]]
      _ = check.check(object.bytes, of: change, doubt)
      guard doubt != .removed else { return }
      for reason in look(object.bytes) { check.refuse(change.text, reason) }
    }
    return check.refusals
  }
}
