import FoundationEssentials
import JudgeGit
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeStore
import JudgeWork

/// Exchanges records and version tags with remotes.
public struct SharingService: Sendable {
  let repository: JudgeRepository
}

extension SharingService {
  /// Clones a repository with its store.
  ///
  /// - Parameters:
  ///   - url: a path or URL.
  ///   - target: the folder; `nil` for the repository's name.
  ///   - folder: where to clone into.
  /// - Returns: the clone's folder.
  /// - Throws: `JudgeFailure` if it cannot be reached (125), or holds no store (3).
  public static func clone(
    _ url: String, to target: String? = nil, in folder: String = "."
  ) async throws -> String {
    let name = target ?? directory(of: url)
    guard !name.isEmpty, !name.hasPrefix("-") else {
      throw JudgeFailure(.usage, "\"\(url)\" gives no name for a folder", remedy: "name one")
    }
    let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw JudgeFailure(.usage, "\(path) is there already", remedy: "name another folder")
    }
    let git = GitProgram(in: folder)
    let done: GitProgram.Output
    do throws(GitError) {
      done = try await git.run(["clone", "--quiet", "--", url, name], accepting: nil)
    } catch { throw JudgeFailure(.store, error.message, remedy: error.remedy) }
    guard done.status == 0 else {
      throw JudgeFailure(
        .offline,
        "\(GitProgram.withoutSecrets(url)) cannot be cloned: \(GitProgram.words(of: done))")
    }
    let repository = try await JudgeRepository.open(at: path)
    let branch = repository.store.location.branch
    guard try await repository.store.head() != nil else {
      throw JudgeFailure(
        .store, "\(GitProgram.withoutSecrets(url)) is cloned into \(path), and has no store yet",
        remedy: .anyOf([
          .inOrder([
            .run(.initializeStore, with: [.folder: path], to: "begin one"),
            .run(.synchronize, with: [.folder: path]),
          ]), "check that this is the team's remote and \(branch) its branch",
        ]))
    }
    return path
  }

  /// What git calls the folder of a clone.
  static func directory(of url: String) -> String {
    var rest = Substring(url)
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    if rest.hasSuffix("/.git") { rest = rest.dropLast(5) }
    if rest.hasSuffix(".git") { rest = rest.dropLast(4) }
    let name = rest.split(whereSeparator: { $0 == "/" || $0 == ":" }).last ?? ""
    // Never a password: `https://user:password@host` has no path.
    return String(name.split(separator: "@").last ?? "")
  }

  /// Fetches, unites and pushes the store, until the remote has everything that is here.
  ///
  /// Nothing conflicts: both sides' records are kept. A version number that somebody else took
  /// meanwhile is renumbered. Interrupted at any point, the next sync completes it.
  ///
  /// - Parameters:
  ///   - remote: a remote's name; `nil` for git config `judge.remote`, `origin`, or the only one.
  ///   - isSigning: whether own labels without a good signature are committed again, signed, before.
  ///   - patience: for how long a lost race is run again, in seconds.
  ///   - warn: told of labels that lost their authors, before they are pushed, and of versions that
  ///     others must renumber.
  /// - Returns: what was done.
  /// - Throws: `JudgeFailure`: no remote, refused by the remote (3), or not reachable (125).
  public func sync(
    _ remote: String? = nil, signing isSigning: Bool = false, patience: Double = 90,
    warn: (@Sendable (String) -> Void)? = nil
  ) async throws -> SyncResult {
    let name = try await remoteName(remote)
    var result = SyncResult()
    result.remote = name
    await repository.store.removeAbandonedLocks()
    if isSigning { result.signed = try await repository.store.signAgain() }
    let turn = try await turn(at: name)
    defer { withExtendedLifetime(turn) {} }
    let started = Date()
    var outruns = 0
    var listing = try await listing(of: name)
    if listing.tip == nil, let blocking = listing.blocking.first {
      let short = blocking.dropFirst("refs/heads/".count)
      throw JudgeFailure(
        .store, "\(name) has a branch \(short), which does not let a branch \(branch) exist",
        remedy: "take it away there: git push \(name) :\(blocking); or git config judge.branch NAME"
      )
    }
    // Whether the branch goes without tags: the remote does not take one of them.
    var isPlain = false
    let mirrored = try await mirror(of: name)
    while true {
      if listing.tip != nil {
        try await fetch(name, listing, into: &result)
        // The fetched state is newer than the list; asking the remote again would only give others
        // time to be faster.
        listing.update(with: try await mirror(of: name), since: mirrored)
      }
      let head = try await repository.store.head()
      guard head != nil else {
        throw JudgeFailure(
          .store, "neither this repository nor \(name) has a store on \(branch)",
          remedy: .inOrder([.run(.initializeStore), .run(.synchronize)]))
      }
      let told = result.warnings.count
      try await settleVersions(against: listing, &result)
      for warning in result.warnings.dropFirst(told) { warn?(warning) }
      for warning in try await lostAuthors(since: listing.tip)
      where !result.warnings.contains(warning) {
        result.warnings.append(warning)
        warn?(warning)
      }
      switch try await push(to: name, listing, withTags: !isPlain, &result) {
      case .done:
        result.tip = try await repository.store.head()?.commit
        result.remoteTip = result.tip
        let index = try await repository.caughtUp()
        result.ignored = try await MaintenanceService.ignored(index)
        result.redacted = try await repository.redactions.redactedCounts().values.reduce(0, +)
        return result
      case .refused(let words, let hint):
        if Self.isOutrun(words), outruns < 5 {
          outruns += 1
          try? await Task.sleep(for: .milliseconds(200 * outruns))
          continue
        }
        let moved = result.renumbered.joined(separator: ", ")
        throw JudgeFailure(
          .store, "\(name) refused the push: \(words)",
          remedy: .advice(
            "nothing was lost here" + (hint.map { "; \($0)" } ?? "")
              + (moved.isEmpty ? "" : "; renumbered meanwhile: \(moved)")))
      case .unreachable(let words): throw try await offline(name, words)
      case .behind:
        guard Date().timeIntervalSince(started) < patience else {
          throw JudgeFailure(
            .store, "\(name) moved \(result.retries) times while we pushed",
            remedy: .run(.synchronize, to: "try again"))
        }
        result.retries += 1
        try await clearLocks(of: name)
        // Asking the remote again only gives others time to be faster, but if it has not moved,
        // something else than a race keeps the push out.
        if listing.tip == nil || result.retries % 4 == 0 {
          let now = try await self.listing(of: name)
          isPlain = result.retries % 4 == 0 && now.tip == listing.tip
          listing = now
        }
        // Somebody always wins a race, so waiting helps only those who have lost more often: the
        // one that has lost least waits longest.
        try? await Task.sleep(for: .milliseconds(Int.random(in: 0...(400 / result.retries))))
      }
    }
  }

  var branch: String { repository.store.location.branch }

  /// git, run in the work tree if there is one, because relative URLs of remotes are relative to
  /// it.
  var git: GitProgram {
    GitProgram(in: repository.store.location.workTree ?? repository.store.location.commonDirectory)
  }

  /// The remote that is meant.
  func remoteName(_ given: String?) async throws -> String {
    let git = git
    let remotes = try await git.run(["remote"]).lines.map(String.init)
    let configured = try await repository.store.config("judge.remote")
    let only = remotes.count == 1 ? remotes.first : nil
    let usual = remotes.contains("origin") ? "origin" : only
    guard let name = given ?? configured ?? usual else {
      throw JudgeFailure(
        .usage, "there is no remote to sync with",
        remedy: remotes.isEmpty
          ? .run(.git, ["remote", "add", "origin", "URL"], to: "add one")
          : .anyOf([
            "name one of: \(remotes.joined(separator: ", "))",
            .run(.git, ["config", "judge.remote", "NAME"], to: "choose one for this clone"),
          ]))
    }
    guard remotes.contains(name) else {
      throw JudgeFailure(
        .notFound, "there is no remote \"\(name)\"",
        remedy: .anyOf(
          [.run(.git, ["remote", "add", name, "URL"], to: "add it")]
            + (remotes.isEmpty ? [] : ["use one of: \(remotes.joined(separator: ", "))"])))
    }
    return name
  }

  /// What the remote has now.
  func listing(of remote: String) async throws -> RemoteListing {
    let git = git
    let own = "refs/heads/\(branch)"
    let patterns = [own, own + "/*", "refs/tags/judge", "refs/tags/judge/*"]
    let done: GitProgram.Output
    do throws(GitError) {
      done = try await git.run(["ls-remote", "--", remote] + patterns, accepting: nil)
    } catch { throw JudgeFailure(.store, error.message, remedy: error.remedy) }
    guard done.status == 0 else {
      throw try await offline(remote, GitProgram.words(of: done))
    }
    return RemoteListing(lines: done.lines, branch: branch)
  }

  /// Fetches branch and tags, and unites the branch with ours.
  private func fetch(
    _ remote: String, _ listing: RemoteListing, into result: inout SyncResult
  ) async throws {
    let tracking = "refs/remotes/\(remote)/\(branch)"
    try await clearMirror(of: remote, for: listing)
    let refspecs = [
      "+refs/heads/\(branch):\(tracking)", "+refs/tags/judge/*:refs/judge/tags/\(remote)/*",
    ]
    let done = try await fetch(refspecs, from: remote)
    guard done.status == 0 else {
      throw try await offline(remote, GitProgram.words(of: done))
    }
    try await repository.store.fetchTrees(of: tracking)
    switch try await repository.store.purgeRelation(with: tracking) {
    case .none: break
    case .ours:
      let over = try await repository.store.startOver(from: tracking)
      result.startedOver = true
      result.united += over.kept
      result.purged += over.dropped
      try await adoptTags(of: remote)
      return
    case .theirs:
      throw JudgeFailure(
        .store, "\(remote) holds bytes that were purged here, and they are not brought back",
        remedy: .run(.synchronizePurging, to: "remove them as an owner, once the server allows it"))
    }
    if try await repository.store.isToJoin(tracking) {
      let joined = try await repository.store.join(tracking)
      result.joined += joined.joined
      result.fetched += joined.fetched
      try await adoptTags(of: remote)
      return
    }
    let united = try await repository.store.unite(with: tracking, message: "Unite with \(remote)")
    result.fetched += united.added
    result.restored += united.restored
    result.mended += united.mended
    result.problems += united.problems
    if united.kind == .merged { result.united += united.added }
    try await adoptTags(of: remote)
  }

  /// Takes over the remote's tags that are not here and say what a registration says.
  ///
  /// One that is here with other content stays until its version is renumbered. Other tags of such
  /// names on the remote stay in the mirror, where `fsck` sees them.
  private func adoptTags(of remote: String) async throws {
    let git = git
    let prefix = "refs/judge/tags/\(remote)/"
    let theirs = try await git.run([
      "for-each-ref", "--format=%(objectname) %(refname)", prefix,
    ])
    let ours = Set(
      try await git.run(["for-each-ref", "--format=%(refname)", "refs/tags/judge"])
        .lines.map(String.init))
    var new: [(name: String, object: String)] = []
    for line in theirs.lines {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      let name = "refs/tags/judge/" + parts[1].dropFirst(prefix.count)
      let isBlocked = ours.contains { $0.hasPrefix(name + "/") || name.hasPrefix($0 + "/") }
      if !ours.contains(name), !isBlocked { new.append((name, parts[0])) }
    }
    guard !new.isEmpty else { return }
    let rules = try await versionTags()
    var commands = ""
    for tag in WorkProgress.counted(new, "Checking tags")
    where await rules.complaint(tag.object, as: tag.name, in: repository.store) == nil {
      commands += "create \(tag.name) \(tag.object)\n"
    }
    // Another sync of this clone may have made them meanwhile.
    try await updateReferences(commands, mayFail: true)
  }

  /// Sends the branch and the tags that the remote lacks, all or nothing.
  private func push(
    to remote: String, _ listing: RemoteListing, withTags: Bool, _ result: inout SyncResult
  ) async throws -> PushOutcome {
    let git = git
    let reference = "refs/heads/\(branch)"
    let head = try await repository.store.head()
    let local = try await git.run([
      "for-each-ref", "--format=%(objectname) %(refname)", "refs/tags/judge/",
    ]).lines.map(String.init)
    var new: [String] = []
    let missing = local.map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
      .filter { $0.count == 2 && listing.admits($0[1]) }
    if withTags, !missing.isEmpty {
      // Only tags that a registration has: another one would have a server refuse all.
      let rules = try await versionTags()
      for tag in WorkProgress.counted(missing, "Checking tags")
      where await rules.complaint(tag[0], as: tag[1], in: repository.store) == nil {
        new.append(tag[1])
      }
    }
    guard head?.commit != listing.tip || !new.isEmpty else { return .done }
    let waiting = try await waiting(for: listing.tip)
    let receive = try await receiveOptions(for: remote)
    let refspecs = try await refspecs(of: [reference] + new, beside: listing.colliding)
    let done: GitProgram.Output
    do throws(GitError) {
      done = try await git.run(
        [
          "push", "--atomic", "--no-follow-tags", "--no-verify", "--recurse-submodules=no",
          "--porcelain",
        ] + receive + ["--", remote] + refspecs, accepting: nil)
    } catch { throw JudgeFailure(.store, error.message, remedy: error.remedy) }
    let outcome = PushOutcome(
      status: done.status, output: done.text,
      errors: GitProgram.withoutSecrets(done.complaints.joined(separator: "\n")))
    if outcome == .done { result.pushed += waiting }
    return outcome
  }

  /// The refspecs that send references to those of the same names.
  ///
  /// git matches the destination of a plain refspec by the end of a reference's name, so another
  /// reference of the remote can make it ambiguous. The destination of a pattern is always the full
  /// name. A pattern also matches longer names; these are excluded one by one.
  private func refspecs(
    of names: [String], beside colliding: [String]
  ) async throws -> [String] {
    guard !colliding.isEmpty else { return names.map { "\($0):\($0)" } }
    let git = git
    let known = try await git.run(
      ["for-each-ref", "--format=%(refname)", "refs/heads/\(branch)*", "refs/tags/judge/"]
    ).lines.map(String.init)
    let ours = Set(names)
    let others = known.filter { name in
      !ours.contains(name) && names.contains { name.hasPrefix($0) }
    }
    return names.map { "\($0)*:\($0)*" } + others.map { "^\($0)" }
  }

  /// How many records here a commit of the remote does not have.
  private func waiting(for tip: String?) async throws -> Int {
    let git = git
    var tree: String?
    if let tip {
      tree = try await git.run(["rev-parse", "\(tip)^{tree}"]).lines.first.map(String.init)
    }
    return try await repository.store.delta(from: tree).added.count
  }

  /// How many records wait for a sync, and how many commits the remote has besides, as last
  /// fetched; `nil` if there is no remote or it was never fetched.
  func distance() async throws -> (waiting: Int, behind: Int)? {
    guard let remote = try? await remoteName(nil) else { return nil }
    let git = git
    let tracking = "refs/remotes/\(remote)/\(branch)"
    let known = try await git.run(["rev-parse", "--verify", "--quiet", tracking], accepting: nil)
      .lines.first
      .map(String.init)
    let head = try await repository.store.head()
    guard let known, let head, !head.isRemote else { return nil }
    let behind = try await git.run(
      ["rev-list", "--count", "\(head.commit)..\(known)"], accepting: nil
    )
    .lines.first.flatMap { Int($0) }
    return (try await waiting(for: known), behind ?? 0)
  }

  /// Not reachable: says what is waiting here.
  func offline(_ remote: String, _ words: String) async throws -> JudgeFailure {
    let git = git
    let known = try? await git.run(
      ["rev-parse", "--verify", "--quiet", "refs/remotes/\(remote)/\(branch)"], accepting: nil
    ).lines.first.map(String.init)
    let count = (try? await waiting(for: known ?? nil)) ?? 0
    return JudgeFailure(
      .offline,
      "\(remote) cannot be reached: \(words); "
        + "\(Count.of(count, "record waits", "records wait")) here",
      remedy: .run(.synchronize, to: "send what waits when you are back"))
  }
}
