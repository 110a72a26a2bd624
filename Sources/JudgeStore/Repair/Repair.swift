package import JudgeRecords

/// What a repair did.
public struct Repair: Hashable, Sendable {
  /// Paths of records that were put back.
  public let restored: [String]
  /// Files at wrong places that were taken out: their bytes are a record that lies at its own.
  public let moved: [String]
  /// Tags that were made again.
  public let tags: [String]
  /// The commit, or `nil` if the branch needed no repair.
  public let commit: String?
  /// Remotes from which everything was fetched once more, because objects were missing here.
  public let fetched: [String]
  /// Records that were on the branch and could not be found anywhere.
  public let lost: [LostRecord]
  /// Other messages for the user, such as a remote that was not reached or a tip that was given up.
  public let notes: [String]
  /// What is still wrong, as a normal check finds it.
  public let remaining: [Problem]
}

/// A record that nothing has any more.
public struct LostRecord: Hashable, Sendable {
  /// Its path in the tree, or that of the folder it was in.
  public let path: String
  /// A description, such as the trace that it belongs to, or empty if unknown.
  public let about: String
}

/// Another memory of the branch's records besides git: the index.
package protocol RecordMemory: Sendable {
  /// The records that the branch had when this was last brought up to it, with what they are about.
  func remembered() async -> [RecordPath: String]

  /// The bytes of records, as far as they are kept.
  func bytes(of paths: [RecordPath]) async -> [RecordPath: [UInt8]]
}
