package import JudgeGit
public import JudgeRecords

/// A record's place in the tree of a commit, with the git blob that holds it there.
public struct Entry: Hashable, Sendable {
  /// The kind and identity of the record.
  public let path: RecordPath
  /// The blob.
  package let blob: ObjectID

  package init(path: RecordPath, blob: ObjectID) {
    self.path = path
    self.blob = blob
  }
}

/// The result of reading an entry.
public enum ReadResult: Sendable {
  /// The record.
  case record(Record)
  /// The reason why there is no record.
  case problem(Problem)

  /// The record, `nil` for a problem.
  public var record: Record? {
    if case .record(let record) = self { record } else { nil }
  }
}
