import JudgeGit
package import JudgeRecords

extension RecordStore {
  /// Makes the tag of a version.
  ///
  /// One that is there and says the same stays. One that says something else was not made from a
  /// registration: anybody may have taken the name, and it is replaced here.
  ///
  /// - Parameters:
  ///   - tag: the version.
  ///   - text: such as the report card; may be empty.
  ///   - commit: the commit, 40 hexadecimal digits; `nil` for the branch's tip.
  ///   - tagger: who.
  ///   - seconds: when, in seconds since 1970.
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

  /// Whether an object would do as a version's tag.
  ///
  /// - Parameters:
  ///   - object: what a reference points to, 40 hexadecimal digits.
  ///   - name: the reference's name without `refs/tags/`.
  ///   - expected: the versions that should have a tag of this name.
  ///   - known: the registrations of the store.
  /// - Returns: what is wrong; `nil` if nothing is.
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
