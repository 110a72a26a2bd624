internal import CLibgit2
import JudgeWork

/// A reference and what it points to.
package struct Reference: Hashable, Sendable {
  /// The full name: `refs/heads/judge`.
  package var name: String
  /// What the reference itself holds: for an annotated tag the tag object.
  package var id: ObjectID
}

extension Repository {
  /// The target of a reference, after following symbolic references, or nil if it does not exist.
  ///
  /// - Parameters:
  ///   - name: A full name (`refs/…`) or `HEAD`.
  ///   - peeled: Whether an annotated tag is followed to its target.
  /// - Returns: The id.
  /// - Throws: `invalid` for a name that cannot be one, `io`.
  package func resolve(_ name: String, peeled: Bool = false) throws(GitError) -> ObjectID? {
    try checkReferenceName(name)
    var raw = git_oid()
    let status = git_reference_name_to_id(&raw, handle.pointer, name)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "reading the reference \(name)")
    return peeled ? try peel(ObjectID(raw)) : ObjectID(raw)
  }

  /// The id that a tag object leads to at last; any other object's own id.
  package func peel(_ id: ObjectID) throws(GitError) -> ObjectID {
    var current = id
    while let tag = try annotatedTag(current) { current = tag.target }
    return current
  }

  /// The commit that a revision as people type it names (`judge~3`, `v1`, a hash prefix).
  package func commitID(revision: String) throws(GitError) -> ObjectID {
    // libgit2 checks the author when it looks up a commit; git accepts the commit as it is.
    if GitName.isReference(revision), let id = try resolve(revision, peeled: true),
      try header(of: id).kind == .commit
    {
      return id
    }
    let pointer = handle.pointer
    let lookup = ObjectLookup(self)
    let found = try Handle(free: git_object_free, "no revision \(revision)") { found in
      lookup { git_revparse_single(&found, pointer, revision) }
    }
    let commit = try Handle(free: git_object_free, "\(revision) is not a commit") {
      git_object_peel(&$0, found.pointer, GIT_OBJECT_COMMIT)
    }
    guard let id = git_object_id(commit.pointer) else {
      throw GitError(.notFound, "no revision \(revision)")
    }
    return ObjectID(id.pointee)
  }

  /// All references whose names begin with a prefix such as `refs/tags/judge/`, sorted by name.
  ///
  /// Symbolic references (`refs/remotes/origin/HEAD`) are left out.
  package func references(prefix: String) throws(GitError) -> [Reference] {
    let pointer = handle.pointer
    let iterator = try Handle(free: git_reference_iterator_free, "listing references") {
      git_reference_iterator_glob_new(&$0, pointer, prefix + "*")
    }
    var found: [Reference] = []
    while true {
      var reference: OpaquePointer?
      let status = git_reference_next(&reference, iterator.pointer)
      if status == GIT_ITEROVER.rawValue { break }
      try check(status, "listing references under \(prefix)")
      defer { git_reference_free(reference) }
      guard let name = git_reference_name(reference), let id = git_reference_target(reference)
      else { continue }
      let text = String(cString: name)
      if text.hasPrefix(prefix) { found.append(Reference(name: text, id: ObjectID(id.pointee))) }
    }
    return found.sorted { $0.name < $1.name }
  }

  /// The branch that `HEAD` names (`refs/heads/main`), even while it is unborn, or nil if detached.
  package func headBranch() throws(GitError) -> String? {
    let pointer = handle.pointer
    let head = try Handle(free: git_reference_free, "reading HEAD") {
      git_reference_lookup(&$0, pointer, "HEAD")
    }
    return git_reference_symbolic_target(head.pointer).map { String(cString: $0) }
  }

  /// Moves a reference only if it still is where the caller saw it.
  ///
  /// - Parameters:
  ///   - name: The full name.
  ///   - new: The new target, which must exist.
  ///   - old: The value that the caller saw. Nil if the reference must not exist yet.
  ///   - message: One line for the reflog.
  /// - Throws: `modified` when somebody was faster (read again, rebuild, retry), `locked` when
  ///   somebody is just writing it.
  package func compareAndSwap(
    _ name: String, to new: ObjectID, from old: ObjectID?, message: String
  ) throws(GitError) {
    try checkReferenceName(name)
    try checkWritable()
    var target = new.gitID
    var expected = (old ?? .zero).gitID
    var reference: OpaquePointer?
    let status = git_reference_create_matching(
      &reference, handle.pointer, name, &target, 1, &expected, message)
    git_reference_free(reference)
    switch git_error_code(rawValue: status) {
    case GIT_EMODIFIED, GIT_ENOTFOUND:
      throw GitError(.modified, "the reference \(name) is no longer at \(old?.hex ?? "nothing")")
    case GIT_ELOCKED:
      throw GitError(
        .locked, "the reference \(name) is locked",
        remedy: "if no git process is running, delete \(commonDirectory)/\(name).lock")
    default:
      // A `git gc` beside us may have folded the pack that holds the new commit, so that libgit2
      // finds it nowhere: the caller writes it again.
      if status < 0, Self.saysTargetIsMissing() {
        try refreshObjects()
        throw GitError(.modified, "\(new) was moved by a git gc while the reference was written")
      }
      try check(status, "moving the reference \(name)")
    }
  }

  /// Whether libgit2's last error is that a reference would point to nothing; it has no code.
  private static func saysTargetIsMissing() -> Bool {
    guard let message = git_error_last()?.pointee.message else { return false }
    return String(cString: message).hasPrefix("target OID")
  }

  /// Deletes a reference if it still points to an id; one that does not exist is not an error.
  package func deleteReference(_ name: String, from old: ObjectID? = nil) throws(GitError) {
    try checkReferenceName(name)
    try checkWritable()
    var reference: OpaquePointer?
    let status = git_reference_lookup(&reference, handle.pointer, name)
    if status == GIT_ENOTFOUND.rawValue { return }
    try check(status, "reading the reference \(name)")
    defer { git_reference_free(reference) }
    if let old, git_reference_target(reference).map({ ObjectID($0.pointee) }) != old {
      throw GitError(.modified, "the reference \(name) is no longer at \(old)")
    }
    try check(git_reference_delete(reference), "deleting the reference \(name)")
  }

  func checkReferenceName(_ name: String) throws(GitError) {
    guard name == "HEAD" || GitName.isReference(name) else {
      throw GitError(.invalid, "\(name) is not the full name of a reference")
    }
  }

  func checkWritable() throws(GitError) {
    guard !isReadOnly else {
      throw GitError(
        .readOnly, "the repository \(commonDirectory) cannot be written by this user",
        remedy: "work in a clone of your own")
    }
  }

  /// Creates an annotated tag: its object, then the reference.
  ///
  /// - Parameters:
  ///   - name: The full name of the reference, `refs/tags/…`.
  ///   - target: The tagged object, mostly a commit.
  ///   - tagger: Who and when.
  ///   - message: The text, which is the claim that the tag makes.
  ///   - old: What the reference may point to before: the new tag takes its place.
  /// - Returns: The id of the tag object; the same call made twice gives the same one.
  /// - Throws: `exists` if the name is used for other content.
  @discardableResult
  package func createTag(
    _ name: String, target: ObjectID, tagger: Signature, message: String,
    replacing old: ObjectID? = nil
  ) throws(GitError) -> ObjectID {
    let made = try writeTag(
      name, target: target, tagger: tagger, message: message, replacing: old)
    defer { made.pack?.release() }
    try pointTag(name, to: made.id, in: made.pack, replacing: old)
    return made.id
  }

  /// Writes only the object of a tag, because its reference may be locked.
  ///
  /// The object is in a kept pack. `git gc --prune=now` would delete a loose object before the
  /// reference exists.
  ///
  /// - Returns: The id of the tag object, and its pack. The pack is nil if the tag exists already.
  /// - Throws: `exists` if the name is used for other content.
  package func writeTag(
    _ name: String, target: ObjectID, tagger: Signature, message: String,
    replacing old: ObjectID? = nil
  ) throws(GitError) -> (id: ObjectID, pack: KeptPack?) {
    try checkReferenceName(name)
    try checkWritable()
    guard name.hasPrefix("refs/tags/") else {
      throw GitError(.invalid, "\(name) is not the full name of a tag")
    }
    let tag = AnnotatedTag(
      target: target, targetKind: try header(of: target).kind,
      name: String(name.dropFirst("refs/tags/".count)), tagger: tagger, message: message)
    var writer = try PackWriter(self)
    let id = try writer.add(tag: tag)
    if let present = try resolve(name) {
      if present == id { return (id, nil) }
      guard present == old else { throw taken(name) }
    } else if let blocking = try tagInTheWay(of: name) {
      let tag = blocking.dropFirst("refs/tags/".count)
      throw GitError(
        .exists,
        "git cannot have the tags \"\(tag)\" and \"\(name.dropFirst("refs/tags/".count))\" together",
        remedy: "rename or delete the tag \"\(tag)\"")
    }
    return (id, try writer.finish())
  }

  /// Returns the tag whose name is a folder of another tag's name, or the other way round.
  ///
  /// A reference is a file, so `judge` prevents `judge/support/tone/v1`.
  private func tagInTheWay(of name: String) throws(GitError) -> String? {
    var folder = name
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      guard folder.hasPrefix("refs/tags/") else { break }
      if try resolve(folder) != nil { return folder }
    }
    return try references(prefix: name + "/").first?.name
  }

  /// Makes the reference of a tag that ``writeTag(_:target:tagger:message:replacing:)`` wrote.
  ///
  /// - Throws: `locked` if somebody holds the reference, `exists` if the name is taken meanwhile.
  package func pointTag(
    _ name: String, to id: ObjectID, in pack: KeptPack?, replacing old: ObjectID? = nil
  ) throws(GitError) {
    guard let pack else { return }
    do throws(GitError) {
      try compareAndSwap(
        name, to: id, from: try resolve(name) == nil ? nil : old,
        message: "tag: \(name.dropFirst(10))")
    } catch {
      guard error.code == .modified, try resolve(name) == id else {
        throw error.code == .modified ? taken(name) : error
      }
    }
    try pack.restore(self)
  }

  private func taken(_ name: String) -> GitError {
    GitError(
      .exists, "the tag \(name) is there with other content",
      remedy:
        "tags are never moved; git show \(name.dropFirst("refs/tags/".count)) tells whose it is"
    )
  }
}
