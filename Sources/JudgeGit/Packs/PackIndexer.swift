internal import CLibgit2

/// Feeds a pack to libgit2, which checks it, writes it and its index, and syncs both to disk.
struct PackIndexer: ~Copyable {
  private let handle: Handle
  private let folder: String
  private var progress = git_indexer_progress()
  private var hash = RunningHash()

  init(folder: String, objects: borrowing RetainedObjects) throws(GitError) {
    let database = objects.handle.pointer
    self.folder = folder
    handle = try Handle(free: git_indexer_free, "starting a pack in \(folder)") {
      git_indexer_new(&$0, folder, 0o444, database, nil)
    }
  }

  /// The 12 bytes at the start of each pack: magic, version 2, number of objects.
  mutating func begin(count: Int) throws(GitError) {
    guard let count = UInt32(exactly: count) else {
      throw GitError(.invalid, "\(count) objects are too many for one pack")
    }
    var header = Array("PACK".utf8)
    for number in [2, count] {
      withUnsafeBytes(of: number.bigEndian) { header.append(contentsOf: $0) }
    }
    try append(header)
  }

  mutating func append(_ bytes: [UInt8]) throws(GitError) {
    hash.add(bytes)
    try feed(bytes)
  }

  /// Ends the pack with its check sum and moves it into place, protected from repacks.
  ///
  /// - Parameter isAnyName: Whether the pack may have the name of an existing unprotected pack.
  /// - Returns: The pack. Nil if nothing was written, because an unprotected pack has that name.
  /// - Throws: `io`.
  mutating func commit(underAnyName isAnyName: Bool) throws(GitError) -> KeptPack? {
    let sum = hash.finish()
    // libgit2 names a pack by its check sum, so the name is known before the pack can be seen.
    let expected = try KeptPack("pack-" + sum.hex, in: folder)
    guard isAnyName || !expected.isExposed else { return nil }
    try feed(sum.bytes)
    let name = try commitAsIs()
    let pack = name == expected.name ? expected : try KeptPack(name, in: folder)
    pack.open()
    return pack
  }

  /// Moves a pack into place whose check sum was among the bytes appended, and returns its name.
  mutating func commitAsIs() throws(GitError) -> String {
    try check(git_indexer_commit(handle.pointer, &progress), "writing a pack")
    guard let name = git_indexer_name(handle.pointer) else {
      throw GitError(.io, "libgit2 gave the pack no name")
    }
    return "pack-" + String(cString: name)
  }

  private mutating func feed(_ bytes: [UInt8]) throws(GitError) {
    try check(
      git_indexer_append(handle.pointer, bytes, bytes.count, &progress), "writing a pack")
  }
}
