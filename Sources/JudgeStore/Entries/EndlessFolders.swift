import JudgeGit

/// Looks for folders of a branch that hold no records and that nobody can list.
struct EndlessFolders {
  private var trees = EndlessTree()

  /// Finds them.
  ///
  /// - Parameters:
  ///   - tree: the root.
  ///   - other: a root; folders that it has at the same path are passed over.
  ///   - repository: the repository.
  /// - Returns: their paths. The cost follows the difference of the two roots.
  /// - Throws: `notFound` and `damaged` for trees of record folders.
  mutating func find(
    in tree: ObjectID, beyond other: ObjectID?, _ repository: borrowing Repository
  ) throws(GitError) -> [String] {
    var found: [String] = []
    try find(tree, other, "", &found, repository)
    return found
  }

  /// Whether nobody can list what is at a path of a tree.
  ///
  /// - Parameters:
  ///   - path: the path.
  ///   - tree: the root.
  ///   - repository: the repository.
  /// - Returns: `nil` if nothing is there.
  /// - Throws: `notFound` and `damaged` for trees on the way.
  mutating func isEndless(
    _ path: String, in tree: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> Bool? {
    guard let entry = try repository.entry(at: path, in: tree) else { return nil }
    return entry.mode.isTree ? try trees.isEndless(entry.id, in: repository) : false
  }

  private mutating func find(
    _ tree: ObjectID, _ other: ObjectID?, _ path: String, _ found: inout [String],
    _ repository: borrowing Repository
  ) throws(GitError) {
    guard tree != other else { return }
    var known: [[UInt8]: ObjectID] = [:]
    if let other {
      for entry in try repository.tree(other) where entry.mode.isTree {
        known[Array(entry.name)] = entry.id
      }
    }
    for entry in try repository.tree(tree) where entry.mode.isTree {
      let there = known[Array(entry.name)]
      guard there != entry.id else { continue }
      let name = path + String(decoding: entry.name, as: UTF8.self)
      if Place.holdsRecords(name) {
        try find(entry.id, there, name + "/", &found, repository)
      } else if try trees.isEndless(entry.id, in: repository) {
        found.append(name)
      }
    }
  }
}
