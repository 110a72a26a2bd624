import JudgeGit

/// Finds folders of a branch that do not hold records and cannot be listed.
struct EndlessFolders {
  private var trees = EndlessTree()

  /// Finds the folders that cannot be listed.
  ///
  /// - Parameters:
  ///   - tree: the root.
  ///   - other: another root; folders that it also has at the same path are skipped.
  ///   - repository: the repository.
  /// - Returns: their paths. The cost depends on the difference between the two roots.
  /// - Throws: `notFound` and `damaged` for trees of record folders.
  mutating func find(
    in tree: ObjectID, beyond other: ObjectID?, _ repository: borrowing Repository
  ) throws(GitError) -> [String] {
    var found: [String] = []
    try find(tree, other, "", &found, repository)
    return found
  }

  /// Returns whether the folder at a path of a tree cannot be listed.
  ///
  /// - Parameters:
  ///   - path: the path.
  ///   - tree: the root.
  ///   - repository: the repository.
  /// - Returns: `nil` if there is no entry at the path.
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
