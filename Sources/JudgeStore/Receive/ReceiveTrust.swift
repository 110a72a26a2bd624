package import JudgeGit
package import JudgeRecords

/// The trust state at a commit, for the check of a push.
///
/// The objects of a push are in git's quarantine, which only environment variables name. They are
/// passed to libgit2. The walked part of the accepted history is kept in the state directory, so
/// that a push costs only its own size.
package struct ReceiveTrust: Sendable {
  private let git: GitProgram
  private let settings: TrustSettings
  private let branch: String

  /// - Parameters:
  ///   - git: git, with access to the objects of the push.
  ///   - settings: the people that the repository trusts.
  ///   - branch: the store's branch.
  package init(_ git: GitProgram, trust settings: TrustSettings, branch: String = "judge") {
    self.git = git
    self.settings = settings
    self.branch = branch
  }

  /// Returns the permissions at a commit and the introductions of its records.
  ///
  /// - Parameters:
  ///   - commit: 40 hexadecimal digits.
  ///   - base: a commit whose history is accepted, or `nil` if there is none.
  /// - Returns: the state.
  /// - Throws: if git cannot be run, or the history cannot be read.
  package func state(
    at commit: String, since base: String? = nil
  ) async throws(GitError) -> TrustState {
    try await read(at: commit, since: base).state
  }

  /// Returns the redactions in force at a commit.
  package func redactions(at commit: String) async throws(GitError) -> RedactionFold {
    let listed = try await git.run(["ls-tree", commit, "--", "redactions"])
    guard !listed.lines.isEmpty else { return RedactionFold() }
    return try await read(at: commit, since: commit).redactions()
  }

  /// A state with the repository from which it was read.
  private struct Read: ~Copyable {
    let state: TrustState
    let repository: Repository
    let tree: ObjectID

    func redactions() throws(GitError) -> RedactionFold {
      guard let folder = try repository.entry(at: "redactions", in: tree), folder.mode.isTree
      else { return RedactionFold() }
      return try RedactionReader(state).fold(folder.id, tree, repository)
    }
  }

  /// Returns the folders of the repository: its own, and the one shared by its worktrees.
  static func place(
    _ git: GitProgram
  ) async throws(GitError) -> (own: String, common: String) {
    let lines = try await git.run([
      "rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir",
    ]).lines.map(String.init)
    guard lines.count == 2 else { throw GitError(.program, "git rev-parse printed no folders") }
    return (lines[0], lines[1])
  }

  /// Opens the repository with the objects of the push.
  static func open(
    _ place: (own: String, common: String), _ git: GitProgram
  ) throws(GitError) -> Repository {
    var environment = git.variables.filter {
      ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"].contains($0.key)
    }
    environment["GIT_DIR"] = place.own
    return try Repository.open(at: place.own, environment: environment)
  }

  private func read(
    at commit: String, since base: String?
  ) async throws(GitError) -> Read {
    guard let id = ObjectID(hex: commit) else {
      throw GitError(.invalid, "\(commit) is not a commit")
    }
    let place = try await Self.place(git)
    let repository = try Self.open(place, git)
    let folder = place.common + "/git-judge"
    let file = IntroductionFile(in: folder, branch: branch)
    var log = file.read(repository)
    if let base, let accepted = ObjectID(hex: base) {
      var walk = HistoryWalk(log)
      try walk.walk(to: accepted, in: repository)
      if HistoryWalk.strangers(log, frontier: walk.frontier).isEmpty {
        log = file.save(walk.log)
      } else {
        // The branch was rewritten.
        walk = HistoryWalk(IntroductionLog())
        try walk.walk(to: accepted, in: repository)
        log = walk.log
      }
    }
    var walk = HistoryWalk(log)
    try walk.walk(to: id, in: repository)
    let strangers = HistoryWalk.strangers(log, frontier: walk.frontier)
    let tree = try repository.commit(id).tree
    var reader = TrustReader(
      log: walk.log, strangers: strangers, commit: id, tree: tree, settings: settings, git: git,
      verifier: settings.signers.map { SignatureVerifier(git, signers: $0, cache: folder) })
    let state = try await reader.read(repository)
    return Read(state: state, repository: repository, tree: tree)
  }
}
