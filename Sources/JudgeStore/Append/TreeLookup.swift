import JudgeGit

/// Finds many paths in one tree, reading each folder once.
struct TreeLookup {
  private let root: ObjectID?
  /// Entries by the path of their folder, sorted by the bytes of their names.
  private var folders: [Substring: [TreeEntry]] = [:]

  /// Creates a look-up in a tree; `nil` is the empty tree.
  init(_ root: ObjectID?) { self.root = root }

  /// Returns the entry at a path, or `nil` if there is none.
  mutating func entry(
    at path: String, in repository: borrowing Repository
  ) throws(GitError) -> TreeEntry? {
    guard root != nil else { return nil }
    return try find(path[...], repository)
  }

  private mutating func find(
    _ path: Substring, _ repository: borrowing Repository
  ) throws(GitError) -> TreeEntry? {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { path[..<$0] } ?? ""
    let name = slash.map { path[path.utf8.index(after: $0)...] } ?? path
    let entries: [TreeEntry]
    if let known = folders[folder] {
      entries = known
    } else {
      entries = try read(folder, repository)
      folders[folder] = entries
    }
    return Self.search(entries, name.utf8)
  }

  private mutating func read(
    _ folder: Substring, _ repository: borrowing Repository
  ) throws(GitError) -> [TreeEntry] {
    let tree: ObjectID?
    if folder.isEmpty {
      tree = root
    } else {
      let found = try find(folder, repository)
      tree = found?.mode.isTree == true ? found?.id : nil
    }
    guard let tree, tree != .emptyTree else { return [] }
    // git sorts a folder as if its name ended in a slash
    return try repository.tree(tree).sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  private static func search(_ entries: [TreeEntry], _ name: Substring.UTF8View) -> TreeEntry? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].name.lexicographicallyPrecedes(name) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < entries.count, entries[low].name.elementsEqual(name) else { return nil }
    return entries[low]
  }
}
