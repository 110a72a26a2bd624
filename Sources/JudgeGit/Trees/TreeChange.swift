/// One path that differs between two trees.
package struct TreeChange: Hashable, Sendable {
  /// What a tree has at a path.
  package struct Side: Hashable, Sendable {
    package var mode: FileMode
    package var id: ObjectID

    package init(mode: FileMode, id: ObjectID) {
      self.mode = mode
      self.id = id
    }
  }

  /// The full path; bytes that are not UTF-8 become U+FFFD.
  package var path: String
  /// What was there; nil for an added path.
  package var old: Side?
  /// What is there; nil for a removed path.
  package var new: Side?
}

extension Repository {
  /// Calls a closure for each file that two trees do not share, in git's order.
  ///
  /// Equal folders are skipped without being read, so the cost follows the difference, not the
  /// store. A file that became a folder is a removal and additions, as in `git diff-tree -r`.
  ///
  /// - Parameters:
  ///   - old: The tree before; nil is the empty one, so that everything in `new` is an addition.
  ///   - new: The tree after; nil is the empty one.
  ///   - prefixes: Paths of folders or files to look at; none means everything.
  ///   - isWanted: Whether to look into the folder at a path. A few small trees that hold each other
  ///     make billions of paths: if a stranger wrote the trees, look only into folders that you read.
  ///   - visit: Called once for each path.
  /// - Throws: `notFound` and `damaged` for trees, and what the closure throws.
  package func diffTrees(
    old: ObjectID?, new: ObjectID?, under prefixes: [String] = [],
    into isWanted: (String) -> Bool = { _ in true }, visit: (TreeChange) throws(GitError) -> Void
  ) throws(GitError) {
    if prefixes.isEmpty {
      var path: [UInt8] = []
      return try diff(old, new, &path, isWanted, visit)
    }
    for prefix in prefixes {
      let before = try old.map { id throws(GitError) in try entry(at: prefix, in: id) } ?? nil
      let after = try new.map { id throws(GitError) in try entry(at: prefix, in: id) } ?? nil
      var path = Array(prefix.utf8)
      if path.last == UInt8(ascii: "/") { path.removeLast() }
      try diffEntries(
        before.map { TreeChange.Side(mode: $0.mode, id: $0.id) },
        after.map { TreeChange.Side(mode: $0.mode, id: $0.id) }, &path, isWanted, visit)
    }
  }

  /// All files of a tree with their paths.
  package func files(in tree: ObjectID, under prefixes: [String] = []) throws(GitError)
    -> [(path: String, mode: FileMode, id: ObjectID)]
  {
    var found: [(path: String, mode: FileMode, id: ObjectID)] = []
    try diffTrees(old: nil, new: tree, under: prefixes) { (change) throws(GitError) in
      if let side = change.new { found.append((change.path, side.mode, side.id)) }
    }
    return found
  }

  private func diff(
    _ old: ObjectID?, _ new: ObjectID?, _ path: inout [UInt8],
    _ isWanted: (String) -> Bool, _ visit: (TreeChange) throws(GitError) -> Void
  ) throws(GitError) {
    guard old != new else { return }
    let before = try old.map { id throws(GitError) in try rawTree(id) } ?? .empty
    let after = try new.map { id throws(GitError) in try rawTree(id) } ?? .empty
    var left = 0
    var right = 0
    while left < before.entries.count || right < after.entries.count {
      let order = Self.order(before, left, after, right)
      let a = order <= 0 ? before.entries[left] : nil
      let b = order >= 0 ? after.entries[right] : nil
      if a != nil { left += 1 }
      if b != nil { right += 1 }
      if let a, let b, a.id == b.id, a.mode == b.mode { continue }
      let length = path.count
      if length > 0 { path.append(UInt8(ascii: "/")) }
      if let a {
        path.append(contentsOf: before.bytes[a.name])
      } else if let b {
        path.append(contentsOf: after.bytes[b.name])
      }
      try diffEntries(
        a.map { TreeChange.Side(mode: $0.mode, id: $0.id) },
        b.map { TreeChange.Side(mode: $0.mode, id: $0.id) }, &path, isWanted, visit)
      path.removeSubrange(length...)
    }
  }

  /// Below zero if the left entry comes first, above if the right one does.
  private static func order(_ before: RawTree, _ left: Int, _ after: RawTree, _ right: Int) -> Int {
    if left == before.entries.count { return 1 }
    if right == after.entries.count { return -1 }
    let other = after.entries[right]
    return treeOrder(
      before.entries[left], of: before, after.bytes[other.name], isTree: other.mode.isTree)
  }

  private func diffEntries(
    _ old: TreeChange.Side?, _ new: TreeChange.Side?, _ path: inout [UInt8],
    _ isWanted: (String) -> Bool, _ visit: (TreeChange) throws(GitError) -> Void
  ) throws(GitError) {
    guard old != new else { return }
    let oldTree = old.flatMap { $0.mode.isTree ? $0.id : nil }
    let newTree = new.flatMap { $0.mode.isTree ? $0.id : nil }
    let oldFile = oldTree == nil ? old : nil
    let newFile = newTree == nil ? new : nil
    if oldFile != nil || newFile != nil {
      let text = String(decoding: path, as: UTF8.self)
      try visit(TreeChange(path: text, old: oldFile, new: newFile))
    }
    guard oldTree != nil || newTree != nil, isWanted(String(decoding: path, as: UTF8.self)) else {
      return
    }
    try diff(oldTree, newTree, &path, isWanted, visit)
  }
}
