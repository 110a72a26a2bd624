import JudgeGit
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeStore

/// The tags that the versions in force should have, and which registrations there are.
struct VersionTagRules {
  /// By name without `refs/tags/`.
  var expected: [String: [VersionTag]] = [:]
  /// All registrations, those that were taken back or renumbered among them.
  let known: Set<ContentID>

  init(known: Set<ContentID>) { self.known = known }

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
