public import JudgeJSON

/// The result of a sync.
public struct SyncResult: Hashable, Sendable {
  /// The remote's name.
  public var remote = ""
  /// The number of records fetched from the remote.
  public var fetched = 0
  /// The number of records pushed to the remote.
  public var pushed = 0
  /// The number of records in the commits of the union that neither side had from the other.
  public var united = 0
  /// The records that were left out, with the reasons.
  public var ignored: [Problem] = []
  /// The number of records that one side had lost and has again.
  public var restored = 0
  /// The paths of records that were altered on one side and are correct again.
  public var mended: [String] = []
  /// The paths at which the two sides differ: either neither side's bytes match the record's name,
  /// or both sides changed a file that is not a record.
  public var problems: [Problem] = []
  /// The warnings before the push about labels that are no longer in their author's commit.
  public var warnings: [String] = []
  /// The number of own labels and decisions that were committed again, signed.
  public var signed = 0
  /// Whether this clone started over from the remote, whose history was purged.
  public var startedOver = false
  /// The number of records that were committed again on the remote's history, because this store
  /// was started separately and never published.
  public var joined = 0
  /// The number of purged records removed from this clone's history, or, with `purge`, from the
  /// remote's.
  public var purged = 0
  /// The number of records that redactions hide.
  public var redacted = 0
  /// The renumbered versions, `name v2 → v3`.
  public var renumbered: [String] = []
  /// The tip of the branch.
  public var tip: String?
  /// The tip of the remote's branch.
  public var remoteTip: String?
  /// The number of repeated pushes because somebody else pushed first.
  public var retries = 0

  /// Creates an empty result.
  public init() {}

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    [
      "remote": .string(remote), "fetched": .number(Double(fetched)),
      "pushed": .number(Double(pushed)), "united_records": .number(Double(united)),
      "ignored": Self.json(ignored), "problems": Self.json(problems),
      "restored": .number(Double(restored)), "mended": .array(mended.map { .string($0) }),
      "warnings": .array(warnings.map { .string($0) }),
      "signed": .number(Double(signed)), "started_over": .bool(startedOver),
      "joined": .number(Double(joined)),
      "purged": .number(Double(purged)),
      "redacted": .number(Double(redacted)),
      "renumbered": .array(renumbered.map { .string($0) }),
      "tip": tip.map { .string($0) } ?? .null,
      "remote_tip": remoteTip.map { .string($0) } ?? .null,
      "retries": .number(Double(retries)),
    ]
  }

  private static func json(_ problems: [Problem]) -> JSONValue {
    .array(
      problems.map {
        ["kind": .string($0.kind), "path": .string($0.path), "message": .string($0.message)]
      })
  }
}
