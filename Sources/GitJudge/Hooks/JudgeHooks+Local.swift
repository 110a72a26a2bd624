import FoundationEssentials
import JudgeGit
import JudgePrivacy
import JudgeRecords
import JudgeStore

extension JudgeHooks {
  /// Checks what is staged on the store's branch, for people who edit its files by hand.
  ///
  /// - Parameters:
  ///   - folder: the repository.
  ///   - environment: the hook's variables.
  /// - Returns: what is refused, `place: reason`; nothing on any other branch.
  /// - Throws: `JudgeError` where git cannot be asked.
  public static func preCommit(
    in folder: String = ".", environment: [String: String]
  ) async throws(JudgeError) -> [String] {
    try await JudgeError.wrap {
      let git = hookGit(folder, environment)
      guard try await isOnStore(git) else { return [] }
      let head = try await git.run(
        ["rev-parse", "--verify", "--quiet", "HEAD"], accepting: [0, 1])
      let base = head.lines.first.map(String.init) ?? emptyTree
      let diff = try await git.run([
        "diff-index", "--cached", "-z", "--raw", "--no-renames", "--full-index", base,
      ])
      return try await check(diff.output, since: base, git, in: folder, forSecrets: true)
    }
  }

  /// Looks at what a merge or pull by hand made of the store's branch.
  ///
  /// - Parameters:
  ///   - folder: the repository.
  ///   - environment: the hook's variables.
  /// - Returns: what is not as it should be; git has merged all the same.
  /// - Throws: `JudgeError` where git cannot be asked.
  public static func postMerge(
    in folder: String = ".", environment: [String: String]
  ) async throws(JudgeError) -> [String] {
    try await JudgeError.wrap {
      let git = hookGit(folder, environment)
      guard try await isOnStore(git) else { return [] }
      let old = try await git.run(
        ["rev-parse", "--verify", "--quiet", "ORIG_HEAD"], accepting: [0, 1])
      guard let base = old.lines.first.map(String.init) else { return [] }
      let diff = try await git.run([
        "diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", base, "HEAD",
      ])
      let found = try await check(diff.output, since: base, git, in: folder, forSecrets: false)
      return found.isEmpty ? [] : found + ["`git judge fsck` says more, and `--repair` mends it"]
    }
  }

  private static func hookGit(_ folder: String, _ environment: [String: String]) -> GitProgram {
    // The index of a commit with paths is another one than the repository's.
    let kept = environment.filter { ["GIT_INDEX_FILE", "GIT_DIR"].contains($0.key) }
    return GitProgram(in: folder, variables: kept)
  }

  /// Whether the checked-out branch is the store's.
  private static func isOnStore(_ git: GitProgram) async throws -> Bool {
    let set = try await git.run(["config", "--get", "judge.branch"], accepting: [0, 1])
    let branch = set.lines.first.map(String.init) ?? "judge"
    let head = try await git.run(["symbolic-ref", "--quiet", "HEAD"], accepting: [0, 1])
    return head.lines.first.map(String.init) == "refs/heads/\(branch)"
  }

  private static func check(
    _ raw: [UInt8], since base: String, _ git: GitProgram, in folder: String, forSecrets: Bool
  ) async throws -> [String] {
    var check = ReceiveCheck()
    var hidden: Set<ContentID> = []
    if base != emptyTree {
      hidden = try await RedactionReader(git, trust: try await trust(git, in: folder))
        .fold(at: base).hidden
    }
    let new = TreeEntryChange.read(raw).filter {
      check.admits($0) && check.admits($0, redacted: hidden)
    }
    for (change, content) in zip(new, try await blobs(new.map(\.object), git)) {
      guard let content else {
        check.refuse(change.path, "its bytes are over the limit of 1 MiB, or missing")
        continue
      }
      check.check(content, of: change)
      guard forSecrets else { continue }
      for find in SensitiveFields.finds(in: content, where: \.isSecret) {
        check.refuse(change.path, find.text)
      }
    }
    return check.refusals.map { "\($0.place): \($0.reason)" }
  }
}
