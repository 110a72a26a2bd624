internal import CLibgit2

extension Repository {
  /// Creates an annotated tag: its object, then the reference.
  ///
  /// - Parameters:
  ///   - name: The full name of the reference, `refs/tags/…`.
  ///   - target: The tagged object, mostly a commit.
  ///   - tagger: Who and when.
  ///   - message: The text, which is the claim that the tag makes.
  ///   - old: What the reference may point to before: the new tag takes its place.
  /// - Returns: The id of the tag object; the same call made twice gives the same one.
  /// - Throws: `exists` if the name is taken by other content.
  @discardableResult
  package func createTag(
    _ name: String, target: ObjectID, tagger: Signature, message: String,
    replacing old: ObjectID? = nil
  ) throws(GitError) -> ObjectID {
    try checkReferenceName(name)
    try checkWritable()
    guard name.hasPrefix("refs/tags/") else {
      throw GitError(.invalid, "\(name) is not the full name of a tag")
    }
    let tag = AnnotatedTag(
      target: target, targetKind: try header(of: target).kind,
      name: String(name.dropFirst("refs/tags/".count)), tagger: tagger, message: message)
    let bytes = tag.serialized
    var raw = git_oid()
    try check(
      git_odb_write(&raw, objects.pointer, bytes, bytes.count, GIT_OBJECT_TAG),
      "writing the tag \(name)")
    let id = ObjectID(raw)
    if let present = try resolve(name) {
      if present == id { return id }
      guard present == old else { throw taken(name) }
    }
    do throws(GitError) {
      try compareAndSwap(
        name, to: id, from: try resolve(name) == nil ? nil : old, message: "tag: \(tag.name)")
    } catch {
      guard error.code == .modified, try resolve(name) == id else {
        throw error.code == .modified ? taken(name) : error
      }
    }
    return id
  }

  private func taken(_ name: String) -> GitError {
    GitError(
      .exists, "the tag \(name) is there with other content",
      hint: "tags are never moved; git show \(name.dropFirst("refs/tags/".count)) tells whose it is"
    )
  }
}
