import JudgeIndex
public import JudgeJSON
public import JudgeRecords
public import JudgeStore

/// Where a store stands.
public struct StatusReport: Sendable {
  /// The branch.
  public let branch: String
  /// The commit that reads use; `nil` before `init`.
  public let head: Head?
  /// The current experiment.
  public let experiment: ExperimentInfo?
  /// How many records of each kind there are.
  public let records: [RecordKind: Int]
  /// Records that are left out of everything, and why.
  public let ignored: [JudgeStore.Problem]
  /// Records that the remote's branch, as last fetched, does not have; `nil` without a remote.
  public let waiting: Int?
  /// Commits that the remote's branch, as last fetched, has and ours has not.
  public let behind: Int?
  /// Record files that were there once and no longer are, with the commit that took them away.
  public let vanished: [(path: String, commit: String)]
  /// The objects that the branch refers to and the repository lacks.
  public let missing: MissingObjects
  /// How many records of each kind redactions hide.
  public let redacted: [RecordKind: Int]
  /// Redactions that wait for an owner or the author.
  public let pending: [PendingRedaction]
  /// The number of labels that wait for an owner's confirmation, by source.
  public var unconfirmed: [String: Int] = [:]
  /// The number of claims without effect, because their authors were not allowed to make them.
  public var disputed = 0
  /// The person who asks, as git knows them.
  public var reviewer: String?
  /// Labels of the experiment that are of older guideline versions, by question.
  public var older: [OlderLabels] = []
  /// Warnings about received records that can be mistaken for others: source ids and experiments that
  /// can be mistaken for others, and invalid version numbers.
  public var warnings: [JudgeStore.Problem] = []

  /// The status as JSON with stable keys.
  public var json: JSONValue {
    var counts = JSONObject()
    for (kind, count) in records { counts[kind.rawValue] = .number(Double(count)) }
    return [
      "branch": .string(branch),
      "tip": head.map { .string($0.commit) } ?? .null,
      "reference": head.map { .string($0.reference) } ?? .null,
      "experiment": experiment.map {
        ["name": .string($0.name), "experiment_id": .string($0.number), "hash": .string($0.id.hex)]
      } ?? .null,
      "records": .object(counts),
      "ignored": .array(ignored.map(Self.json)),
      "warnings": .array(warnings.map(Self.json)),
      "waiting": waiting.map { .number(Double($0)) } ?? .null,
      "behind": behind.map { .number(Double($0)) } ?? .null,
      "redacted": .number(Double(redacted.values.reduce(0, +))),
      "pending_redactions": .array(pending.map(\.json)),
      "unconfirmed": .number(Double(unconfirmed.values.reduce(0, +))),
      "disputed": .number(Double(disputed)),
      "older_guidelines": .array(older.map { $0.json(for: reviewer) }),
      "missing": .array((missing.folders + missing.files).map { .string($0) }),
      "vanished": .array(
        vanished.map { ["path": .string($0.path), "commit": .string($0.commit)] }),
    ]
  }

  private static func json(_ problem: JudgeStore.Problem) -> JSONValue { problem.json }
}
