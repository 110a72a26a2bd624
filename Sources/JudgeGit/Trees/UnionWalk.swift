/// The walk behind a union: both trees side by side, and what it met that cannot just be kept.
struct UnionWalk {
  var collisions: [TreeUnion.Difference] = []
  var outside: [TreeUnion.Difference] = []
  var refused: [TreeUnion.Difference] = []

  mutating func unite(
    _ ours: ObjectID, _ theirs: ObjectID, _ path: [UInt8], _ repository: borrowing Repository,
    _ writer: inout PackWriter, _ isGrowOnly: (String) -> Bool, _ isFolder: (String) -> Bool
  ) throws(GitError) -> ObjectID {
    let left = try readTree(ours, repository, writer)
    let right = try readTree(theirs, repository, writer)
    var result: [UInt8] = []
    result.reserveCapacity(max(left.bytes.count, right.bytes.count) + 256)
    let twins = clashes(left, right)
    var a = 0
    var b = 0
    while a < left.entries.count || b < right.entries.count {
      let order = Self.order(left, a, right, b)
      let mine = order <= 0 ? left.entries[a] : nil
      let yours = order >= 0 ? right.entries[b] : nil
      if mine != nil { a += 1 }
      if yours != nil { b += 1 }
      if let mine, let yours {
        let name = left.bytes[mine.name]
        let id = try both(
          mine, yours, path + separator(path) + name, repository, &writer, isGrowOnly, isFolder)
        appendTreeEntry(name, mine.mode, id, to: &result)
      } else if let mine {
        let name = left.bytes[mine.name]
        let full = path + separator(path) + name
        if twins.contains(name), givesWay(mine, full, isFolder) {
          collisions.append(difference(full, mine, nil))
          continue
        }
        appendTreeEntry(name, mine.mode, mine.id, to: &result)
        try single(mine, ours: true, full, repository, writer, isGrowOnly)
      } else if let yours {
        let name = right.bytes[yours.name]
        let full = path + separator(path) + name
        if twins.contains(name), givesWay(yours, full, isFolder) {
          collisions.append(difference(full, nil, yours))
          continue
        }
        appendTreeEntry(name, yours.mode, yours.id, to: &result)
        try single(yours, ours: false, full, repository, writer, isGrowOnly)
      }
    }
    // Trees that one side already has are referenced by that side and need not be written again.
    if result == left.bytes { return ours }
    if result == right.bytes { return theirs }
    return try writer.add(rawTree: result)
  }

  /// An entry that both sides have under the same name and of the same sort (file or folder).
  private mutating func both(
    _ mine: RawTree.Entry, _ yours: RawTree.Entry, _ path: [UInt8],
    _ repository: borrowing Repository, _ writer: inout PackWriter,
    _ isGrowOnly: (String) -> Bool, _ isFolder: (String) -> Bool
  ) throws(GitError) -> ObjectID {
    if mine.id == yours.id, mine.mode == yours.mode { return mine.id }
    if mine.mode.isTree {
      return try unite(mine.id, yours.id, path, repository, &writer, isGrowOnly, isFolder)
    }
    collisions.append(difference(path, mine, yours))
    if !isOrdinary(yours) { refused.append(difference(path, mine, yours)) }
    return mine.id
  }

  /// An entry that one side alone has: kept, but looked at if it could be refused.
  private mutating func single(
    _ entry: RawTree.Entry, ours: Bool, _ path: [UInt8], _ repository: borrowing Repository,
    _ writer: borrowing PackWriter, _ isGrowOnly: (String) -> Bool
  ) throws(GitError) {
    let top = String(decoding: path.prefix { $0 != UInt8(ascii: "/") }, as: UTF8.self)
    let isOutside = !isGrowOnly(top)
    // our own side was looked at when it was taken in
    if ours && !isOutside { return }
    if entry.mode.isTree {
      let folder = try readTree(entry.id, repository, writer)
      for inner in folder.entries {
        let full = path + [UInt8(ascii: "/")] + folder.bytes[inner.name]
        try single(inner, ours: ours, full, repository, writer, isGrowOnly)
      }
      return
    }
    let found = difference(path, ours ? entry : nil, ours ? nil : entry)
    if isOutside { outside.append(found) }
    if !ours && !isOrdinary(entry) { refused.append(found) }
  }

  /// Of a file and a folder of one name the one that does not belong there is left out.
  private func givesWay(
    _ entry: RawTree.Entry, _ path: [UInt8], _ isFolder: (String) -> Bool
  ) -> Bool {
    isFolder(String(decoding: path, as: UTF8.self)) != entry.mode.isTree
  }

  /// Early versions of git wrote files as 100664.
  private func isOrdinary(_ entry: RawTree.Entry) -> Bool {
    entry.mode == .file || entry.mode.rawValue == 0o100664
  }

  private func separator(_ path: [UInt8]) -> [UInt8] { path.isEmpty ? [] : [UInt8(ascii: "/")] }

  private func difference(_ path: [UInt8], _ ours: RawTree.Entry?, _ theirs: RawTree.Entry?)
    -> TreeUnion.Difference
  {
    TreeUnion.Difference(
      path: String(decoding: path, as: UTF8.self),
      ours: ours.map { TreeChange.Side(mode: $0.mode, id: $0.id) },
      theirs: theirs.map { TreeChange.Side(mode: $0.mode, id: $0.id) })
  }

  /// Names that one side has as a file and the other as a folder.
  private func clashes(_ left: RawTree, _ right: RawTree) -> Set<ArraySlice<UInt8>> {
    guard Set((left.entries + right.entries).map(\.mode.isTree)).count == 2 else { return [] }
    var sorts: [ArraySlice<UInt8>: Bool] = [:]
    for entry in left.entries { sorts[left.bytes[entry.name]] = entry.mode.isTree }
    var found: Set<ArraySlice<UInt8>> = []
    for entry in right.entries {
      let name = right.bytes[entry.name]
      if let isTree = sorts[name], isTree != entry.mode.isTree { found.insert(name) }
    }
    return found
  }

  private static func order(_ left: RawTree, _ a: Int, _ right: RawTree, _ b: Int) -> Int {
    if a == left.entries.count { return 1 }
    if b == right.entries.count { return -1 }
    let other = right.entries[b]
    return treeOrder(left.entries[a], of: left, right.bytes[other.name], isTree: other.mode.isTree)
  }
}
