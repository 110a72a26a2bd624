internal import CLibgit2

/// Feeds a pack to libgit2, which checks it, writes it and its index, and syncs both to disk.
struct PackIndexer: ~Copyable {
  private let handle: Handle
  private var progress = git_indexer_progress()
  private var hash = RunningHash()

  init(folder: String, objects: borrowing RetainedObjects) throws(GitError) {
    let database = objects.handle.pointer
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

  /// Ends the pack with its check sum and moves it into place.
  mutating func commit() throws(GitError) -> String {
    try feed(hash.finish().bytes)
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
