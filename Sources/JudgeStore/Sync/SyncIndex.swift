package import JudgeRecords

/// The current state that a sync needs, from an index of the records.
///
/// Each answer includes everything that was written before the call.
package protocol SyncIndex: Sendable {
  /// Returns the versions in force, in all experiments.
  func versions() async throws -> VersionFold
  /// Returns the changes of registrations.
  func registrationChanges() async throws -> ChangeFold
  /// Returns the tags that the versions in force should have.
  func versionTags() async throws -> VersionTagRules
  /// Returns the labels that do not count until an owner confirms them, with their sources.
  func unconfirmedLabels() async throws -> [(record: ContentID, source: String)]
  /// Writes records.
  ///
  /// - Returns: whether any of them is new.
  func append(_ records: [Record], message: CommitMessage) async throws -> Bool
  /// Returns the current git identity.
  func author() async throws -> Person
  /// Returns the records left out of the state, and the number of records that redactions hide.
  func leftOut() async throws -> (ignored: [Problem], redacted: Int)
}
