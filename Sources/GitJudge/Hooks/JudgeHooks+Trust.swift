import JudgeGit
import JudgeRecords
import JudgeStore

extension JudgeHooks {
  /// How a hook's line begins that says what can be done; a sync shows it as its own hint.
  public static let hintMark = "git-judge: hint: "

  /// A way out for what a hook refused, where there is one that is not plain.
  ///
  /// - Parameter refused: what it refused.
  /// - Returns: a sentence for the person who pushed.
  public static func hint(for refused: [String]) -> String? {
    guard refused.contains(where: { $0.hasSuffix(ReceiveCheck.unsigned) }) else { return nil }
    return "labels can be signed later: git config commit.gpgSign true, git config "
      + "user.signingKey KEY, then `git judge sync --sign`"
  }

  /// The tree without a file.
  static let emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

  /// Whom the repository of a hook trusts, by git's configuration.
  static func trust(_ git: GitProgram, in folder: String) async throws -> TrustSettings {
    func config(_ key: String, _ options: String...) async throws -> String? {
      let done = try await git.run(["config"] + options + ["--get", key], accepting: [0, 1])
      return done.lines.first.map(String.init)
    }
    var trust = TrustSettings()
    if let owners = try await config("judge.owners") { trust.owners = TrustSettings.list(owners) }
    if let file = try await config("judge.allowedSigners", "--type=path"), !file.isEmpty {
      let bytes = try JudgeRepository.readFile(file)
      trust.signers = AllowedSigners(text: String(decoding: bytes, as: UTF8.self))
    }
    return trust
  }

  /// Whether an update leaves something of the old history out.
  static func isRewrite(_ update: Update, _ git: GitProgram) async throws -> Bool {
    guard !Update.isNone(update.old), !Update.isNone(update.new) else { return false }
    // Before a push the other side may have what was never fetched; git itself refuses then.
    let isHere = try await git.run(["cat-file", "-e", update.old], accepting: nil)
    guard isHere.status == 0 else { return false }
    return try await git.run(
      ["merge-base", "--is-ancestor", update.old, update.new], accepting: [0, 1]
    ).status == 1
  }

  /// Lets only owners change the list of owners, each in a commit of their own.
  static func owners(
    _ update: Update, _ git: GitProgram, _ trust: TrustSettings, _ check: inout ReceiveCheck
  ) async throws {
    guard !Update.isNone(update.old) else { return }
    let owners = try await RedactionReader(git, trust: trust).owners(at: update.old)
    guard !owners.isEmpty else { return }
    let commits = try await git.run([
      "log", "--full-history", "--format=%H %ae", "\(update.old)..\(update.new)", "--",
      TrustSettings.ownersFile,
    ]).lines
    for line in commits {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      let email = parts.count > 1 ? parts[1] : ""
      var isTheirs = owners.contains(email)
      if isTheirs, let signers = trust.signers, signers.lists(email) {
        isTheirs =
          try await SignatureVerifier(git, signers: signers).verify(parts[0], by: email) == .good
      }
      if !isTheirs {
        check.refuse(
          TrustSettings.ownersFile, "only an owner names owners; the commit is \(email)'s")
      }
    }
  }
}
