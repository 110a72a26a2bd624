/// The thoroughness of a check.
public enum FsckDepth: String, Hashable, Sendable, CaseIterable {
  /// References, format, connectivity, file modes and paths, without reading records.
  case quick
  /// Also every record (SHA-256, canonical form, schema and path) and the tags of registrations.
  case normal
  /// Also `git fsck --full --strict`, and whether a commit ever removed a record.
  case deep
}

/// The result of a check.
public struct FsckReport: Hashable, Sendable {
  /// The thoroughness of the check.
  public let depth: FsckDepth
  /// The number of records and payloads on the branch; at `normal` and `deep`, all were read.
  public let checked: Int
  /// The problems, sorted by path.
  public let problems: [Problem]
  /// The number of records and payloads that a redaction hides.
  public var redacted = 0
  /// The number of redactions that wait for an owner or the author.
  public var pending = 0

  /// Whether there are no problems.
  public var ok: Bool { problems.isEmpty }
}

/// The progress of a check.
public struct FsckProgress: Hashable, Sendable {
  /// The number of records and payloads read so far.
  public let done: Int
  /// The total number of records and payloads.
  public let total: Int
}
