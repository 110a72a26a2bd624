package import JudgeRecords

/// The tags that the versions in force should have, and all registrations.
package struct VersionTagRules: Hashable, Sendable {
  /// The expected tags by name without `refs/tags/`.
  package let expected: [String: [VersionTag]]
  /// All registrations, including withdrawn and renumbered ones.
  package let known: Set<ContentID>

  /// Computes the tags.
  ///
  /// - Parameters:
  ///   - versions: the versions in force.
  ///   - experiments: the names of experiments as created; versions in other experiments do not
  ///     have a tag.
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

  /// Returns the problem with a tag.
  ///
  /// - Parameters:
  ///   - object: the object that the reference points to.
  ///   - name: the reference's full name.
  ///   - store: the store with the object.
  /// - Returns: the problem, or `nil` for a tag that matches a registration.
  func complaint(_ object: String, as name: String, in store: RecordStore) async -> String? {
    let short = String(name.dropFirst("refs/tags/".count))
    return await store.tagComplaint(
      object, as: short, expected: expected[short] ?? [], known: known)
  }
}
