import FoundationEssentials
import JudgeGit
import JudgeWork

extension RecordStore {
  /// Clones a repository with its store.
  ///
  /// - Parameters:
  ///   - url: a path or URL.
  ///   - target: the folder; `nil` for the repository's name.
  ///   - folder: where to clone into.
  /// - Returns: the clone's folder.
  /// - Throws: `usage` for a folder that has no name or is there, `offline` if the URL cannot be
  ///   reached, `store` if it holds none.
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
}
