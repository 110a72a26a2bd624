import FoundationEssentials
import JudgeGit
import JudgeRecords
import JudgeWork

/// A remote of the store's repository: what it has, fetches from it, pushes to it.
package struct StoreRemote: Sendable {
  /// The store.
  let store: RecordStore
  /// The remote's name.
  package let name: String
  /// The name of the store's branch.
  let branch: String
  /// How this clone's copy of the remote is named.
  let mirror: MirrorNames
  /// git, run in the work tree if there is one, because relative URLs of remotes are relative to
  /// it.
  let git: StoreGit
  /// The folder in which git runs.
  private let root: String

  /// Finds the remote that is meant.
  ///
  /// - Parameters:
  ///   - given: its name; `nil` for git config `judge.remote`, `origin`, or the only one.
  ///   - store: the store.
  /// - Throws: `usage` if there is nothing to choose, `not-found` if there is none of that name.
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

  /// Whether the repository has any remote.
  package static func exists(in store: RecordStore) async throws -> Bool {
    let git = StoreGit(in: store.location.workTree ?? store.location.commonDirectory)
    return try await !git.run(["remote"]).lines.isEmpty
  }

  /// Removes locks that killed programs left: here, and in a remote that is a folder of this
  /// machine.
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

  /// A turn among the syncs of this machine with this remote: clones beside each other would only
  /// outrun each other.
  func turn() async throws -> MachineTurn? {
    guard let address = try await address() else { return nil }
    let key = ContentID(hashing: Array(address.utf8)).prefix(32)
    return await MachineTurn.take("sync-" + key, patience: .seconds(20))
  }

  /// Where pushes go: a URL, or the full path of a folder.
  private func address() async throws -> String? {
    let url = try await git.run(["remote", "get-url", "--push", "--", name], accepting: nil).lines
      .first
    return url.map { RemoteAddress.full(String($0), from: root) }
  }

  /// What the remote had when it was last fetched, as this clone keeps it.
  func copy() async throws -> RemoteListing {
    RemoteListing(
      copy: GitReference.list(
        try await git.run(["for-each-ref", GitReference.format, mirror.branch, mirror.tagPrefix])
          .lines),
      names: mirror)
  }

  /// The version tags of this clone's copy.
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

  /// What the remote has now.
  ///
  /// - Throws: `offline` if it cannot be reached.
  func listing() async throws -> RemoteListing {
    let own = "refs/heads/\(branch)"
    let patterns = [own, own + "/*", "refs/tags/judge", "refs/tags/judge/*"]
    let done = try await git.run(["ls-remote", "--", name] + patterns, accepting: nil)
    guard done.status == 0 else { throw await offline(GitProgram.words(of: done)) }
    return RemoteListing(lines: done.lines, branch: branch)
  }

  /// Brings branch and version tags into this clone's copy.
  ///
  /// - Parameter listing: what the remote has.
  /// - Throws: `offline` if it cannot be reached.
  func fetch(_ listing: RemoteListing) async throws {
    try await clearCopy(for: listing)
    let refspecs = [
      "+refs/heads/\(branch):\(mirror.branch)", "+refs/tags/judge/*:\(mirror.tagPrefix)*",
    ]
    let done = try await fetch(refspecs)
    guard done.status == 0 else { throw await offline(GitProgram.words(of: done)) }
  }

  /// Runs `git fetch`, and again while a reference is locked: by another fetch of this clone, or by
  /// one that was killed.
  ///
  /// The fetched objects are kept as a pack, however few they are. Loose objects, which git makes
  /// of small fetches, are not protected from a concurrent `git gc --prune=now` until a reference
  /// leads to them. A pack is protected by its `.keep` file.
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
  ///   - plan: what to send.
  ///   - colliding: references of the remote that git takes for those of the store.
  /// - Returns: how it ended.
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

  /// Puts a purged history in the place of the remote's, if that has not moved.
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

  /// Further settings of a push to a folder of this machine: the receiving git keeps small packs
  /// too, instead of making loose objects of them, which a `git gc --prune=now` there would delete.
  private func receiveOptions() async throws -> [String] {
    guard let path = try await address(), path.hasPrefix("/"),
      try await git.run(["config", "--get", "remote.\(name).receivepack"], accepting: nil)
        .status != 0
    else { return [] }
    return ["--receive-pack=git -c receive.unpackLimit=1 receive-pack"]
  }

  /// The tree of a commit of the remote; `nil` for no commit.
  func tree(of tip: String?) async throws -> String? {
    guard let tip else { return nil }
    return try await git.run(["rev-parse", "\(tip)^{tree}"]).lines.first.map(String.init)
  }

  /// How many records here a commit of the remote does not have.
  func waiting(for tip: String?) async throws -> Int {
    try await store.delta(from: tree(of: tip)).added.count
  }

  /// The number of records that wait for a sync, and of commits that only the remote has.
  ///
  /// The remote is not asked: the state of the last fetch counts. Before the first fetch, and in a
  /// repository without a remote, the result is `nil`.
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

  /// The error for a remote that cannot be reached, which says how much is waiting here.
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
