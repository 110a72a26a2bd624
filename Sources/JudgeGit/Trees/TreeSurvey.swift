/// The objects of a tree, as far as they can be read.
package struct TreeSurvey {
  /// A file that the tree names; whether its bytes are here is another question.
  package struct File: Hashable, Sendable {
    package var path: String
    package var mode: FileMode
    package var id: ObjectID
  }

  /// A folder that cannot be read, with why.
  package struct Gap: Hashable, Sendable {
    /// The path, or empty for the root.
    package var path: String
    package var id: ObjectID
    package var reason: String
  }

  package private(set) var files: [File] = []
  /// Submodules, whose commits are not looked for here.
  package private(set) var links: [File] = []
  package private(set) var gaps: [Gap] = []
  /// The folders at the top that are not listed in full, because nobody could.
  ///
  /// Their folders hold each other too often, or lie too deep. A tree that was seen elsewhere in such a folder is left out.
  package private(set) var endless: Set<String> = []

  /// The trees that were seen below a folder at the top.
  private var seen: Set<ObjectID> = []
  /// How many more paths may lie in trees that were seen before.
  private var rest = EndlessTree.leastPaths

  /// Walks a tree and goes on if a folder cannot be read.
  ///
  /// - Parameters:
  ///   - tree: The root.
  ///   - base: A tree whose folders are known to be sound: equal ones are skipped.
  ///   - repository: Where they are read.
  package init(
    _ tree: ObjectID, beyond base: ObjectID? = nil, in repository: borrowing Repository
  ) {
    var path: [UInt8] = []
    walk(tree, base, 0, &path, repository)
  }

  private mutating func walk(
    _ tree: ObjectID, _ base: ObjectID?, _ depth: Int, _ path: inout [UInt8],
    _ repository: borrowing Repository
  ) {
    guard tree != base else { return }
    let entries: RawTree
    do throws(GitError) { entries = try repository.rawTree(tree) } catch {
      gaps.append(
        Gap(path: String(decoding: path, as: UTF8.self), id: tree, reason: error.message))
      return
    }
    let isKnown = !seen.insert(tree).inserted
    if isKnown { rest -= entries.entries.count }
    guard depth < EndlessTree.mostLevels, !isKnown || rest >= 0 else {
      let top = path.prefix { $0 != UInt8(ascii: "/") }
      endless.insert(String(decoding: top, as: UTF8.self))
      return
    }
    let before = base.flatMap { try? repository.rawTree($0) } ?? .empty
    var known: [ArraySlice<UInt8>: ObjectID] = [:]
    for entry in before.entries { known[before.bytes[entry.name]] = entry.id }
    for entry in entries.entries {
      let name = entries.bytes[entry.name]
      let other = known[name]
      guard entry.id != other else { continue }
      let length = path.count
      if length > 0 { path.append(UInt8(ascii: "/")) } else { seen = [] }
      path.append(contentsOf: name)
      if entry.mode.isTree {
        walk(entry.id, other, depth + 1, &path, repository)
      } else {
        let file = File(
          path: String(decoding: path, as: UTF8.self), mode: entry.mode, id: entry.id)
        if entry.mode == .gitlink { links.append(file) } else { files.append(file) }
      }
      path.removeSubrange(length...)
    }
  }
}
