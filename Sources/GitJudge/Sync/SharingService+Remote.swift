import FoundationEssentials
import JudgeGit
import JudgeIndex
import JudgeRecords
import JudgeStore
import JudgeWork

extension SharingService {
  /// Removes locks that killed programs left: here, and in a remote that is a folder of this
  /// machine.
  func clearLocks(of remote: String) async throws {
    await repository.store.removeAbandonedLocks()
    guard let path = try await address(of: remote) else { return }
    for folder in [path, path + "/.git"]
    where FileManager.default.fileExists(atPath: folder + "/refs")
      && FileManager.default.fileExists(atPath: folder + "/objects")
    {
      AbandonedLocks.remove(in: folder, branch: repository.store.location.branch)
    }
  }

  /// A turn among the syncs of this machine with one remote: clones beside each other would only
  /// outrun each other.
  func turn(at remote: String) async throws -> MachineTurn? {
    guard let address = try await address(of: remote) else { return nil }
    let key = ContentID(hashing: Array(address.utf8)).prefix(32)
    return await MachineTurn.take("sync-" + key, patience: .seconds(20))
  }

  /// Where pushes go: a URL, or the full path of a folder.
  private func address(of remote: String) async throws -> String? {
    let root = repository.store.location.workTree ?? repository.store.location.commonDirectory
    let git = GitProgram(in: root)
    let url = try await git.run(["remote", "get-url", "--push", "--", remote], accepting: nil).lines
      .first
      .map(String.init)
    guard let url else { return nil }
    if url.hasPrefix("file://") { return String(url.dropFirst("file://".count)) }
    return url.hasPrefix("/") || url.contains(":") ? url : root + "/" + url
  }

  /// What the remote had when it was last fetched, as this clone keeps it.
  func mirror(of remote: String) async throws -> RemoteListing {
    let git = GitProgram(
      in: repository.store.location.workTree ?? repository.store.location.commonDirectory)
    let (branch, tags) = (
      "refs/remotes/\(remote)/\(repository.store.location.branch)", "refs/judge/tags/\(remote)/"
    )
    let lines = try await git.run([
      "for-each-ref", "--format=%(objectname) %(refname)", branch, tags,
    ]).lines
      .map(String.init)
    var listing = RemoteListing(lines: [], branch: repository.store.location.branch)
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      if parts[1] == branch {
        listing.tip = parts[0]
      } else if parts[1].hasPrefix(tags) {
        listing.tags["refs/tags/judge/" + parts[1].dropFirst(tags.count)] = parts[0]
      }
    }
    return listing
  }

  /// Removes copies of the remote's references that block new ones: a reference there became a
  /// folder of references, or the reverse.
  func clearMirror(of remote: String, for listing: RemoteListing) async throws {
    let git = GitProgram(in: repository.store.location.commonDirectory)
    let (branch, tags) = (
      "refs/remotes/\(remote)/\(repository.store.location.branch)", "refs/judge/tags/\(remote)/"
    )
    let names = try await git.run(["for-each-ref", "--format=%(refname)", branch, tags]).lines
      .map(String.init)
    let coming = Set(
      listing.tags.keys.map { tags + $0.dropFirst("refs/tags/judge/".count) } + [branch])
    let gone = names.filter { name in
      coming.contains { $0.hasPrefix(name + "/") || name.hasPrefix($0 + "/") }
    }
    guard !gone.isEmpty else { return }
    let input = Array(gone.map { "delete \($0)\n" }.joined().utf8)
    _ = try await git.run(["update-ref", "--stdin"], input: input)
  }

  /// Runs `git fetch`, and again while a reference is locked: by another fetch of this clone, or by
  /// one that was killed.
  ///
  /// The fetched objects are kept as a pack, however few they are. Loose objects, which git makes
  /// of small fetches, are not protected from a concurrent `git gc --prune=now` until a reference
  /// leads to them. A pack is protected by its `.keep` file.
  func fetch(
    _ refspecs: [String], from remote: String
  ) async throws -> GitProgram.Output {
    let tracking = "refs/remotes/\(remote)/\(branch)"
    let packs = await repository.store.packsBeforeFetch(of: tracking)
    var attempt = 0
    while true {
      let done: GitProgram.Output
      do throws(GitError) {
        done = try await git.runUnlocked(
          [
            "-c", "fetch.unpackLimit=1", "fetch", "--quiet", "--no-tags", "--no-recurse-submodules",
            "--no-auto-maintenance", "--", remote,
          ] + refspecs, accepting: nil
        ) { await repository.store.removeAbandonedLocks() }
      } catch { throw JudgeFailure(.store, error.message, remedy: error.remedy) }
      attempt += 1
      guard done.status != 0, attempt < 4, Self.isOutrun(done.errorText) else {
        await repository.store.adopt(packs, of: tracking)
        return done
      }
      try? await Task.sleep(for: .milliseconds(500))
    }
  }

  /// Whether a concurrent repack or prune removed a file that git was writing or reading.
  ///
  /// Another attempt will write it again.
  static func isOutrun(_ words: String) -> Bool {
    [
      "failed to write object", "unable to rename temporary", "unable to write file",
      "invalid index-pack output", "bad pack", "unpacker error", "bad object",
      "failed to read delta-pack base object", "unresolved deltas", "unable to migrate objects",
      "tmp_objdir",
    ].contains { words.contains($0) }
  }

  /// Further settings of a push to a folder of this machine: the receiving git keeps small packs
  /// too, instead of making loose objects of them, which a `git gc --prune=now` there would delete.
  func receiveOptions(for remote: String) async throws -> [String] {
    guard let path = try await address(of: remote), path.hasPrefix("/"),
      try await git.run(["config", "--get", "remote.\(remote).receivepack"], accepting: nil)
        .status != 0
    else { return [] }
    return ["--receive-pack=git -c receive.unpackLimit=1 receive-pack"]
  }

  /// Changes references by `git update-ref --stdin`, all or none, once nobody holds their locks.
  func updateReferences(_ commands: String, mayFail: Bool = false) async throws {
    guard !commands.isEmpty else { return }
    do throws(GitError) {
      try await git.runUnlocked(
        ["update-ref", "--stdin"], input: Array(commands.utf8), accepting: mayFail ? nil : [0]
      ) { await repository.store.removeAbandonedLocks() }
    } catch { throw JudgeFailure(.store, error.message, remedy: error.remedy) }
  }

  /// Warns about labels that a squash merge, a rebase or a web edit has moved into another person's
  /// commit.
  ///
  /// The warning comes before the push, while the original commits can still be merged instead.
  ///
  /// - Parameter tip: the tip of the remote's branch, or `nil` if the remote has none.
  /// - Returns: a sentence per source whose labels the push would bring in others' commits.
  /// - Throws: `JudgeFailure` if the store cannot be read.
  func lostAuthors(since tip: String?) async throws -> [String] {
    let head = try await repository.store.head()
    guard let head, head.commit != tip else { return [] }
    let index = try await repository.caughtUp()
    let git = git
    let waiting = try await index.unconfirmed()
    let originals = try await repository.store.labelsElsewhere(butNot: head.commit)
    guard !waiting.isEmpty || !originals.isEmpty else { return [] }
    var tree: String?
    if let tip {
      tree = try await git.run(["rev-parse", "\(tip)^{tree}"]).lines.first.map(String.init)
    }
    let new = Set(
      try await repository.store.delta(from: tree).added.map(\.path).filter {
        $0.kind == .assessment
      })
    var lost: [String: Int] = [:]
    for item in waiting where new.contains(RecordPath(kind: .assessment, id: item.record)) {
      lost[item.source, default: 0] += 1
    }
    let pinned = Set(lost.keys)
    guard let trust = try await repository.store.trustState() else { return [] }
    for (path, author) in originals where new.contains(path) && !pinned.contains(author) {
      guard let source = try await repository.store.record(path)?.source, source == .human(author),
        case .imported = trust.authority.claim(
          of: source, path.id, trust.introduction(of: path))
      else { continue }
      lost[author, default: 0] += 1
    }
    return lost.sorted { $0.key < $1.key }.map { source, count in
      let labels = Count.of(count, "label")
      let what =
        pinned.contains(source)
        ? "they do not count until an owner confirms their sources"
        : "they count as imports"
      return
        "\(labels) of \(OneLine.escaped(source)) in commits of others, as after a squash merge "
        + "or a rebase: \(what); merge the original commits instead, if they are still there"
    }
  }
}
