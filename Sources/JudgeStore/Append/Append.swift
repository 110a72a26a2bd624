public import JudgeRecords

/// What an append did.
public struct Append: Hashable, Sendable {
  /// The commit that brought the new records, durable on disk, or `nil` if nothing was new.
  public let commit: String?
  /// The records that were not there before, in the order given, each once.
  public let added: [ContentID]
  /// How many of the records given were there already.
  public let alreadyPresent: Int
  /// How many of them were left out: a redaction has purged their hash.
  public let redacted: Int
}

/// One call of append that waits for its commit.
struct AppendRequest: Sendable {
  let records: [Record]
  let files: [StoreFile]
  let message: CommitMessage
  /// The author, or `nil` for the identity that git has.
  let author: Person?
  let done: CheckedContinuation<Result<Append, StoreError>, Never>
}
