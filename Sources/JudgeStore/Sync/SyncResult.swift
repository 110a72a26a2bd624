public import JudgeJSON

/// What a sync did.
public struct SyncResult: Hashable, Sendable {
  /// The remote's name.
  public var remote = ""
  /// Records that came from the remote.
  public var fetched = 0
  /// Records that went to the remote.
  public var pushed = 0
  /// Records in the union's own commits that neither side had from the other.
  public var united = 0
  /// What was left out of everything, and why.
  public var ignored: [Problem] = []
  /// Records that one side had lost and has again.
  public var restored = 0
  /// Paths of records whose bytes somebody had changed on one side, where the good ones are again.
  public var mended: [String] = []
  /// Paths at which the two sides differ: either neither side's bytes match the record's name, or
  /// both sides changed a file that is not a record.
  public var problems: [Problem] = []
  /// Warnings from before the push about labels that are no longer in their author's commit.
  public var warnings: [String] = []
  /// Own labels and decisions that were committed again, signed.
  public var signed = 0
  /// Whether this clone started over from the remote, whose history was purged.
  public var startedOver = false
  /// The number of records that were committed again on the remote's history, because this store
  /// was started separately and never published.
  public var joined = 0
  /// Purged records that left this clone's history, or with `purge` the remote's.
  public var purged = 0
  /// How many records redactions hide.
  public var redacted = 0
  /// Versions that got another number, `name v2 → v3`.
  public var renumbered: [String] = []
  /// Where the branch is.
  public var tip: String?
  /// Where the remote's branch is.
  public var remoteTip: String?
  /// How often the push was tried again because somebody else was faster.
  public var retries = 0

  /// Nothing yet.
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
