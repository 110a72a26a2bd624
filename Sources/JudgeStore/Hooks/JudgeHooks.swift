import FoundationEssentials
import JudgeGit
import JudgeRecords
public import JudgeWork

/// The checks in git's hooks.
public enum JudgeHooks {
  /// Checks a push to a server's store, including the objects in git's quarantine.
  ///
  /// - Parameters:
  ///   - input: the hook's standard input.
  ///   - folder: the repository.
  ///   - environment: the hook's variables, which name git's quarantine for a push's objects.
  /// - Returns: the refusals, `place: reason`; empty if the push is accepted.
  /// - Throws: `JudgeFailure` if git cannot be run.
  public static func preReceive(
    _ input: String, in folder: String = ".", environment: [String: String]
  ) async throws -> [Notice] {
    try await storeErrors {
      let kept = environment.filter { GitProgram.quarantineVariables.contains($0.key) }
      let git = GitProgram(in: folder, variables: kept)
      var receive = Receive(try await ReceiveSettings.load(git), git)
      try await receive.push(
        input.split(separator: "\n").compactMap { ReferenceUpdate(line: $0) }, at: now)
      return receive.refusals.map(\.notice)
    }
  }

  /// Checks the commits of a push or pull request in a clone, as a server's hook does.
  ///
  /// - Parameters:
  ///   - range: `BASE..HEAD` for a push, whose HEAD must descend from BASE; `BASE...HEAD` for a
  ///     pull request, whose target may have moved on. For a new branch, BASE is all zeros or
  ///     empty.
  ///   - folder: the clone, with its whole history.
  /// - Returns: the number of checked commits, and the refusals, `place: reason`.
  /// - Throws: `JudgeFailure` for a range with unknown commits (3), and for a shallow clone (3).
  public static func check(
    _ range: String, in folder: String = "."
  ) async throws -> (commits: Int, refused: [Notice]) {
    try await storeErrors {
      let isRequest = range.contains("...")
      let dots = isRequest ? "..." : ".."
      guard let place = range.firstRange(of: dots), !range[place.upperBound...].contains("..")
      else {
        throw JudgeFailure(
          .usage, "\"\(range)\" is not a range of commits",
          remedy: "BASE..HEAD for a push, BASE...HEAD for a pull request")
      }
      let (base, head) = (String(range[..<place.lowerBound]), String(range[place.upperBound...]))
      let git = GitProgram(in: folder)
      let shallow = try await git.run(["rev-parse", "--is-shallow-repository"])
      guard shallow.lines.first != "true" else {
        throw JudgeFailure(
          .store, "this clone is shallow, so that not every commit can be looked at",
          remedy: .anyOf([
            .run(.git, ["fetch", "--unshallow"]), "in a workflow, specify `fetch-depth: 0`",
          ]))
      }
      let new = try await commit(head.isEmpty ? "HEAD" : head, git)
      let old =
        base.isEmpty || ReferenceUpdate.isNone(base) ? nil : try await commit(base, git)
      let settings = try await ReceiveSettings.load(git)
      var receive = Receive(settings, git)
      if isRequest {
        try await receive.commits(new, since: old)
      } else {
        let update = ReferenceUpdate(
          old: old ?? ObjectID.zero.hex, new: new,
          reference: "refs/heads/" + settings.branch)
        try await receive.push([update], at: now)
      }
      return (receive.commitCount, receive.refusals.map(\.notice))
    }
  }

  /// Runs a check and converts failures of git to those of the store.
  static func storeErrors<Value>(_ work: () async throws -> Value) async throws -> Value {
    do { return try await work() } catch let error as GitError { throw StoreError(error) }
  }

  private static var now: Timestamp {
    Timestamp(clamping: Int64(Date().timeIntervalSince1970 * 1000))
  }

  private static func commit(_ name: String, _ git: GitProgram) async throws -> String {
    let found = try await git.run(
      ["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"], accepting: nil)
    guard found.status == 0, let id = found.lines.first.map(String.init) else {
      throw JudgeFailure(
        .notFound, "there is no commit \(name) here",
        remedy: .run(
          .git, ["fetch", "origin"],
          to: "fetch the whole history (in a workflow, with `fetch-depth: 0`)"))
    }
    return id
  }

  /// The beginning of a hook's output line with a remedy; a sync shows it as its own hint.
  public static let hintMark = "git-judge: hint: "

  /// Returns what the person who pushed can do about a refusal, if that is not obvious.
  ///
  /// - Parameter refused: The refusals.
  /// - Returns: The remedy.
  public static func remedy(for refused: [Notice]) -> Remedy? {
    guard refused.contains(where: { $0.text.hasSuffix(Receive.unsigned) }) else { return nil }
    return .inOrder([
      .run(.git, ["config", "commit.gpgSign", "true"], to: "sign labels later"),
      .run(.git, ["config", "user.signingKey", "KEY"]), .run(.signAgain),
    ])
  }
}
