public import JudgeRecords

/// The result of an append.
public struct Append: Hashable, Sendable {
  /// The commit with the new records, durable on disk, or `nil` if there were no new records.
  public let commit: String?
  /// The new records, in the given order, each once.
  public let added: [ContentID]
  /// The number of given records that already existed.
  public let alreadyPresent: Int
  /// The number of given records that were left out because a redaction has purged their hash.
  public let redacted: Int
}

/// A call of append that waits for its commit.
struct AppendRequest: Sendable {
  let records: [Record]
  let files: [StoreFile]
  let message: CommitMessage
  /// The author, or `nil` for git's identity.
  let author: Person?
  let done: CheckedContinuation<Result<Append, StoreError>, Never>
}
