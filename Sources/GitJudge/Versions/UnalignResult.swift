public import JudgeJSON
public import JudgeProviders
public import JudgeRecords

/// A judge rebuilt without some labels.
public struct UnalignResult: Sendable {
  /// One recorded step in the rebuilt judge.
  public struct Step: Hashable, Sendable {
    /// The optimizer's name.
    public let optimizer: String
    /// The number of labels that the step had.
    public let labels: Int
    /// The number of these labels that were removed.
    public let removed: Int
    /// The outcome of the step: `replayed`, `dropped` or `unchanged`.
    ///
    /// `unchanged` means that none of its labels was removed and no earlier step changed.
    public let outcome: String
    /// Whether the result is better than the start, or `nil` if the step was not repeated.
    public let improved: Bool?

    /// The step as JSON with stable keys.
    public var json: JSONValue {
      [
        "optimizer": .string(optimizer), "labels": .number(Double(labels)),
        "removed": .number(Double(removed)), "outcome": .string(outcome),
        "improved": improved.map { .bool($0) } ?? .null,
      ]
    }
  }

  /// The version that was rebuilt.
  public let version: JudgeVersion
  /// The identity of the rebuilt body.
  ///
  /// If none of the labels taught the version, its own identity.
  public let hash: ContentID
  /// The ids of the assessments that were removed from this version.
  public let removed: [String]
  /// The steps, oldest first.
  public let steps: [Step]
  /// The statistics of calls.
  public let calls: CallStatistics
  /// Every registered version that learned from any of the labels.
  public let affected: [String]
  /// Notes for the reader.
  public let notes: [String]
  /// The report under which it can be registered, or `nil` if nothing changed.
  public let report: ContentID?

  /// Whether anything was removed.
  public var isChanged: Bool { report != nil }

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject = [
      "judge": .string(version.name), "from": .string(version.hash.hex),
      "hash": .string(hash.hex), "removed": .number(Double(removed.count)),
    ]
    calls.put(into: &object)
    object["affected_versions"] = .array(affected.map { .string($0) })
    object["steps"] = .array(steps.map(\.json))
    object["report"] = report.map { .string($0.hex) } ?? .null
    object["notes"] = .array(notes.map { .string($0) })
    return .object(object)
  }
}
