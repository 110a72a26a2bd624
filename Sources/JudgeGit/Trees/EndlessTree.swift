/// Trees that nobody can list: a few small trees that hold each other make billions of paths, and a
/// chain of them is deeper than any stack.
///
/// Each distinct tree is read once, so the cost does not follow the number of paths.
package struct EndlessTree {
  /// A tree of fewer paths is not endless, however often its folders hold each other.
  package static let leastPaths = 100_000
  /// How many times as many paths as entries an endless tree has; copies of folders do not reach it.
  private static let leastFactor = 10
  /// The most levels of folders.
  ///
  /// A path of 4096 bytes can have more, but nobody has such paths.
  package static let mostLevels = 1000

  private var paths: [ObjectID: Int] = [:]
  private var deep: Set<ObjectID> = []

  package init() {}

  /// Whether a tree is endless.
  ///
  /// A tree that is missing counts as empty.
  ///
  /// - Throws: `damaged` for trees.
  package mutating func isEndless(
    _ tree: ObjectID, in repository: borrowing Repository
  ) throws(GitError) -> Bool {
    let count = try count(tree, 0, repository)
    if deep.contains(tree) { return true }
    guard count > Self.leastPaths else { return false }
    return try count / Self.leastFactor > entries(tree, repository)
  }

  /// How many files a tree has by path.
  private mutating func count(
    _ tree: ObjectID, _ depth: Int, _ repository: borrowing Repository
  ) throws(GitError) -> Int {
    if let known = paths[tree] { return known }
    guard depth < Self.mostLevels else {
      deep.insert(tree)
      return 0
    }
    var count = 0
    for entry in try Self.folder(tree, repository) {
      guard entry.mode.isTree else {
        count += 1
        continue
      }
      // The number of paths may be larger than any integer.
      count = min(count + (try self.count(entry.id, depth + 1, repository)), Int.max / 2)
      if deep.contains(entry.id) { deep.insert(tree) }
    }
    paths[tree] = count
    return count
  }

  /// How many entries the distinct trees of a tree have.
  private func entries(
    _ tree: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> Int {
    var seen: Set<ObjectID> = [tree]
    var waiting = [tree]
    var count = 0
    while let next = waiting.popLast() {
      for entry in try Self.folder(next, repository) {
        count += 1
        if entry.mode.isTree, seen.insert(entry.id).inserted { waiting.append(entry.id) }
      }
    }
    return count
  }

  private static func folder(
    _ tree: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> [RawTree.Entry] {
    do throws(GitError) { return try repository.rawTree(tree).entries } catch {
      guard error.code == .notFound else { throw error }
      return []
    }
  }
}
