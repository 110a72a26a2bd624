internal import CLibgit2
import JudgeWork

extension Repository {
  /// Whether the object is here; never asks a remote.
  package func objectExists(_ id: ObjectID) -> Bool {
    var raw = id.gitID
    let status = ObjectLookup(self)() {
      git_odb_exists(objects.pointer, &raw) == 1 ? 0 : GIT_ENOTFOUND.rawValue
    }
    return status == 0
  }

  /// As `objectExists`, without looking for packs that appeared since the last look-up.
  func objectIsKnown(_ id: ObjectID) -> Bool {
    var raw = id.gitID
    return git_odb_exists_ext(objects.pointer, &raw, UInt32(GIT_ODB_LOOKUP_NO_REFRESH.rawValue))
      == 1
  }

  /// Makes packs visible that were added since this repository last looked.
  package func refreshObjects() throws(GitError) {
    try check(git_odb_refresh(objects.pointer), "looking for new packs in \(commonDirectory)")
  }

  /// The kind and size in bytes of an object, from its header alone.
  package func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    var raw = id.gitID
    var size = 0
    var type = GIT_OBJECT_INVALID
    let status = ObjectLookup(self)() {
      git_odb_read_header(&size, &type, objects.pointer, &raw)
    }
    try checkFound(status, id)
    guard let kind = ObjectKind(rawValue: UInt8(clamping: type.rawValue)) else {
      throw GitError(.damaged, "the object \(id) is of no known kind")
    }
    return (kind, size)
  }

  /// Hands the bytes of a blob to a closure without copying them; they are valid only inside it.
  package func withBlob<Result>(
    _ id: ObjectID, _ body: (UnsafeRawBufferPointer) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    try withObject(id, .blob, body)
  }

  /// The bytes of a blob.
  package func blob(_ id: ObjectID) throws(GitError) -> [UInt8] {
    try withBlob(id) { raw throws(GitError) in Array(raw) }
  }

  /// The entries of a tree, in git's order.
  package func tree(_ id: ObjectID) throws(GitError) -> [TreeEntry] {
    let tree = try rawTree(id)
    return tree.entries.map(tree.entry)
  }

  /// A commit.
  package func commit(_ id: ObjectID) throws(GitError) -> Commit {
    try withObject(id, .commit) { raw throws(GitError) in
      // Of a huge message only the beginning is copied.
      try Commit(bytes: Array(raw.prefix(2 * CommitForm.largest)), id: id)
    }
  }

  /// The fault in a commit's header, or nil if it is as git writes it.
  package func complaint(ofCommit id: ObjectID) throws(GitError) -> String? {
    try withObject(id, .commit) { raw throws(GitError) in CommitForm.complaint(raw) }
  }

  /// An annotated tag, or nil if the id is that of another kind of object.
  package func annotatedTag(_ id: ObjectID) throws(GitError) -> AnnotatedTag? {
    guard try header(of: id).kind == .tag else { return nil }
    return try AnnotatedTag(bytes: object(id, .tag), id: id)
  }

  /// The entry at a path below a tree, or nil if there is none.
  ///
  /// The path is split at `/`.
  package func entry(at path: String, in tree: ObjectID) throws(GitError) -> TreeEntry? {
    var current = tree
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    for (index, part) in parts.enumerated() {
      let folder = try rawTree(current)
      guard let found = folder.entries.first(where: { folder.bytes[$0.name].elementsEqual(part) })
      else { return nil }
      if index == parts.count - 1 { return folder.entry(found) }
      guard found.mode.isTree else { return nil }
      current = found.id
    }
    return nil
  }

  func rawTree(_ id: ObjectID) throws(GitError) -> RawTree {
    if id == .emptyTree { return .empty }
    return try RawTree(asGitReads: object(id, .tree), id: id)
  }

  private func object(_ id: ObjectID, _ kind: ObjectKind) throws(GitError) -> [UInt8] {
    try withObject(id, kind) { raw throws(GitError) in Array(raw) }
  }

  private func withObject<Result>(
    _ id: ObjectID, _ kind: ObjectKind, _ body: (UnsafeRawBufferPointer) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    var raw = id.gitID
    var object: OpaquePointer?
    try checkFound(ObjectLookup(self)() { git_odb_read(&object, objects.pointer, &raw) }, id)
    defer { git_odb_object_free(object) }
    guard git_odb_object_type(object).rawValue == Int32(kind.rawValue) else {
      throw GitError(.invalid, "the object \(id) is not a \(kind)")
    }
    let bytes = UnsafeRawBufferPointer(
      start: git_odb_object_data(object), count: git_odb_object_size(object))
    return try body(bytes)
  }

  private func checkFound(_ status: Int32, _ id: ObjectID) throws(GitError) {
    guard status != GIT_ENOTFOUND.rawValue else {
      throw GitError(
        .notFound, "the object \(id) is not in \(commonDirectory)",
        remedy: .run(.repairStore, to: "look for it here and at the remotes"))
    }
    try check(status, "reading the object \(id)")
  }
}
