internal import FoundationEssentials
import JudgeGit
import JudgeWork

extension RecordStore {
  /// Opens the store of the repository that git finds from a folder.
  ///
  /// The branch need not exist yet: ``initialize()`` makes it.
  ///
  /// - Parameters:
  ///   - path: a folder in a work tree, a bare repository, a submodule or a linked worktree.
  ///   - branch: the branch; without it git config `judge.branch`, else `judge`.
  /// - Returns: the store.
  /// - Throws: `not-a-repository`, `unsupported-repository`, `not-owned`, `invalid` for a branch name
  ///   that git refuses.
  public static func open(
    at path: String = ".", branch: String? = nil
  ) async throws(StoreError) -> RecordStore {
    try git { () throws(GitError) in try OpenFiles.prepare() }
    return try await open(
      at: path, branch: branch, environment: ProcessInfo.processInfo.environment)
  }

  /// Opens a store with other environment variables than the process has.
  ///
  /// `readOnly` treats the repository as one that this user cannot write.
  package static func open(
    at path: String, branch: String? = nil, environment: [String: String], readOnly: Bool = false
  ) async throws(StoreError) -> RecordStore {
    // outside a repository git has no configuration to list: the finder says what is wrong
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

  /// The repository we stand in, unless it is one that cannot be opened.
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
