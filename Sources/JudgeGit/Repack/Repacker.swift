internal import CLibgit2

/// Folds the many small packs that commits leave into few, in the background.
///
/// Each commit is one pack. Once more than a limit of ours have gathered, a detached
/// `git repack --geometric=2` folds them while everybody goes on reading and writing: git deletes
/// the old packs only after the new one is in place. Packs of others are never touched.
package struct Repacker: Sendable {
  /// What a call did.
  package enum Outcome: Sendable, Hashable {
    /// There are few packs, or the configuration forbids it.
    case notNeeded
    /// A repack is under way already.
    case running
    /// A repack was started; it continues when this process ends.
    case started
  }

  private let gitDirectory: String
  private let commonDirectory: String
  private let limit: Int
  private let isAllowed: Bool

  /// Reads `gc.autoPackLimit`, `judge.autoRepack` (false turns this off) and
  /// `extensions.preciousObjects` (forbids deleting packs).
  package init(_ repository: borrowing Repository) throws(GitError) {
    gitDirectory = repository.gitDirectory
    commonDirectory = repository.commonDirectory
    limit = RepackPlan.limit(autoPackLimit: try repository.configInt("gc.autopacklimit"))
    let isWanted = try repository.configBool("judge.autorepack") ?? true
    let isPrecious = try repository.configBool("extensions.preciousobjects") ?? false
    isAllowed = isWanted && !isPrecious && !repository.isReadOnly
  }

  /// Starts a repack if enough packs of ours have gathered.
  ///
  /// Costs one small file read if there is nothing to do: call it after each commit.
  @discardableResult
  package func runIfNeeded() throws(GitError) -> Outcome {
    let list = PackList(commonDirectory: commonDirectory)
    let hasState = access(statePath, F_OK) == 0
    guard isAllowed, try list.entries().count > limit || hasState else { return .notNeeded }
    let outcome = try FileLock.holdingIfFree(list.folder + "/repack.lock") {
      (descriptor) throws(GitError) in try start(list, descriptor)
    }
    return outcome ?? .running
  }

  /// Whether a repack is under way, by this process or any other.
  package func isRunning() throws(GitError) -> Bool {
    let folder = PackList(commonDirectory: commonDirectory).folder
    guard access(folder, F_OK) == 0 else { return false }
    return try FileLock.holdingIfFree(folder + "/repack.lock") { _ in true } == nil
  }

  private func start(_ list: PackList, _ descriptor: Int32) throws(GitError) -> Outcome {
    let ours = try settle(list)
    removeAbandonedPacks()
    let present = packNames()
    guard let plan = RepackPlan(present: present, ours: Set(ours.map(\.name)), limit: limit) else {
      return .notNeeded
    }
    let state = RepackState(present: present, looseObjects: countLooseObjects())
    try SmallFile.replace(statePath, with: state.serialized)
    try DetachedGit.start(
      ["--git-dir=\(gitDirectory)"] + plan.arguments, log: list.folder + "/repack.log",
      inheriting: descriptor)
    return .started
  }

  private var statePath: String { commonDirectory + "/judge/repack.state" }

  /// Brings the list of our packs up to date with what the last repack, or anybody, did.
  private func settle(_ list: PackList) throws(GitError) -> [PackList.Entry] {
    let bytes = try SmallFile.read(statePath)
    let state = bytes.flatMap(RepackState.init)
    let folder = packFolder
    let entries = try list.update { entries in
      let now = packNames()
      guard let state else { return entries.filter { now.contains($0.name) } }
      return state.reconciled(entries, now: now) { name, samples in
        PackIndexFile(path: "\(folder)/\(name).idx", lookingFor: samples).map {
          ($0.objectCount, $0.found)
        }
      }
    }
    if bytes != nil { unlink(statePath) }
    return entries
  }

  private var packFolder: String { commonDirectory + "/objects/pack" }

  private func packNames() -> Set<String> {
    var names: Set<String> = []
    for name in Folder.names(packFolder) where name.hasPrefix("pack-") && name.hasSuffix(".pack") {
      names.insert(String(name.dropLast(5)))
    }
    return names
  }

  /// Deletes files that killed writers left behind, once they are a day old.
  ///
  /// libgit2 calls its drafts `pack_git2_…`, which `git gc` does not clean up as it does `tmp_…`.
  private func removeAbandonedPacks() {
    let limit = time(nil) - 86_400
    for name in Folder.names(packFolder) where name.hasPrefix("pack_git2_") {
      var facts = stat()
      let path = "\(packFolder)/\(name)"
      if stat(path, &facts) == 0, facts.st_mtim.tv_sec < limit { unlink(path) }
    }
  }

  private func countLooseObjects() -> Int {
    (0..<256).reduce(0) { count, number in
      let name = [UInt8(number >> 4), UInt8(number & 15)].map(hexDigit)
      let folder = "\(commonDirectory)/objects/\(String(decoding: name, as: UTF8.self))"
      return count + Folder.names(folder).count
    }
  }
}
