import JudgeGit
public import JudgeRecords
import JudgeWork

/// A tag of the repository.
public struct TagInfo: Hashable, Sendable {
  /// The name without `refs/tags/`.
  public let name: String
  /// The message; empty for a lightweight tag.
  public let message: String
  /// The commit that it points to, 40 hexadecimal digits.
  public let target: String
  /// The tag object, or the commit for a lightweight tag, 40 hexadecimal digits.
  public let object: String

  /// Whether it is a tag with a message, author and time.
  public var isAnnotated: Bool { object != target }
}

extension RecordStore {
  /// Creates an annotated tag; creating the same tag twice is not an error.
  ///
  /// - Parameters:
  ///   - name: such as `judge/support/tone/v2`.
  ///   - message: the text.
  ///   - commit: the commit, 40 hexadecimal digits; `nil` for the branch's tip.
  ///   - tagger: the tagger; `nil` for the current git identity.
  ///   - seconds: the time in seconds since 1970; `nil` for the current time.
  ///   - old: a tag object of this name that the new tag replaces, 40 hexadecimal digits.
  ///   - isSigned: whether it is signed if git config `tag.gpgSign` is set. Not for a tag that must
  ///     be the same for everybody.
  /// - Returns: the tag.
  /// - Throws: `exists` for a tag with this name and different content, `invalid`,
  ///   `identity-missing`, `contention` if another program holds the tag's lock for too long.
  @discardableResult
  public func createTag(
    _ name: String, message: String, target commit: String? = nil, tagger: Person? = nil,
    seconds: Int64? = nil, replacing old: String? = nil, isSigned: Bool = true
  ) async throws(StoreError) -> TagInfo {
    guard !location.isReadOnly else { throw readOnly() }
    guard GitName.isBranch(name) else {
      throw StoreError(.invalid, "\"\(name)\" cannot be the name of a tag")
    }
    let target: ObjectID
    if let commit { target = try commitID(commit) } else { target = try requiredTip().commit }
    var signature: Signature
    if let tagger {
      signature = Signature(name: tagger.name, email: tagger.email, seconds: max(0, seconds ?? 0))
      if seconds == nil { signature.seconds = try self.signature().seconds }
    } else {
      signature = try self.signature()
      // git does not support times before 1970, but a record may claim one.
      if let seconds { signature.seconds = max(0, seconds) }
    }
    var text = message
    if isSigned, let signer = try signer("tag.gpgSign") {
      let kind = try git { () throws(GitError) in try repository.header(of: target).kind }
      let tag = AnnotatedTag(
        target: target, targetKind: kind, name: name, tagger: signature, message: message)
      if !text.hasSuffix("\n") { text += "\n" }
      do throws(GitError) { text += try await signer.sign(tag.serialized) } catch {
        throw StoreError(error)
      }
    }
    let signed = text
    let author = signature
    let id = try await make(
      "refs/tags/" + name, target: target, tagger: author, message: signed,
      replacing: old.flatMap { ObjectID(hex: $0) })
    return TagInfo(
      name: name, message: message, target: target.hex, object: id.hex)
  }

  /// Creates a tag once the lock of its reference is free.
  ///
  /// The lock of a killed program is removed when it is old enough.
  private func make(
    _ name: String, target: ObjectID, tagger: Signature, message: String,
    replacing old: ObjectID?
  ) async throws(StoreError) -> ObjectID {
    let made = try git { () throws(GitError) in
      try repository.writeTag(
        name, target: target, tagger: tagger, message: message, replacing: old)
    }
    defer { made.pack?.release() }
    let end = ContinuousClock.now + GitProgram.lockPatience
    while true {
      do throws(GitError) {
        try repository.pointTag(name, to: made.id, in: made.pack, replacing: old)
        return made.id
      } catch {
        guard error.code == .locked, ContinuousClock.now < end else { throw StoreError(error) }
      }
      removeAbandonedLocks()
      await StoreExecutor.pause(milliseconds: 250)
    }
  }

  /// Returns the tags whose names begin with a prefix, sorted by name.
  ///
  /// - Parameter prefix: such as `judge/support/`.
  /// - Returns: the annotated and lightweight tags.
  /// - Throws: `damaged` if a tag cannot be read.
  public func tags(prefix: String = "judge/") throws(StoreError) -> [TagInfo] {
    try git { () throws(GitError) in
      var found: [TagInfo] = []
      for reference in try repository.references(prefix: "refs/tags/" + prefix) {
        let tag = try repository.annotatedTag(reference.id)
        found.append(
          TagInfo(
            name: String(reference.name.dropFirst("refs/tags/".count)),
            message: tag?.message ?? "", target: try repository.peel(reference.id).hex,
            object: reference.id.hex))
      }
      return found
    }
  }

  /// Returns the commit for 40 hexadecimal digits or a revision such as `judge~3`.
  func commitID(_ revision: String) throws(StoreError) -> ObjectID {
    do throws(GitError) {
      if let id = ObjectID(hex: revision) {
        _ = try repository.commit(id)
        return id
      }
      return try repository.commitID(revision: revision)
    } catch {
      throw StoreError(.notFound, "no commit \(revision): \(error.message)", remedy: error.remedy)
    }
  }

  /// Creates the tag of a version.
  ///
  /// An existing tag with the same content stays. One with different content was not created from a
  /// registration (anybody can use the name), so it is replaced here.
  ///
  /// - Parameters:
  ///   - tag: the version.
  ///   - text: such as the report card; may be empty.
  ///   - commit: the commit, 40 hexadecimal digits; `nil` for the branch's tip.
  ///   - tagger: the tagger.
  ///   - seconds: the time in seconds since 1970.
  ///   - isSigned: whether it is signed if git config `tag.gpgSign` is set.
  /// - Throws: as ``createTag(_:message:target:tagger:seconds:replacing:isSigned:)``.
  package func createVersionTag(
    _ tag: VersionTag, text: String = "", target commit: String? = nil, tagger: Person?,
    seconds: Int64?, isSigned: Bool = true
  ) async throws(StoreError) {
    var old: String?
    if let present = try tagInfo(tag.name) {
      let wrong = try tagComplaint(present, [tag], [tag.registration])
      guard wrong != nil else { return }
      old = present.object
    }
    try await createTag(
      tag.name, message: tag.message(text), target: commit, tagger: tagger, seconds: seconds,
      replacing: old, isSigned: isSigned)
  }

  /// Checks an object as the tag of a version.
  ///
  /// - Parameters:
  ///   - object: the object that a reference points to, 40 hexadecimal digits.
  ///   - name: the reference's name without `refs/tags/`.
  ///   - expected: the versions that should have a tag of this name.
  ///   - known: the registrations of the store.
  /// - Returns: the problem, or `nil` if the tag is correct.
  package func tagComplaint(
    _ object: String, as name: String, expected: [VersionTag], known: Set<ContentID>
  ) -> String? {
    guard let id = ObjectID(hex: object) else { return "it leads to no object" }
    do throws(StoreError) {
      return try tagComplaint(try tagInfo(id, name), expected, known)
    } catch { return error.message }
  }

  private func tagInfo(_ name: String) throws(StoreError) -> TagInfo? {
    let id = try git { () throws(GitError) in try repository.resolve("refs/tags/" + name) }
    return try id.map { id throws(StoreError) in try tagInfo(id, name) }
  }

  private func tagInfo(_ id: ObjectID, _ name: String) throws(StoreError) -> TagInfo {
    try git { () throws(GitError) in
      TagInfo(
        name: name, message: try repository.annotatedTag(id)?.message ?? "",
        target: try repository.peel(id).hex, object: id.hex)
    }
  }
}
