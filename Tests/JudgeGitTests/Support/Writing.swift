import JudgeGit

/// A commit of the empty tree.
func emptyCommit(
  _ repository: borrowing Repository, parents: [ObjectID], _ message: String
) throws -> ObjectID {
  var writer = try PackWriter(repository)
  let tree = try writer.add(tree: [])
  let id = try writer.add(
    commit: Commit(tree: tree, parents: parents, author: ada, message: message))
  try writer.finish()
  return id
}

/// Commits files given by path and content on top of a branch; nil removes a path.
@discardableResult
func commitFiles(
  _ repository: borrowing Repository, _ files: [(path: String, text: String?)],
  branch: String = "refs/heads/judge", message: String = "change"
) throws -> ObjectID {
  let old = try repository.resolve(branch)
  let base = try old.map { try repository.commit($0).tree }
  var writer = try PackWriter(repository)
  let tree = try writeTree(repository, &writer, base: base, files)
  let id = try writer.add(
    commit: Commit(tree: tree, parents: old.map { [$0] } ?? [], author: ada, message: message))
  try writer.finish()
  try repository.compareAndSwap(branch, to: id, from: old, message: message)
  return id
}

/// Writes a tree with files given by path and content on top of another tree.
func writeTree(
  _ repository: borrowing Repository, _ writer: inout PackWriter, base: ObjectID?,
  _ files: [(path: String, text: String?)]
) throws -> ObjectID {
  var edit = TreeEdit(base: base)
  for (path, text) in files {
    if let text {
      edit.set(path, try writer.add(blob: Array(text.utf8)))
    } else {
      edit.remove(path)
    }
  }
  return try edit.write(into: &writer, from: repository)
}
