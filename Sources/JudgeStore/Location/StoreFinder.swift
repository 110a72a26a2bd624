import JudgeGit
import JudgeWork

/// Finds the repository with the store from the current folder.
struct StoreFinder {
  let path: String
  let environment: [String: String]
  /// The configuration, if environment variables change it.
  let config: EffectiveConfig?

  /// Returns the path in git config `judge.store` of the current repository, or `nil` if it is not
  /// set.
  ///
  /// For a repository that cannot be opened here (SHA-256, reftable), `judge.store` is the only
  /// solution, so it is then read by the `git` program.
  func separateStore() async throws(StoreError) -> String? {
    let value: String?
    let base: String
    do throws(GitError) {
      let front = try Repository.open(at: path, environment: environment)
      let own = try front.configString("judge.store")
      value = config == nil ? own : config?["judge.store"]
      base = front.workTree ?? front.gitDirectory
    } catch {
      guard error.code == .unsupportedRepository else { throw Self.refusal(error) }
      guard let found = try await askGit() else { throw StoreError(error) }
      value = found.value
      base = found.base
    }
    guard let value, !value.isEmpty else { return nil }
    return absolute(value, from: base)
  }

  private func askGit() async throws(StoreError) -> (value: String, base: String)? {
    let folder = path.isEmpty ? "." : path
    let git = GitProgram(in: folder)
    do throws(GitError) {
      let set = try await git.run(["config", "--get", "judge.store"], accepting: [0, 1])
      guard set.status == 0, let value = set.lines.first else { return nil }
      let place = try await git.run(["rev-parse", "--show-toplevel"], accepting: nil)
      let top = place.lines.first.map(String.init)
      return (String(value), place.status == 0 ? top ?? folder : folder)
    } catch {
      throw StoreError(error)
    }
  }

  private func absolute(_ value: String, from base: String) -> String {
    if value.hasPrefix("/") { return value }
    if value == "~" || value.hasPrefix("~/"), let home = environment["HOME"] {
      return home + value.dropFirst(1)
    }
    return base + "/" + value
  }

  /// Opens the repository of the store.
  func open(_ place: String, isSeparate: Bool) throws(StoreError) -> sending Repository {
    var variables = environment
    // These variables name the current repository, not the one in `judge.store`.
    if isSeparate { for name in GitProgram.repositoryVariables { variables[name] = nil } }
    do throws(GitError) {
      return try Repository.open(at: place, environment: variables)
    } catch {
      throw Self.refusal(error)
    }
  }

  /// Returns the store's error for a failure to open; a missing repository is a separate error from
  /// a missing object.
  private static func refusal(_ error: GitError) -> StoreError {
    guard error.code == .notFound else { return StoreError(error) }
    return StoreError(.notARepository, error.message, remedy: error.remedy)
  }
}
