internal import CLibgit2
import JudgeWork

/// Writes objects into one new pack, without deltas, durable when `finish` returns.
///
/// Loose objects would cost 4 to 20 times as much for a durable commit, and delta chains make
/// reading everything 20 times slower for 6 % of the space. Objects are deflated on all cores while
/// more of them come; the pack is then fed to libgit2's indexer, which inflates and hashes every
/// object again before it gives the pack its name. A writer that is dropped leaves nothing behind.
///
/// Objects that the repository has already are written all the same: it is not certain that a
/// reference leads to them, and without one they may be gone before the reference moves.
package struct PackWriter: ~Copyable {
  let objects: RetainedObjects
  private let commonDirectory: String
  private var chunk = PackChunk()
  private var queue = DeflateQueue()
  private var spool: Spool
  private var known: Set<ObjectID> = []
  private var trees: [ObjectID: [UInt8]] = [:]
  private var firstID: ObjectID?

  /// How many objects the pack will hold.
  package var objectCount: Int { known.count }

  /// - Parameter repository: Where the pack goes.
  /// - Throws: `readOnly`.
  package init(_ repository: borrowing Repository) throws(GitError) {
    try repository.checkWritable()
    let database = try RetainedObjects(repository)
    objects = database
    commonDirectory = repository.commonDirectory
    spool = Spool(in: repository.commonDirectory + "/objects")
  }

  /// Adds a blob and returns its id.
  @discardableResult
  package mutating func add(blob: [UInt8]) throws(GitError) -> ObjectID { try add(.blob, blob) }

  /// Adds a tree; entries may come in any order, names must be unique and acceptable to git.
  @discardableResult
  package mutating func add(tree entries: [TreeEntry]) throws(GitError) -> ObjectID {
    try add(rawTree: serializedTree(entries))
  }

  /// Adds a commit.
  ///
  /// That its tree and parents are there is not checked: it would cost a walk.
  @discardableResult
  package mutating func add(commit: Commit) throws(GitError) -> ObjectID {
    try add(.commit, commit.serialized)
  }

  /// Adds a commit with a signature over ``Commit/serialized``.
  @discardableResult
  package mutating func add(commit: Commit, signature: String) throws(GitError) -> ObjectID {
    try add(.commit, commit.serialized(signature: signature))
  }

  /// Adds an annotated tag object.
  @discardableResult
  package mutating func add(tag: AnnotatedTag) throws(GitError) -> ObjectID {
    try add(.tag, tag.serialized)
  }

  mutating func add(rawTree bytes: [UInt8]) throws(GitError) -> ObjectID {
    let id = try add(.tree, bytes)
    trees[id] = bytes
    return id
  }

  /// A tree of this pack.
  func stagedTree(_ id: ObjectID) -> [UInt8]? { trees[id] }

  /// Whether an object is in the pack.
  func holds(_ id: ObjectID) -> Bool { known.contains(id) }

  private mutating func add(_ kind: ObjectKind, _ bytes: [UInt8]) throws(GitError) -> ObjectID {
    let id = bytes.withUnsafeBytes { ObjectHash.id(kind, $0) }
    guard known.insert(id).inserted else { return id }
    if firstID == nil { firstID = id }
    bytes.withUnsafeBytes { chunk.append(kind, $0) }
    if chunk.isFull { try flush() }
    return id
  }

  private mutating func flush() throws(GitError) {
    queue.submit(chunk)
    chunk = PackChunk()
    while queue.isOverfull, let bytes = try queue.take() { try spool.append(bytes) }
  }

  /// Writes and indexes the pack, and puts its name on the list of our packs.
  ///
  /// - Returns: The pack, to be released once a reference leads to its objects. Nil if there was
  ///   nothing to write.
  @discardableResult
  package consuming func finish() throws(GitError) -> KeptPack? {
    guard let sample = firstID else { return nil }
    let folder = commonDirectory + "/objects/pack"
    var indexer = try PackIndexer(folder: folder, objects: objects)
    try indexer.begin(count: known.count)
    var offset = 0
    while offset < spool.size {
      let bytes = try spool.read(at: offset)
      guard !bytes.isEmpty else { throw GitError(.io, "a temporary file lost its end") }
      try indexer.append(bytes)
      offset += bytes.count
      WorkProgress.report("Writing the pack", offset, of: spool.size, unit: .bytes)
    }
    // the last chunk is deflated here while the others are still at work
    let rest = chunk.isEmpty ? nil : try chunk.deflated()
    let isSmall = known.count == chunk.count
    while let bytes = try queue.take() { try indexer.append(bytes) }
    if let rest { try indexer.append(rest) }
    var count = known.count
    var written = try indexer.commit(underAnyName: !isSmall)
    if written == nil, let rest {
      // The same pack was written before and was not needed, so a repack may be about to delete it.
      // An extra object gives this pack a different name.
      count += 1
      var second = try PackIndexer(folder: folder, objects: objects)
      try second.begin(count: count)
      try second.append(rest)
      try second.append(try PackChunk.mark())
      written = try second.commit(underAnyName: true)
    }
    guard let pack = written else { throw GitError(.io, "a pack was not written") }
    try PackList(commonDirectory: commonDirectory).append(
      PackList.Entry(name: pack.name, sample: sample, objects: count))
    try objects.refresh()
    return pack
  }
}
