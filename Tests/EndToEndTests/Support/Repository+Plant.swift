import Foundation
import JudgeTestSupport

extension Repository {
  /// Commits a record to the branch by plain git, as somebody without git-judge may.
  ///
  /// - Parameters:
  ///   - folder: the record's folder.
  ///   - bytes: canonical JSON.
  ///   - levels: the number of folders between it and the file, each named by a digit of the hash.
  /// - Returns: its hash.
  /// - Throws: `CommandFailure` where git refuses.
  @discardableResult
  func plant(_ folder: String, _ bytes: String, levels: Int = 0) throws -> String {
    let file = try world.write("planted.json", bytes)
    let hash = try world.run("sha256sum", [file]).expecting(0).trimmed.prefix(64)
    let name = hash.prefix(levels).map { "\($0)/" }.joined() + hash.dropFirst(levels)
    let blob = try git("hash-object", "-w", file).trimmed
    let index = ["GIT_INDEX_FILE": world.folder.file("planted.index").path]
    func run(_ arguments: String...) throws -> String {
      try world.run("git", arguments, in: url, environment: index).expecting(0).trimmed
    }
    _ = try run("read-tree", "refs/heads/judge")
    _ = try run(
      "update-index", "--add", "--cacheinfo", "100644,\(blob),\(folder)/\(name).json")
    let tree = try run("write-tree")
    let commit = try run("commit-tree", tree, "-p", "refs/heads/judge", "-m", "Plant")
    try git("update-ref", "refs/heads/judge", commit)
    return String(hash)
  }
}
