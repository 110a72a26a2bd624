import JudgeIndex
public import JudgeJSON
public import JudgeRecords
public import JudgeStore

/// The state of a store.
public struct StatusReport: Sendable {
  /// The branch.
  public let branch: String
  /// The commit that reads use; `nil` before `init`.
  public let head: Head?
  /// The current experiment.
  public let experiment: ExperimentInfo?
  /// The number of records of each kind.
  public let records: [RecordKind: Int]
  /// The records that are ignored, with the reasons.
  public let ignored: [JudgeStore.Problem]
  /// The number of records that the remote's branch lacks, as of the last fetch.
  ///
  /// `nil` without a remote or before the first fetch.
  public let waiting: Int?
  /// The number of the remote branch's commits that are not here, as of the last fetch.
  ///
  /// `nil` without a remote or before the first fetch.
  public let behind: Int?
  /// The record files that no longer exist, each with the commit that removed it.
  public let vanished: [(path: String, commit: String)]
  /// The objects that the branch refers to and the repository lacks.
  public let missing: MissingObjects
  /// The number of records of each kind that redactions hide.
  public let redacted: [RecordKind: Int]
  /// Redactions that wait for an owner or the author.
  public let pending: [PendingRedaction]
  /// The number of labels that wait for an owner's confirmation, by source.
  public var unconfirmed: [String: Int] = [:]
  /// The number of claims without effect, because their authors were not allowed to make them.
  public var disputed = 0
  /// The number of labels of the experiment beside which the same source gave another one without
  /// having seen it.
  public var contended = 0
  /// The address of the current git user.
  public var reviewer: String?
  /// The labels of the experiment under older guideline versions, by question.
  public var older: [OlderLabels] = []
  /// Warnings about received records.
  ///
  /// They are about source ids and experiments that can be mistaken for others, and invalid version
  /// numbers.
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
      "disputed": .number(Double(disputed)), "contended": .number(Double(contended)),
      "older_guidelines": .array(older.map { $0.json(for: reviewer) }),
      "missing": .array((missing.folders + missing.files).map { .string($0) }),
      "vanished": .array(
        vanished.map { ["path": .string($0.path), "commit": .string($0.commit)] }),
    ]
  }

  private static func json(_ problem: JudgeStore.Problem) -> JSONValue { problem.json }
}
