import JudgeGit

/// Rewrites commits, parents first, to remove some files from all of their trees.
struct HistoryRewriter {
  private let paths: [String]
  /// The rewritten commit for each commit.
  private(set) var map: [ObjectID: ObjectID] = [:]
  /// The rewritten tree for each tree.
  private(set) var trees: [ObjectID: ObjectID] = [:]
  /// The files that were removed from any tree.
  private(set) var removed: Set<String> = []
  /// The number of commits with a new id.
  private(set) var count = 0

  init(paths: [String]) { self.paths = paths }

  mutating func rewrite(
    _ id: ObjectID, _ writer: inout PackWriter, _ repository: borrowing Repository
  ) throws(GitError) {
    let commit = try repository.commit(id)
    let tree = try rewrite(tree: commit.tree, &writer, repository)
    let parents = commit.parents.map { map[$0] ?? $0 }
    guard tree != commit.tree || parents != commit.parents else {
      map[id] = id
      return
    }
    count += 1
    map[id] = try writer.add(
      commit: Commit(
        tree: tree, parents: parents, author: commit.author, committer: commit.committer,
        message: commit.message))
  }

  private mutating func rewrite(
    tree: ObjectID, _ writer: inout PackWriter, _ repository: borrowing Repository
  ) throws(GitError) -> ObjectID {
    if let known = trees[tree] { return known }
    var edit = TreeEdit(base: tree)
    for path in paths where try repository.entry(at: path, in: tree) != nil {
      edit.remove(path)
      removed.insert(path)
    }
    guard !edit.isEmpty else {
      trees[tree] = tree
      return tree
    }
    let finished = edit
    let new = try finished.write(into: &writer, from: repository)
    trees[tree] = new
    return new
  }
}
