/// How thoroughly a store is checked.
public enum FsckDepth: String, Hashable, Sendable, CaseIterable {
  /// References, format, connectivity, file modes and places; no record is read.
  case quick
  /// Also every record: SHA-256, canonical form, schema, place; and the tags of registrations.
  case normal
  /// Also `git fsck --full --strict`, and that no commit ever took a record out.
  case deep
}

/// What a check found.
public struct FsckReport: Hashable, Sendable {
  /// How thoroughly it looked.
  public let depth: FsckDepth
  /// How many records and payloads the branch has: at `normal` and `deep` all were read.
  public let checked: Int
  /// What is wrong, sorted by path.
  public let problems: [Problem]
  /// How many of the records and payloads a redaction hides.
  public var redacted = 0
  /// How many redactions wait for an owner or the author.
  public var pending = 0

  /// Whether nothing is wrong.
  public var ok: Bool { problems.isEmpty }
}

/// How far a check has come.
public struct FsckProgress: Hashable, Sendable {
  /// Records and payloads read.
  public let done: Int
  /// All there are.
  public let total: Int
}
