package import JudgeRecords

/// The result of a repair.
public struct Repair: Hashable, Sendable {
  /// The paths of restored records.
  public let restored: [String]
  /// The files removed from wrong paths; the same bytes exist at the record's own path.
  public let moved: [String]
  /// The recreated tags.
  public let tags: [String]
  /// The commit, or `nil` if the branch needed no repair.
  public let commit: String?
  /// The remotes from which everything was fetched again because objects were missing here.
  public let fetched: [String]
  /// The records of the branch that could not be found anywhere.
  public let lost: [LostRecord]
  /// Other messages for the user, such as an unreachable remote or an abandoned tip.
  public let notes: [String]
  /// The remaining problems that a normal check finds.
  public let remaining: [Problem]
}

/// A record that was lost.
public struct LostRecord: Hashable, Sendable {
  /// Its path in the tree, or that of the folder it was in.
  public let path: String
  /// A description, such as the trace that it belongs to, or empty if unknown.
  public let about: String
}

/// A memory of the branch's records in addition to git: the index.
package protocol RecordMemory: Sendable {
  /// Returns the records of the branch at the last update of this memory, with descriptions.
  func remembered() async -> [RecordPath: String]

  /// Returns the bytes of records, as far as they are kept.
  func bytes(of paths: [RecordPath]) async -> [RecordPath: [UInt8]]
}
