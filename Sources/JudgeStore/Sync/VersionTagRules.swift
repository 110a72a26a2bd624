package import JudgeRecords

/// The tags that the versions in force should have, and which registrations there are.
package struct VersionTagRules: Hashable, Sendable {
  /// By name without `refs/tags/`.
  package let expected: [String: [VersionTag]]
  /// All registrations, those that were taken back or renumbered among them.
  package let known: Set<ContentID>

  /// Works out the tags.
  ///
  /// - Parameters:
  ///   - versions: the versions in force.
  ///   - experiments: the names of experiments as created; the versions of others have no tag.
  ///   - registrations: all registrations.
  package init(
    _ versions: VersionFold, experiments: [ContentID: String], registrations: Set<ContentID>
  ) {
    var expected: [String: [VersionTag]] = [:]
    for version in versions.versions.values.joined() {
      guard let experiment = experiments[version.value.experiment] else { continue }
      let tag = VersionTag(
        experiment: experiment, judgeName: version.value.name, version: version.number,
        registration: version.registration, judge: version.value.judge)
      expected[tag.name, default: []].append(tag)
    }
    self.expected = expected
    known = registrations
  }

  /// What is wrong with a tag.
  ///
  /// - Parameters:
  ///   - object: what the reference points to.
  ///   - name: the reference's full name.
  ///   - store: the store, which has the object.
  /// - Returns: `nil` for one that says what a registration says.
  func complaint(_ object: String, as name: String, in store: RecordStore) async -> String? {
    let short = String(name.dropFirst("refs/tags/".count))
    return await store.tagComplaint(
      object, as: short, expected: expected[short] ?? [], known: known)
  }
}
