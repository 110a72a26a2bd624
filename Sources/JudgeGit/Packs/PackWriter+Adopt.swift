extension PackWriter {
  /// Copies into the pack the objects of a tree that may disappear from the repository.
  ///
  /// Such objects (a tree that `git merge-tree` wrote, a record of a commit that a reset left
  /// behind) may have no reference, and a concurrent repack or prune may delete them before the new
  /// commit refers to them. Objects that one of the bases has at the same path are safe, because
  /// references lead to the bases.
  ///
  /// - Parameters:
  ///   - tree: The tree to be committed.
  ///   - bases: The trees of commits that are referenced, mostly of the parents.
  ///   - repository: The repository that the objects are read from.
  ///   - isComplete: Whether a missing file is an error. In a partial clone, the remote has it.
  /// - Throws: `notFound` if an object is already gone.
  package mutating func adopt(
    _ tree: ObjectID, besides bases: [ObjectID], from repository: borrowing Repository,
    isComplete: Bool = true
  ) throws(GitError) {
    guard tree != .emptyTree, !bases.contains(tree) else { return }
    let root = try readTree(tree, repository, self)
    if !holds(tree) { _ = try add(rawTree: root.bytes) }
    var others: [(tree: RawTree, next: Int)] = []
    for base in bases { others.append((try readTree(base, repository, self), 0)) }
    for entry in root.entries {
      let name = root.bytes[entry.name]
      var folders: [ObjectID] = []
      var isSafe = false
      for index in others.indices {
        let other = others[index].tree
        var next = others[index].next
        var order = -1
        while next < other.entries.count {
          order = treeOrder(other.entries[next], of: other, name, isTree: entry.mode.isTree)
          guard order < 0 else { break }
          next += 1
        }
        others[index].next = next
        guard next < other.entries.count, order == 0 else { continue }
        if other.entries[next].id == entry.id { isSafe = true }
        if other.entries[next].mode.isTree { folders.append(other.entries[next].id) }
      }
      guard !isSafe else { continue }
      if entry.mode.isTree {
        try adopt(entry.id, besides: folders, from: repository, isComplete: isComplete)
      } else if entry.mode != .gitlink, !holds(entry.id) {
        guard isComplete || repository.objectExists(entry.id) else { continue }
        try add(blob: try repository.blob(entry.id))
      }
    }
  }
}
