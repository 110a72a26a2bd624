import JudgeGit
import JudgeWork

/// Checks the headers of a push's commits before their authors are trusted.
struct CommitForms {
  private let git: GitProgram
  private let names: [String]

  /// Lists the commits in one commit's history that another's lacks.
  ///
  /// - Parameters:
  ///   - new: the commit.
  ///   - old: the commit whose history was accepted, or `nil` if there is none.
  ///   - git: git, with access to the objects of the push.
  /// - Throws: if git cannot be run.
  init(_ new: String, since old: String?, _ git: GitProgram) async throws(GitError) {
    self.git = git
    names = try await git.run(
      ["rev-list", "--topo-order", "--reverse", new] + (old.map { ["^" + $0] } ?? []) + ["--"]
    ).lines.map(String.init)
  }

  /// Refuses the commits whose headers are not as git writes them, or that are too large.
  ///
  /// - Parameter check: receives the refusals.
  /// - Throws: if git cannot be run.
  func refuse(_ check: inout ReceiveCheck) async throws(GitError) {
    for (id, complaint, remedy) in try await complaints() where !check.isFull {
      check.refuse("commit \(id.prefix(12))", "\(complaint); \(remedy)")
    }
  }

  /// Returns the commits whose headers are not as git writes them, or that are too large.
  ///
  /// - Returns: their ids with problem and remedy.
  /// - Throws: if git cannot be run.
  private func complaints() async throws(GitError) -> [(
    id: String, complaint: String, remedy: String
  )] {
    let stream = ObjectStream(git)
    var found: [(id: String, complaint: String, remedy: String)] = []
    var small: [String] = []
    try await stream.sizes(names) { object throws(GitError) in
      let id = names[object.index]
      if object.size <= CommitForm.largest {
        small.append(id)
      } else {
        found.append(
          (id, "it is larger than \(CommitForm.largest >> 20) MiB", "shorten its message"))
      }
    }
    let read = small
    try await stream.read(read) { object throws(GitError) in
      guard object.kind == .commit, let complaint = CommitForm.complaint(object.bytes) else {
        return
      }
      found.append(
        (read[object.index], complaint, "amend it with your name and address as its author"))
    }
    return found
  }
}
