package import JudgeGit
public import JudgeRecords

/// A record's place in the tree of a commit, with the git blob that holds it there.
public struct Entry: Hashable, Sendable {
  /// Kind and identity of the record.
  public let path: RecordPath
  /// The blob.
  package let blob: ObjectID

  package init(path: RecordPath, blob: ObjectID) {
    self.path = path
    self.blob = blob
  }
}

/// What reading an entry gave.
public enum ReadResult: Sendable {
  /// The record.
  case record(Record)
  /// Why there is none.
  case problem(Problem)

  /// The record, `nil` for a problem.
  public var record: Record? {
    if case .record(let record) = self { record } else { nil }
  }
}
