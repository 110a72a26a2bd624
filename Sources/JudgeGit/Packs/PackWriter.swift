internal import CLibgit2

/// Writes objects into one new pack, without deltas, durable when `finish` returns.
///
/// Loose objects would cost 4 to 20 times as much for a durable commit, and delta chains make
/// reading everything 20 times slower for 6 % of the space. Objects are deflated on all cores while
/// more of them come; the pack is then fed to libgit2's indexer, which inflates and hashes every
/// object again before it gives the pack its name. A writer that is dropped leaves nothing behind.
package struct PackWriter: ~Copyable {
  let objects: RetainedObjects
  private let commonDirectory: String
  private let skipsExisting: Bool
  private var chunk = PackChunk()
  private var queue = DeflateQueue()
  private var spool: Spool
  private var known: Set<ObjectID> = []
  private var trees: [ObjectID: [UInt8]] = [:]
  private var firstID: ObjectID?

  /// How many objects the pack will hold.
  package var objectCount: Int { known.count }

  /// - Parameters:
  ///   - repository: Where the pack goes.
  ///   - skippingExisting: Whether objects that the repository already has are left out of the pack.
  /// - Throws: `readOnly`.
  package init(_ repository: borrowing Repository, skippingExisting: Bool = true) throws(GitError) {
    try repository.checkWritable()
    let database = try RetainedObjects(repository)
    objects = database
    commonDirectory = repository.commonDirectory
    skipsExisting = skippingExisting
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
    if known.contains(id) { trees[id] = bytes }
    return id
  }

  /// A tree of this pack that is not in the repository yet.
  func stagedTree(_ id: ObjectID) -> [UInt8]? { trees[id] }

  private mutating func add(_ kind: ObjectKind, _ bytes: [UInt8]) throws(GitError) -> ObjectID {
    let id = bytes.withUnsafeBytes { ObjectHash.id(kind, $0) }
    if skipsExisting, !known.contains(id), objects.contains(id) { return id }
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
  /// - Returns: The pack's name (`pack-…` without an extension); nil if there was nothing to write.
  @discardableResult
  package consuming func finish() throws(GitError) -> String? {
    guard let sample = firstID else { return nil }
    var indexer = try PackIndexer(folder: commonDirectory + "/objects/pack", objects: objects)
    try indexer.begin(count: known.count)
    var offset = 0
    while offset < spool.size {
      let bytes = try spool.read(at: offset)
      guard !bytes.isEmpty else { throw GitError(.io, "a temporary file lost its end") }
      try indexer.append(bytes)
      offset += bytes.count
    }
    // the last chunk is deflated here while the others are still at work
    let rest = chunk.isEmpty ? nil : try chunk.deflated()
    while let bytes = try queue.take() { try indexer.append(bytes) }
    if let rest { try indexer.append(rest) }
    let name = try indexer.commit()
    try PackList(commonDirectory: commonDirectory).append(
      PackList.Entry(name: name, sample: sample, objects: known.count))
    try objects.refresh()
    return name
  }
}
