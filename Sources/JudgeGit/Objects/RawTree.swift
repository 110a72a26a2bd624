import JudgeWork

/// The parsed bytes of a tree object: entries as ranges, so that a walk allocates once per tree.
///
/// Format (git's `Documentation/gitformat`): octal mode, space, name, NUL, 20 bytes of id, repeated.
/// The strict parser accepts exactly what `git fsck --strict` does not call broken: known modes
/// without a leading zero, names that are not empty, `.`, `..`, `.git` in any case or hold `/`, strict
/// order, and no name twice. The other one reads whatever git itself reads, since a push may bring
/// such a tree.
struct RawTree {
  struct Entry {
    var name: Range<Int>
    var mode: FileMode
    var id: ObjectID
  }

  let bytes: [UInt8]
  private(set) var entries: [Entry] = []

  static let empty = RawTree()

  private init() { bytes = [] }

  /// Reads a tree as git does, even one that somebody made by hand.
  ///
  /// Entries come in git's order, each name once: if a file and a folder have one name, the folder.
  /// Entries that no path can name (an empty name, one with a slash) are skipped.
  ///
  /// - Throws: `damaged` for bytes that are not entries.
  init(asGitReads bytes: [UInt8], id: ObjectID) throws(GitError) {
    if let strict = try? RawTree(bytes: bytes, id: id) {
      self = strict
      return
    }
    self.bytes = bytes
    var position = 0
    var places: [ArraySlice<UInt8>: Int] = [:]
    while position < bytes.count {
      let entry = try Self.parse(bytes, &position, id, isStrict: false)
      let name = bytes[entry.name]
      guard !name.isEmpty, !name.contains(UInt8(ascii: "/")) else { continue }
      if let place = places[name] {
        if entry.mode.isTree, !entries[place].mode.isTree { entries[place] = entry }
      } else {
        places[name] = entries.count
        entries.append(entry)
      }
    }
    entries = entries.sorted { order($0, $1, in: bytes) < 0 }
  }

  /// - Throws: `damaged`, naming the tree by its id.
  init(bytes: [UInt8], id: ObjectID) throws(GitError) {
    try self.init(unchecked: bytes, id)
    if let name = twin() {
      throw Self.damaged(id, "the name \(name) is there as a file and as a folder")
    }
  }

  /// As the other, but a file and a folder may have one name: ask `twin`.
  init(
    unchecked bytes: [UInt8], _ id: ObjectID = .zero, isStrict: Bool = true
  ) throws(GitError) {
    self.bytes = bytes
    entries.reserveCapacity(bytes.count / 32)
    var position = 0
    while position < bytes.count {
      let entry = try Self.parse(bytes, &position, id, isStrict: isStrict)
      if let last = entries.last {
        guard order(last, entry, in: bytes) < 0 else {
          throw Self.damaged(id, "entries out of order near byte \(position)")
        }
      }
      entries.append(entry)
    }
  }

  private func order(_ left: Entry, _ right: Entry, in bytes: [UInt8]) -> Int {
    bytes.withUnsafeBytes { raw in
      treeOrder(
        UnsafeRawBufferPointer(rebasing: raw[left.name]), left.mode.isTree,
        UnsafeRawBufferPointer(rebasing: raw[right.name]), right.mode.isTree)
    }
  }

  /// A name that is there as a file and as a folder: others may sort between the two, so the order
  /// check cannot see them.
  func twin() -> String? {
    guard entries.contains(where: \.mode.isTree), entries.contains(where: { !$0.mode.isTree })
    else { return nil }
    var folders: Set<ArraySlice<UInt8>> = []
    for entry in entries where entry.mode.isTree { folders.insert(bytes[entry.name]) }
    return entries.first { !$0.mode.isTree && folders.contains(bytes[$0.name]) }.map(text)
  }

  /// The entry's name as text.
  func text(_ entry: Entry) -> String { String(decoding: bytes[entry.name], as: UTF8.self) }

  /// The entry as a value of its own.
  func entry(_ entry: Entry) -> TreeEntry {
    TreeEntry(name: Array(bytes[entry.name]), mode: entry.mode, id: entry.id)
  }

  private static func parse(
    _ bytes: [UInt8], _ position: inout Int, _ id: ObjectID, isStrict: Bool = true
  ) throws(GitError) -> Entry {
    var mode: UInt32 = 0
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: " ") {
      let digit = bytes[position]
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "7"),
        position - start < (isStrict ? 6 : 9),
        position > start || digit != UInt8(ascii: "0") || !isStrict
      else { throw damaged(id, "a bad mode at byte \(start)") }
      mode = mode << 3 | UInt32(digit - UInt8(ascii: "0"))
      position += 1
    }
    guard position > start, position < bytes.count, isKnown(mode) || !isStrict else {
      throw damaged(id, "a bad mode at byte \(start)")
    }
    if !isKnown(mode) { mode = canonical(mode) }
    position += 1
    let nameStart = position
    while position < bytes.count, bytes[position] != 0 { position += 1 }
    let name = nameStart..<position
    guard position + 21 <= bytes.count else { throw damaged(id, "cut off at byte \(nameStart)") }
    guard isAcceptable(bytes[name]) || !isStrict else {
      throw damaged(id, "a name that git refuses at byte \(nameStart)")
    }
    let entryID = bytes.withUnsafeBytes { raw in
      ObjectID(raw: UnsafeRawBufferPointer(rebasing: raw[(position + 1)..<(position + 21)]))
    }
    position += 21
    return Entry(name: name, mode: FileMode(rawValue: mode), id: entryID)
  }

  /// 100664 was written by early versions of git; they and `git fsck` accept it.
  private static func isKnown(_ mode: UInt32) -> Bool {
    switch mode {
    case 0o100644, 0o100755, 0o100664, 0o120000, 0o160000, 0o040000: true
    default: false
    }
  }

  /// The mode as which git takes any other.
  private static func canonical(_ mode: UInt32) -> UInt32 {
    switch mode & 0o170000 {
    case 0o100000: mode & 0o100 == 0 ? 0o100644 : 0o100755
    case 0o120000: 0o120000
    case 0o040000: 0o040000
    default: 0o160000
    }
  }

  /// Whether git would take the bytes as the name of a tree entry.
  static func isAcceptable(_ name: ArraySlice<UInt8>) -> Bool {
    switch name.count {
    case 0: false
    case 1: name.first != UInt8(ascii: ".") && name.first != UInt8(ascii: "/") && name.first != 0
    case 2 where name.elementsEqual("..".utf8): false
    case 4 where name.elementsEqual(".git".utf8, by: { $0 | ($0 > 64 ? 32 : 0) == $1 }): false
    default:
      name.withUnsafeBytes { raw in raw.allSatisfy { $0 != UInt8(ascii: "/") && $0 != 0 } }
    }
  }

  private static func damaged(_ id: ObjectID, _ what: String) -> GitError {
    GitError(
      .damaged, "the tree \(id) is damaged: \(what)",
      remedy: "run git fsck, and fetch the object again from another clone")
  }
}
