package import JudgeRecords

/// What a sync must know of the current state, which an index of the records answers.
///
/// Each answer covers everything that was written before the question.
package protocol SyncIndex: Sendable {
  /// The versions in force, in all experiments.
  func versions() async throws -> VersionFold
  /// The changes of registrations.
  func registrationChanges() async throws -> ChangeFold
  /// The tags that the versions in force should have.
  func versionTags() async throws -> VersionTagRules
  /// The labels that do not count until an owner confirms them, with their sources.
  func unconfirmedLabels() async throws -> [(record: ContentID, source: String)]
  /// Writes records.
  ///
  /// - Returns: whether any of them is new.
  func append(_ records: [Record], message: CommitMessage) async throws -> Bool
  /// The person who writes.
  func author() async throws -> Person
  /// What is left out of the state, and how many records redactions hide.
  func leftOut() async throws -> (ignored: [Problem], redacted: Int)
}
