/// What a union of two trees gave.
package struct TreeUnion: Hashable, Sendable {
  /// A path that both sides have with different content, or one side alone if that matters.
  package struct Difference: Hashable, Sendable {
    package var path: String
    package var ours: TreeChange.Side?
    package var theirs: TreeChange.Side?
  }

  /// The united tree.
  ///
  /// If the sides differ, it holds ours.
  package var tree: ObjectID
  /// Paths in grow-only folders that both sides have with different content: damage, since a
  /// record's name is the hash of its bytes.
  package var collisions: [Difference] = []
  /// Files outside the grow-only folders that differ or are on one side only: the caller merges
  /// them three-way by `git merge-tree`.
  package var others: [Difference] = []
  /// Links, submodules and executables that their side brings in: they are not records.
  package var refused: [Difference] = []
}

extension Repository {
  /// Unites two trees: everything that either side has is kept.
  ///
  /// Equal folders are skipped, folders of one side are taken as they are, so the cost follows the
  /// difference. No merge base is needed, hence unrelated histories unite as well. On trees without
  /// collisions the result is commutative, associative and idempotent, and equals
  /// `git merge-tree --write-tree` if both sides only added files.
  ///
  /// - Parameters:
  ///   - ours: Our tree.
  ///   - theirs: Their tree.
  ///   - writer: Where the new trees go; it may hold either side already.
  ///   - isGrowOnly: Says of a name at the top whether it is a folder of records. The default takes
  ///     everything for records.
  ///   - isFolder: Says of a path that is a file on one side and a folder on the other which it should
  ///     be. The default takes everything for folders, since those hold records.
  /// - Returns: The tree, and what the caller must decide.
  /// - Throws: `notFound` and `damaged` for trees.
  package func uniteTrees(
    ours: ObjectID, theirs: ObjectID, into writer: inout PackWriter,
    isGrowOnly: (String) -> Bool = { _ in true }, isFolder: (String) -> Bool = { _ in true }
  ) throws(GitError) -> TreeUnion {
    var walk = UnionWalk()
    guard ours != theirs else { return TreeUnion(tree: ours) }
    let tree = try walk.unite(ours, theirs, [], self, &writer, isGrowOnly, isFolder)
    var union = TreeUnion(tree: tree)
    for difference in walk.collisions {
      let top = difference.path.prefix { $0 != "/" }
      if isGrowOnly(String(top)) {
        union.collisions.append(difference)
      } else {
        union.others.append(difference)
      }
    }
    union.others += walk.outside
    union.others.sort { $0.path < $1.path }
    union.refused = walk.refused
    return union
  }
}
