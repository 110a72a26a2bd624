internal import FoundationEssentials
import JudgeGit
import JudgeWork

extension RecordStore {
  /// Opens the store of the repository that git finds from a folder.
  ///
  /// The branch need not exist yet: ``initialize()`` creates it.
  ///
  /// - Parameters:
  ///   - path: a folder in a work tree, a bare repository, a submodule or a linked worktree.
  ///   - branch: the branch; if `nil`, git config `judge.branch`, else `judge`.
  /// - Returns: the store.
  /// - Throws: `not-a-repository`, `unsupported-repository`, `not-owned`, or `invalid` for a branch
  ///   name that git refuses.
  public static func open(
    at path: String = ".", branch: String? = nil
  ) async throws(StoreError) -> RecordStore {
    try git { () throws(GitError) in try OpenFiles.prepare() }
    return try await open(
      at: path, branch: branch, environment: ProcessInfo.processInfo.environment)
  }

  /// Opens a store with environment variables other than those of the process.
  ///
  /// `readOnly` treats the repository as one that the user cannot write to.
  package static func open(
    at path: String, branch: String? = nil, environment: [String: String], readOnly: Bool = false
  ) async throws(StoreError) -> RecordStore {
    // Outside a repository there is no configuration to list; the finder reports the error.
    let config = try? await EffectiveConfig.load(path: path, environment: environment)
    let finder = StoreFinder(path: path, environment: environment, config: config)
    let separate = try await finder.separateStore()
    let repository = try finder.open(separate ?? path, isSeparate: separate != nil)
    let settings = try settings(finder, separate)
    let local = try branchName(settings)
    let set = config == nil ? local : config?["judge.branch"]
    let own = try branchName(repository)
    let name = branch ?? set ?? own ?? "judge"
    guard GitName.isBranch(name) else {
      throw StoreError(
        .invalid, "\"\(name)\" cannot be the name of a branch",
        remedy: "git config judge.branch NAME")
    }
    let location = locate(
      repository, branch: name, isSeparate: separate != nil,
      isReadOnly: readOnly || repository.isReadOnly, environment)
    return RecordStore(
      location: location, repository: repository, settings: settings, environment: environment,
      config: config)
  }

  /// Returns the current repository, unless it cannot be opened.
  private static func settings(
    _ finder: StoreFinder, _ separate: String?
  ) throws(StoreError) -> sending Repository {
    do throws(StoreError) {
      return try finder.open(finder.path, isSeparate: false)
    } catch {
      guard let separate, error.code == .unsupportedRepository else { throw error }
      return try finder.open(separate, isSeparate: true)
    }
  }

  private static func branchName(
    _ repository: borrowing Repository
  ) throws(StoreError) -> String? {
    do throws(GitError) { return try repository.configString("judge.branch") } catch {
      throw StoreError(error)
    }
  }

  private static func locate(
    _ repository: borrowing Repository, branch: String, isSeparate: Bool, isReadOnly: Bool,
    _ environment: [String: String]
  ) -> StoreLocation {
    let common = repository.commonDirectory
    return StoreLocation(
      gitDirectory: repository.gitDirectory, commonDirectory: common,
      workTree: repository.workTree, branch: branch,
      stateDirectory: StateDirectory.path(
        commonDirectory: common, isReadOnly: isReadOnly, environment: environment),
      isReadOnly: isReadOnly, isBare: repository.isBare, isSeparate: isSeparate)
  }
}

/// The result of ``RecordStore/initialize()``.
public struct InitResult: Hashable, Sendable {
  /// A remote of the repository to which `git push --all` would send the branch.
  public struct Remote: Hashable, Sendable {
    /// The name of the remote.
    public let name: String
    /// The URL of the remote, with user and password blanked.
    public let url: String
  }

  /// Whether the store was created by this call.
  public let created: Bool
  /// The name of the branch.
  public let branch: String
  /// The branch's commit.
  public let commit: String
  /// The remotes that would receive the traces; reported only if `created`.
  public let remotes: [Remote]
}

extension RecordStore {
  /// Creates the branch with its `format.json`, if it does not exist yet.
  ///
  /// In a fresh clone with only `origin/judge`, the local branch is created from that. On a branch
  /// with other files, `format.json` is added to them. Another call has no effect.
  ///
  /// - Returns: the branch, and whether it is new.
  /// - Throws: `branch-blocked` if a branch such as `judge/x` prevents it, `read-only`,
  ///   `identity-missing`, `newer-format`.
  public func initialize() async throws(StoreError) -> InitResult {
    let written = try await write { (tip, writer) async throws(StoreError) -> WritePlan<Bool> in
      try await self.planInitialize(tip, &writer)
    }
    let tip = try requiredTip()
    return InitResult(
      created: written.value, branch: location.branch, commit: tip.commit.hex,
      remotes: try remotes())
  }

  private func planInitialize(
    _ tip: Tip?, _ writer: inout PackWriter
  ) async throws(StoreError) -> WritePlan<Bool> {
    if let tip, let format = try await format(at: tip) {
      guard format.isWritable else { throw format.refusal }
      if tip.isLocal { return .nothing(false) }
      return .move(
        to: tip.commit, tree: tip.tree, reason: "branch from \(tip.reference)", false)
    }
    do throws(GitError) {
      var edit = TreeEdit(base: tip?.tree)
      edit.set(StoreFormat.path, try writer.add(blob: StoreFormat.bytes))
      let tree = try edit.write(into: &writer, from: repository)
      return .commit(
        tree: tree, parents: tip.map { [$0.commit] } ?? [],
        message: "Start a store of judge records", true)
    } catch {
      throw StoreError(error)
    }
  }

  private func remotes() throws(StoreError) -> [InitResult.Remote] {
    var found: [InitResult.Remote] = []
    for name in try Tip.remotes(of: repository) {
      let url =
        try git { () throws(GitError) in try repository.configString("remote.\(name).url") } ?? ""
      found.append(InitResult.Remote(name: name, url: GitProgram.withoutSecrets(url)))
    }
    return found
  }

  /// Returns the value of a git configuration key such as `judge.experiment`.
  ///
  /// It is read as git reads it in the folder in which the store was opened. If `judge.store` names
  /// another repository, that one is read next.
  ///
  /// - Parameter key: section, dot, name.
  /// - Returns: the value, or `nil` if the key is not set.
  /// - Throws: `io` if the configuration cannot be read.
  public func config(_ key: String) throws(StoreError) -> String? {
    do throws(GitError) {
      let own = try config == nil ? settings.configString(key) : config?[key]
      if let own { return own }
      return location.isSeparate ? try repository.configString(key) : nil
    } catch {
      throw StoreError(error)
    }
  }

  /// Sets a key in the local configuration of the repository in which the store was opened.
  ///
  /// - Parameters:
  ///   - key: section, dot, name.
  ///   - value: the value; `nil` removes the key.
  /// - Throws: `read-only`, `invalid` for a key that git refuses.
  public func setConfig(_ key: String, _ value: String?) throws(StoreError) {
    guard !location.isReadOnly else { throw readOnly() }
    try git { () throws(GitError) in
      if let value {
        try settings.setLocalConfig(key, value)
      } else {
        try settings.unsetLocalConfig(key)
      }
    }
    config?[key] = value
  }

  /// Clones a repository with its store.
  ///
  /// - Parameters:
  ///   - url: a path or URL.
  ///   - target: the folder; `nil` for the repository's name.
  ///   - folder: the folder that contains the clone.
  /// - Returns: the clone's folder.
  /// - Throws: `usage` for a folder without a name or one that exists, `offline` if the URL cannot
  ///   be reached, `store` if it does not contain a store.
  package static func clone(
    _ url: String, to target: String? = nil, in folder: String = "."
  ) async throws -> String {
    let name = target ?? RemoteAddress.folder(ofCloneOf: url)
    guard !name.isEmpty, !name.hasPrefix("-") else {
      throw JudgeFailure(.usage, "\"\(url)\" gives no name for a folder", remedy: "name one")
    }
    let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw JudgeFailure(.usage, "\(path) is there already", remedy: "name another folder")
    }
    let done = try await StoreGit(in: folder).run(
      ["clone", "--quiet", "--", url, name], accepting: nil)
    guard done.status == 0 else {
      throw JudgeFailure(
        .offline,
        "\(GitProgram.withoutSecrets(url)) cannot be cloned: \(GitProgram.words(of: done))")
    }
    let store = try await open(at: path)
    guard try await store.head() != nil else {
      throw JudgeFailure(
        .store, "\(GitProgram.withoutSecrets(url)) is cloned into \(path), and has no store yet",
        remedy: .anyOf([
          .inOrder([
            .run(.initializeStore, with: [.folder: path], to: "begin one"),
            .run(.synchronize, with: [.folder: path]),
          ]), "check that this is the team's remote and \(store.location.branch) its branch",
        ]))
    }
    return path
  }

  /// Returns the `format.json` in force at a tip.
  ///
  /// This is the tip's own if it is this program's, else the one from the history, because unsigned
  /// changes have no effect.
  ///
  /// - Returns: `nil` for a branch that never had one.
  /// - Throws: if the history cannot be walked.
  func formatInForce(at tip: Tip) async throws(StoreError) -> FormatHistory.Found? {
    let entry = try formatEntry(tip)
    if let entry, entry.mode == .file, entry.id == StoreFormat.blob {
      return FormatHistory.Found(blob: entry.id, format: StoreFormat.own)
    }
    // The history is read once for each different file, and once for a missing file.
    let key = entry?.id ?? .zero
    if let known = knownFormat, known.blob == key { return known.found }
    let trust = try trustSettings()
    do throws(GitError) {
      let history = FormatHistory(GitProgram(repository), trust: trust)
      let found = try await history.inForce(at: tip.commit.hex)
      if found != nil { knownFormat = (key, found) }
      return found
    } catch { throw StoreError(error) }
  }

  /// Returns whether a tip's `format.json` differs from the one in force.
  func formatIsAltered(_ tip: Tip) async throws(StoreError) -> Bool {
    guard let found = try await formatInForce(at: tip) else { return false }
    let entry = try formatEntry(tip)
    return entry?.id != found.blob || entry?.mode != .file
  }

  private func formatEntry(_ tip: Tip) throws(StoreError) -> TreeEntry? {
    try git { () throws(GitError) in try repository.entry(at: StoreFormat.path, in: tip.tree) }
  }
}
