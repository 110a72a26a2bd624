import FoundationEssentials
import JudgeGit
import JudgeRecords
import JudgeWork

/// A remote of the store's repository, with listing, fetches and pushes.
package struct StoreRemote: Sendable {
  /// The store.
  let store: RecordStore
  /// The remote's name.
  package let name: String
  /// The name of the store's branch.
  let branch: String
  /// The names of this clone's copy of the remote.
  let mirror: MirrorNames
  /// git, run in the work tree if there is one, because relative URLs of remotes are relative to
  /// it.
  let git: StoreGit
  /// The folder in which git runs.
  private let root: String

  /// Finds a remote.
  ///
  /// - Parameters:
  ///   - given: the remote's name; `nil` for git config `judge.remote`, `origin`, or the only one.
  ///   - store: the store.
  /// - Throws: `usage` if there is no remote to choose, `not-found` if there is no remote with that
  ///   name.
  package init(_ given: String?, of store: RecordStore) async throws {
    root = store.location.workTree ?? store.location.commonDirectory
    git = StoreGit(in: root)
    let choice = RemoteChoice(
      remotes: try await git.run(["remote"]).lines.map(String.init),
      configured: try await store.config("judge.remote"))
    self.store = store
    name = try choice.name(given)
    branch = store.location.branch
    mirror = MirrorNames(remote: name, branch: branch)
  }

  /// Returns whether the repository has a remote.
  package static func exists(in store: RecordStore) async throws -> Bool {
    let git = StoreGit(in: store.location.workTree ?? store.location.commonDirectory)
    return try await !git.run(["remote"]).lines.isEmpty
  }

  /// Removes the locks of killed programs, here and in a remote that is a folder on this machine.
  func clearLocks() async throws {
    await store.removeAbandonedLocks()
    guard let path = try await address() else { return }
    for folder in [path, path + "/.git"]
    where FileManager.default.fileExists(atPath: folder + "/refs")
      && FileManager.default.fileExists(atPath: folder + "/objects")
    {
      AbandonedLocks.remove(in: folder, branch: branch)
    }
  }

  /// Waits for a turn among this machine's syncs with this remote, because concurrent clones would
  /// only race each other.
  func turn() async throws -> MachineTurn? {
    guard let address = try await address() else { return nil }
    let key = ContentID(hashing: Array(address.utf8)).prefix(32)
    return await MachineTurn.take("sync-" + key, patience: .seconds(20))
  }

  /// Returns the destination of pushes: a URL, or the full path of a folder.
  private func address() async throws -> String? {
    let url = try await git.run(["remote", "get-url", "--push", "--", name], accepting: nil).lines
      .first
    return url.map { RemoteAddress.full(String($0), from: root) }
  }

  /// Returns this clone's copy of the remote, as of the last fetch.
  func copy() async throws -> RemoteListing {
    RemoteListing(
      copy: GitReference.list(
        try await git.run(["for-each-ref", GitReference.format, mirror.branch, mirror.tagPrefix])
          .lines),
      names: mirror)
  }

  /// Returns the version tags of this clone's copy.
  func copiedTags() async throws -> [GitReference] {
    GitReference.list(
      try await git.run(["for-each-ref", GitReference.format, mirror.tagPrefix]).lines)
  }

  /// Removes copies of the remote's references that block new ones.
  private func clearCopy(for listing: RemoteListing) async throws {
    let git = StoreGit(in: store.location.commonDirectory)
    let names = try await git.run([
      "for-each-ref", "--format=%(refname)", mirror.branch, mirror.tagPrefix,
    ]).lines.map(String.init)
    let gone = mirror.blocking(names, for: listing)
    guard !gone.isEmpty else { return }
    let input = Array(gone.map { "delete \($0)\n" }.joined().utf8)
    _ = try await git.run(["update-ref", "--stdin"], input: input)
  }

  /// Returns the current references of the remote.
  ///
  /// - Throws: `offline` if it cannot be reached.
  func listing() async throws -> RemoteListing {
    let own = "refs/heads/\(branch)"
    let patterns = [own, own + "/*", "refs/tags/judge", "refs/tags/judge/*"]
    let done = try await git.run(["ls-remote", "--", name] + patterns, accepting: nil)
    guard done.status == 0 else { throw await offline(GitProgram.words(of: done)) }
    return RemoteListing(lines: done.lines, branch: branch)
  }

  /// Fetches the branch and version tags into this clone's copy.
  ///
  /// - Parameter listing: the references of the remote.
  /// - Throws: `offline` if it cannot be reached.
  func fetch(_ listing: RemoteListing) async throws {
    try await clearCopy(for: listing)
    let refspecs = [
      "+refs/heads/\(branch):\(mirror.branch)", "+refs/tags/judge/*:\(mirror.tagPrefix)*",
    ]
    let done = try await fetch(refspecs)
    guard done.status == 0 else { throw await offline(GitProgram.words(of: done)) }
  }

  /// Runs `git fetch`, and repeats it while a reference is locked by another or a killed fetch of
  /// this clone.
  ///
  /// The fetched objects are always kept as a pack. Loose objects, which git creates from small
  /// fetches, are not protected from a concurrent `git gc --prune=now` until a reference points to
  /// them. A pack is protected by its `.keep` file.
  private func fetch(_ refspecs: [String]) async throws -> GitProgram.Output {
    let packs = await store.packsBeforeFetch(of: mirror.branch)
    var attempt = 0
    while true {
      let done = try await git.runUnlocked(
        [
          "-c", "fetch.unpackLimit=1", "fetch", "--quiet", "--no-tags", "--no-recurse-submodules",
          "--no-auto-maintenance", "--", name,
        ] + refspecs, accepting: nil
      ) { await store.removeAbandonedLocks() }
      attempt += 1
      guard done.status != 0, attempt < 4, PushOutcome.isDisturbed(done.errorText) else {
        await store.adopt(packs, of: mirror.branch)
        return done
      }
      try? await Task.sleep(for: .milliseconds(500))
    }
  }

  /// Sends references, all or nothing.
  ///
  /// - Parameters:
  ///   - plan: the references to send.
  ///   - colliding: the references of the remote that git confuses with those of the store.
  /// - Returns: the outcome.
  /// - Throws: `program-missing`, `io`.
  func push(_ plan: PushPlan, beside colliding: [String]) async throws -> PushOutcome {
    var known: [String] = []
    if !colliding.isEmpty {
      known = try await git.run(
        ["for-each-ref", "--format=%(refname)", "refs/heads/\(branch)*", "refs/tags/judge/"]
      ).lines.map(String.init)
    }
    return try await push(
      try await receiveOptions() + ["--", name]
        + plan.refspecs(isAmbiguous: !colliding.isEmpty, known: known))
  }

  /// Replaces the remote's history by a purged one, if the remote has not moved.
  func push(_ history: PurgedHistory) async throws -> PushOutcome {
    let head = "refs/heads/\(branch)"
    var arguments = ["--force-with-lease=\(head):\(history.old)"]
    arguments += history.tags.map { "--force-with-lease=refs/tags/\($0.name):\($0.old)" }
    arguments += ["--", name, "\(history.new):\(head)"]
    arguments += history.tags.map { "\($0.new):refs/tags/\($0.name)" }
    return try await push(arguments)
  }

  private func push(_ arguments: [String]) async throws -> PushOutcome {
    let done = try await git.run(
      [
        "push", "--atomic", "--no-follow-tags", "--no-verify", "--recurse-submodules=no",
        "--porcelain",
      ] + arguments, accepting: nil)
    return PushOutcome(
      status: done.status, output: done.text,
      errors: GitProgram.withoutSecrets(done.complaints.joined(separator: "\n")))
  }

  /// Returns further settings of a push to a folder on this machine.
  ///
  /// With them, the receiving git also keeps small packs instead of unpacking them to loose
  /// objects, which a `git gc --prune=now` there would delete.
  private func receiveOptions() async throws -> [String] {
    guard let path = try await address(), path.hasPrefix("/"),
      try await git.run(["config", "--get", "remote.\(name).receivepack"], accepting: nil)
        .status != 0
    else { return [] }
    return ["--receive-pack=git -c receive.unpackLimit=1 receive-pack"]
  }

  /// Returns the tree of a commit of the remote; `nil` without a commit.
  func tree(of tip: String?) async throws -> String? {
    guard let tip else { return nil }
    return try await git.run(["rev-parse", "\(tip)^{tree}"]).lines.first.map(String.init)
  }

  /// Returns the number of local records that a commit of the remote lacks.
  func waiting(for tip: String?) async throws -> Int {
    try await store.delta(from: tree(of: tip)).added.count
  }

  /// Returns the number of records that wait for a sync, and of commits that only the remote has.
  ///
  /// The remote is not contacted: the state of the last fetch counts. Before the first fetch, and
  /// in a repository without a remote, the result is `nil`.
  package func distance() async throws -> (waiting: Int, behind: Int)? {
    let known = try await knownTip()
    let head = try await store.head()
    guard let known, let head, !head.isRemote else { return nil }
    let behind = try await git.run(
      ["rev-list", "--count", "\(head.commit)..\(known)"], accepting: nil
    )
    .lines.first.flatMap { Int($0) }
    return (try await waiting(for: known), behind ?? 0)
  }

  private func knownTip() async throws -> String? {
    try await git.run(["rev-parse", "--verify", "--quiet", mirror.branch], accepting: nil)
      .lines.first.map(String.init)
  }

  /// Returns the error for an unreachable remote, with the number of waiting records.
  func offline(_ words: String) async -> JudgeFailure {
    let known = try? await knownTip()
    let count = (try? await waiting(for: known ?? nil)) ?? 0
    return JudgeFailure(
      .offline,
      "\(name) cannot be reached: \(words); "
        + "\(Count.of(count, "record waits", "records wait")) here",
      remedy: .run(.synchronize, to: "send what waits when you are back"))
  }
}
