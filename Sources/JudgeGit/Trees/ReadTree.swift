/// Reads trees that are either in a pack being written or already in the repository.
func readTree(
  _ id: ObjectID, _ repository: borrowing Repository, _ writer: borrowing PackWriter
) throws(GitError) -> RawTree {
  if let staged = writer.stagedTree(id) { return try RawTree(asGitReads: staged, id: id) }
  return try repository.rawTree(id)
}

/// Compares an entry with a name that may be a folder's, in git's order.
func treeOrder(
  _ entry: RawTree.Entry, of tree: RawTree, _ name: ArraySlice<UInt8>, isTree: Bool
) -> Int {
  tree.bytes.withUnsafeBytes { raw in
    name.withUnsafeBytes { other in
      treeOrder(
        UnsafeRawBufferPointer(rebasing: raw[entry.name]), entry.mode.isTree, other, isTree)
    }
  }
}
