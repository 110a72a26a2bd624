import JudgeGit
import JudgeStore

/// A change to a branch that no store would make.
enum Planted {
  case file(String, [UInt8])
  case mode(String, FileMode, [UInt8])
  case removal(String)
  /// An entry whose blob is not written.
  case missing(String, [UInt8])
  /// A file is taken away and put at another path.
  case rename(String, to: String)
}

extension Sandbox {
  /// Commits changes on top of a branch, without any check; returns the commit.
  @discardableResult
  func plant(
    _ changes: [Planted], in folder: String = "store", branch: String = "judge",
    message: String = "planted", onto: String? = nil
  ) throws -> String {
    let repository = try Repository.open(at: path + "/" + folder)
    let reference = "refs/heads/" + branch
    let old = try repository.resolve(reference)
    let parent = onto.flatMap { ObjectID(hex: $0) } ?? old
    let base = try parent.map { try repository.commit($0).tree }
    var writer = try PackWriter(repository)
    var edit = TreeEdit(base: base)
    for change in changes {
      switch change {
      case .file(let path, let bytes): edit.set(path, try writer.add(blob: bytes))
      case .mode(let path, let mode, let bytes):
        edit.set(path, try writer.add(blob: bytes), mode: mode)
      case .removal(let path): edit.remove(path)
      case .missing(let path, let bytes): edit.set(path, ObjectID(ofBlob: bytes))
      case .rename(let path, let target):
        guard let base, let entry = try repository.entry(at: path, in: base) else { continue }
        edit.remove(path)
        edit.set(target, entry.id)
      }
    }
    let tree = try edit.write(into: &writer, from: repository)
    let mallory = Signature(name: "Mallory", email: "mallory@example.com", seconds: 1_800_000_000)
    let commit = try writer.add(
      commit: Commit(
        tree: tree, parents: parent.map { [$0] } ?? [], author: mallory, message: message))
    try writer.finish()
    try repository.compareAndSwap(reference, to: commit, from: old, message: message)
    return commit.hex
  }
}
