import JudgeWork

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
    }
    return (id, try writer.finish())
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
