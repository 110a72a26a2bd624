import FoundationEssentials
import JudgeGit

extension JudgeRepository {
  /// Clones a repository with its store.
  ///
  /// - Parameters:
  ///   - url: a path or URL.
  ///   - target: the folder; `nil` for the repository's name.
  ///   - folder: where to clone into.
  /// - Returns: the clone's folder.
  /// - Throws: `JudgeError` if it cannot be reached (125), or holds no store (3).
  public static func clone(
    _ url: String, to target: String? = nil, in folder: String = "."
  ) async throws -> String {
    let name = target ?? directory(of: url)
    guard !name.isEmpty, !name.hasPrefix("-") else {
      throw JudgeError(.usage, "\"\(url)\" gives no name for a folder", hint: "name one")
    }
    let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw JudgeError(.usage, "\(path) is there already", hint: "name another folder")
    }
    let git = GitProgram(in: folder)
    let done: GitProgram.Output
    do throws(GitError) {
      done = try await git.run(["clone", "--quiet", "--", url, name], accepting: nil)
    } catch { throw JudgeError(.store, error.message, hint: error.hint) }
    guard done.status == 0 else {
      throw JudgeError(
        .offline,
        "\(GitProgram.withoutSecrets(url)) cannot be cloned: \(GitProgram.words(of: done))")
    }
    let repository = try await open(at: path)
    let branch = repository.store.location.branch
    guard try await repository.store.head() != nil else {
      throw JudgeError(
        .store, "\(GitProgram.withoutSecrets(url)) is cloned into \(path), and has no store yet",
        hint: "to begin one: git -C \(path) judge init, then git -C \(path) judge sync; where the "
          + "team has one, see that this is its remote and \(branch) its branch")
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
}
