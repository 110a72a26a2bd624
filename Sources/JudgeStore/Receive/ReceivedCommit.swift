import JudgeGit

/// A commit of a push.
struct ReceivedCommit: Hashable, Sendable {
  let id: ObjectID
  let parents: [ObjectID]
  let tree: ObjectID
  /// The e-mail address of its author, as written in the commit.
  let email: String
  /// The e-mail address of its committer.
  let committer: String

  var isMerge: Bool { parents.count > 1 }

  /// The format in which `git log` prints lines for `init(line:)`.
  static let format = "%H%x00%P%x00%T%x00%ae%x00%ce"

  /// Parses a line in `format`; `nil` for any other text.
  init?(line: ArraySlice<UInt8>) {
    let parts = line.split(separator: 0, omittingEmptySubsequences: false)
    guard parts.count == 5, let id = ObjectID(hexBytes: parts[0]),
      let tree = ObjectID(hexBytes: parts[2])
    else { return nil }
    self.id = id
    self.tree = tree
    parents = parts[1].split(separator: UInt8(ascii: " ")).compactMap { ObjectID(hexBytes: $0) }
    email = String(decoding: parts[3], as: UTF8.self)
    committer = String(decoding: parts[4], as: UTF8.self)
  }
}

/// The commits that a push adds to the store's branch, oldest first.
struct ReceivedCommits: Sendable {
  private(set) var list: [ReceivedCommit] = []
  private(set) var indices: [ObjectID: Int] = [:]

  /// Lists the commits in one commit's history that another's lacks.
  ///
  /// Only the branch's own old tip is known: commits of other branches of the server were never
  /// checked.
  ///
  /// - Parameters:
  ///   - new: the commit.
  ///   - old: the commit whose history was accepted; `nil` for none.
  ///   - git: git, with access to the objects of the push.
  /// - Throws: if git cannot be run.
  init(_ new: String, since old: String?, _ git: GitProgram) async throws(GitError) {
    let output = try await git.run(
      ["log", "--topo-order", "--reverse", "--format=\(ReceivedCommit.format)", new]
        + (old.map { ["^" + $0] } ?? []) + ["--"])
    for line in output.output.split(separator: UInt8(ascii: "\n")) {
      guard let commit = ReceivedCommit(line: line) else {
        throw GitError(.program, "git log printed what was not expected")
      }
      indices[commit.id] = list.count
      list.append(commit)
    }
  }

  subscript(_ index: Int) -> ReceivedCommit { list[index] }
}
