import JudgeWork

/// Changes to a tree, by path: one file or 120,000, without an index or a work tree.
///
/// Only the folders on the way to a changed path are read and written again. The result depends on
/// the changes alone, not on their order or on how many edits they were split into.
package struct TreeEdit: Sendable {
  /// A path is given the id, or loses its entry if the id is nil.
  private struct Change: Sendable {
    var path: Range<Int>
    var mode: FileMode
    var id: ObjectID?
  }

  private let base: ObjectID?
  private var bytes: [UInt8] = []
  private var changes: [Change] = []

  /// Starts from a tree, or from nothing.
  package init(base: ObjectID?) { self.base = base }

  /// Whether no change has been asked for.
  package var isEmpty: Bool { changes.isEmpty }

  /// Puts an object at a path, in the place of what is there; the last call for a path wins.
  ///
  /// A file in the way of a folder on the path is replaced, and so is a folder in the way of the
  /// file.
  ///
  /// A folder (`mode: .tree`) is put as a whole and replaces a folder of the same name.
  package mutating func set(_ path: String, _ id: ObjectID, mode: FileMode = .file) {
    append(path, mode, id)
  }

  /// Takes a file out; folders that become empty go too, and a path that is not there is no error.
  package mutating func remove(_ path: String) { append(path, .file, nil) }

  /// Takes a folder out with everything in it.
  package mutating func removeFolder(_ path: String) { append(path, .tree, nil) }

  private mutating func append(_ path: String, _ mode: FileMode, _ id: ObjectID?) {
    let start = bytes.count
    bytes.append(contentsOf: path.utf8)
    // a folder sorts as if its name ended in "/", and so it differs from its files
    if mode.isTree { bytes.append(UInt8(ascii: "/")) }
    changes.append(Change(path: start..<bytes.count, mode: mode, id: id))
  }

  /// Writes the changed trees into a pack and returns the id of the new root.
  ///
  /// - Throws: `invalid` for a path that git refuses or that runs through a file, `notFound` and
  ///   `damaged` for trees of the base.
  package consuming func write(
    into writer: inout PackWriter, from repository: borrowing Repository
  ) throws(GitError) -> ObjectID {
    sortAndDropOverwritten()
    let root = try base.map { id throws(GitError) in try readTree(id, repository, writer) }
    let raw = try merge(
      root ?? .empty, changes[...], below: 0, into: &writer, from: repository)
    return try writer.add(rawTree: raw)
  }

  private mutating func sortAndDropOverwritten() {
    let order = bytes.withUnsafeBytes { raw in
      changes.indices.sorted { left, right in
        let a = changes[left].path
        let b = changes[right].path
        let first = compareBytes(
          UnsafeRawBufferPointer(rebasing: raw[a]), UnsafeRawBufferPointer(rebasing: raw[b]))
        return first == 0 ? left < right : first < 0
      }
    }
    var kept: [Change] = []
    kept.reserveCapacity(order.count)
    for index in order {
      let change = changes[index]
      if let last = kept.last, bytes[last.path] == bytes[change.path] { kept.removeLast() }
      kept.append(change)
    }
    changes = kept
  }

  /// Merges the entries of one folder with the changes in it, both in git's order.
  private func merge(
    _ tree: RawTree, _ changes: ArraySlice<Change>, below offset: Int,
    into writer: inout PackWriter, from repository: borrowing Repository
  ) throws(GitError) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(tree.bytes.count + changes.count * 100)
    var sorts = (files: false, folders: false)
    var put: [(name: ArraySlice<UInt8>, isTree: Bool)] = []
    var old = 0
    var new = changes.startIndex
    while new < changes.endIndex {
      let (name, isTree) = try component(changes[new], offset)
      var order = -1
      while old < tree.entries.count {
        order = treeOrder(tree.entries[old], of: tree, name, isTree: isTree)
        guard order < 0 else { break }
        copy(tree.entries[old], of: tree, to: &result, &sorts)
        old += 1
      }
      let present = old < tree.entries.count && order == 0 ? tree.entries[old] : nil
      if present != nil { old += 1 }
      let end = isTree ? groupEnd(changes, new, name, offset) : new + 1
      let entry = try resolve(
        present, changes[new..<end], below: offset + name.count + 1, isTree, &writer, repository)
      if let entry {
        appendTreeEntry(name, entry.mode, entry.id, to: &result)
        if isTree { sorts.folders = true } else { sorts.files = true }
        put.append((name, isTree))
      }
      new = end
    }
    for entry in tree.entries[old...] { copy(entry, of: tree, to: &result, &sorts) }
    return sorts.files && sorts.folders ? try withoutTwins(result, put) : result
  }

  /// Takes out what is in the way of what was put; git's order does not bring a file and a folder of
  /// one name together.
  private func withoutTwins(
    _ raw: [UInt8], _ put: [(name: ArraySlice<UInt8>, isTree: Bool)]
  ) throws(GitError) -> [UInt8] {
    // The base may have names that git refuses.
    let tree = try RawTree(unchecked: raw, isStrict: false)
    guard tree.twin() != nil else { return raw }
    let files = Set(put.filter { !$0.isTree }.map(\.name))
    let folders = Set(put.filter(\.isTree).map(\.name))
    if let both = files.intersection(folders).first {
      throw GitError(
        .invalid,
        "\(String(decoding: both, as: UTF8.self)) would be a file and a folder at once",
        remedy: "rename one of the two")
    }
    var kept: [UInt8] = []
    kept.reserveCapacity(raw.count)
    for entry in tree.entries {
      let name = tree.bytes[entry.name]
      guard !(entry.mode.isTree ? files : folders).contains(name) else { continue }
      appendTreeEntry(name, entry.mode, entry.id, to: &kept)
    }
    return kept
  }

  private func copy(
    _ entry: RawTree.Entry, of tree: RawTree, to result: inout [UInt8],
    _ sorts: inout (files: Bool, folders: Bool)
  ) {
    appendTreeEntry(tree.bytes[entry.name], entry.mode, entry.id, to: &result)
    if entry.mode.isTree { sorts.folders = true } else { sorts.files = true }
  }

  /// The new entry of one name, or nil if the entry is removed.
  private func resolve(
    _ present: RawTree.Entry?, _ changes: ArraySlice<Change>, below offset: Int, _ isTree: Bool,
    _ writer: inout PackWriter, _ repository: borrowing Repository
  ) throws(GitError) -> (mode: FileMode, id: ObjectID)? {
    guard let first = changes.first else { return present.map { ($0.mode, $0.id) } }
    guard isTree else { return first.id.map { (first.mode, $0) } }
    var inside = changes
    var start = present?.id
    if first.path.count == offset {  // the folder as a whole, put or taken out
      guard first.mode.isTree else { throw refused(first) }
      start = first.id
      inside = changes.dropFirst()
      if inside.isEmpty { return start.map { (.tree, $0) } }
    }
    let tree = try start.map { id throws(GitError) in try readTree(id, repository, writer) }
    let raw = try merge(tree ?? .empty, inside, below: offset, into: &writer, from: repository)
    return raw.isEmpty ? nil : (.tree, try writer.add(rawTree: raw))
  }

  /// The part of a changed path that belongs to the folder at hand.
  private func component(_ change: Change, _ offset: Int) throws(GitError)
    -> (name: ArraySlice<UInt8>, isTree: Bool)
  {
    let rest = bytes[(change.path.lowerBound + offset)..<change.path.upperBound]
    let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    // What is there with a name that git refuses may still be taken out.
    guard RawTree.isAcceptable(rest[..<end]) || (change.id == nil && end > rest.startIndex) else {
      throw refused(change)
    }
    return (rest[..<end], end < rest.endIndex)
  }

  private func refused(_ change: Change) -> GitError {
    let path = String(decoding: bytes[change.path], as: UTF8.self)
    return GitError(.invalid, "git refuses the path \"\(path)\"")
  }

  /// Where the changes below one folder end.
  private func groupEnd(
    _ changes: ArraySlice<Change>, _ start: Int, _ name: ArraySlice<UInt8>, _ offset: Int
  ) -> Int {
    var end = start + 1
    let length = name.count + 1
    while end < changes.endIndex {
      let path = changes[end].path
      let from = path.lowerBound + offset
      guard path.count >= offset + length, bytes[from + name.count] == UInt8(ascii: "/"),
        bytes[from..<(from + name.count)].elementsEqual(name)
      else { break }
      end += 1
    }
    return end
  }
}

/// As `memcmp`, a shorter buffer first if it is the start of the other.
func compareBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
  treeOrder(left, false, right, false)
}
