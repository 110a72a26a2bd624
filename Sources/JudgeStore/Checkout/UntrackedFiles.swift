import FoundationEssentials
import JudgeGit

/// Untracked files of a work tree that a checkout would overwrite.
///
/// git refuses to overwrite them, even if their content is the same.
struct UntrackedFiles {
  /// A file that a checkout would create.
  struct Change: Hashable {
    let path: String
    let mode: String
    let blob: String
  }

  private let top: String
  private let git: GitProgram

  init(_ workTree: String) {
    top = workTree
    git = GitProgram(in: workTree)
  }

  /// Adds the untracked files whose content equals that of the new tree to the index.
  ///
  /// - Returns: whether any file was added, so that the checkout can be tried again.
  /// - Throws: `program`, which names the files that differ.
  func adopt(from old: ObjectID, to new: ObjectID) async throws(GitError) -> Bool {
    let raw = try await git.run([
      "diff-tree", "-r", "-z", "--no-renames", "--diff-filter=AM", old.hex, new.hex,
    ])
    let wanted = Dictionary(
      Self.changes(raw.output).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let listed = try await git.run(["ls-files", "-z", "--others"])
    let there = listed.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      .filter { wanted[$0] != nil && !$0.contains("\n") && isPlain($0) }
    guard !there.isEmpty else { return false }
    let hashes = try await git.run(
      ["hash-object", "--stdin-paths"], input: Array(there.map { $0 + "\n" }.joined().utf8))
    var same: [Change] = []
    var others: [String] = []
    for (path, hash) in zip(there, hashes.lines) {
      guard let change = wanted[path] else { continue }
      if change.blob == hash { same.append(change) } else { others.append(path) }
    }
    guard others.isEmpty else {
      let more = others.count > 3 ? " and \(others.count - 3) more" : ""
      throw GitError(
        .program,
        "untracked files are in the way, with other content: "
          + others.prefix(3).joined(separator: ", ") + more)
    }
    try await git.run(["update-index", "-z", "--index-info"], input: Self.indexInfo(same))
    try await git.run(["update-index", "-q", "--refresh"], accepting: nil)
    return true
  }

  private func isPlain(_ path: String) -> Bool {
    let facts = try? FileManager.default.attributesOfItem(atPath: top + "/" + path)
    return facts?[.type] as? FileAttributeType == .typeRegular
  }

  /// Parses the output of `git diff-tree -z` and `git diff-index -z`: `:mode mode id id letter`,
  /// path.
  ///
  /// - Parameters:
  ///   - output: git's output.
  ///   - isRemoval: whether to return the side before, not the one after.
  /// - Returns: the files, in git's order.
  static func changes(_ output: [UInt8], isRemoval: Bool = false) -> [Change] {
    let parts = output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return stride(from: 0, to: parts.count - 1, by: 2).compactMap { index in
      let fields = parts[index].dropFirst().split(separator: " ")
      guard fields.count >= 5 else { return nil }
      return Change(
        path: parts[index + 1], mode: String(fields[isRemoval ? 0 : 1]),
        blob: String(fields[isRemoval ? 2 : 3]))
    }
  }

  /// Returns the input for `git update-index -z --index-info`.
  static func indexInfo(_ changes: [Change]) -> [UInt8] {
    Array(changes.map { "\($0.mode) \($0.blob)\t\($0.path)\0" }.joined().utf8)
  }
}
