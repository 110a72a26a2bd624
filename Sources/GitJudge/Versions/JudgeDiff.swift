import JudgeAgreement
public import JudgeEvaluation
public import JudgeJSON
public import JudgeProviders
import JudgeRecords

/// Two versions compared: what changed, which labelled traces flipped, and which is better.
public struct JudgeDiff: Sendable {
  /// How often two judges agree with people on the traces that people gave one value.
  public struct ClassDelta: Hashable, Sendable {
    /// The value.
    public let value: JSONValue
    /// How many traces have it, with verdicts of both.
    public let n: Int
    /// The share that the first judge gets right.
    public let a: Double
    /// The share that the second judge gets right.
    public let b: Double
  }

  /// The first version.
  public let a: JudgeVersion
  /// The second version.
  public let b: JudgeVersion
  /// The fields that differ.
  public let changes: [BodyDiff.Change]
  /// The number of labelled traces that taught neither judge, or `nil` if they answer different
  /// questions.
  public let unseen: VerdictComparison?
  /// Labelled traces that taught one of them: no measure of what either makes of new ones.
  public let taught: VerdictComparison?
  /// By value, on the traces of `unseen`.
  public let classes: [ClassDelta]
  /// Whether the held-out part was looked at, and by how many judges so far.
  public let look: TestSetLook
  /// Verdicts that were not asked for.
  public let unasked: Int
  /// What was called.
  public let calls: CallStatistics
  /// Things to know.
  public let notes: [String]

  /// The comparison as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject = [
      "a": Self.json(a), "b": Self.json(b), "changed": .array(changes.map(\.json)),
      "flips": Self.flips(unseen), "n": .number(Double(unseen?.n ?? 0)),
      "accuracy_delta": .figure(unseen?.delta),
    ]
    let whole = unseen?.json
    object["interval"] = whole?["interval"] ?? .null
    object["mcnemar_p"] = whole?["mcnemar_p"] ?? .null
    object["accuracy"] = [
      "a": .figure(share(unseen) { $0.base.value }),
      "b": .figure(share(unseen) { $0.candidate.value }),
    ]
    object["errors"] = .number(Double(unseen?.errors ?? 0))
    object["classes"] = .array(
      classes.map {
        [
          "value": $0.value, "n": .number(Double($0.n)), "a": .figure($0.a), "b": .figure($0.b),
          "delta": .figure($0.b - $0.a),
        ]
      })
    object["training"] = [
      "n": .number(Double(taught?.n ?? 0)), "flips": Self.flips(taught),
      "accuracy_delta": .figure(taught?.delta),
    ]
    object["test_openings"] = .number(Double(max(0, look.judges - 1)))
    object["test_set"] = look.json
    object["unasked"] = .number(Double(unasked))
    calls.put(into: &object)
    object["notes"] = .array(notes.map { .string($0) })
    return .object(object)
  }

  private func share(
    _ some: VerdictComparison?, _ pick: (PairedOutcomes) -> Double?
  ) -> Double? {
    some.flatMap { $0.n > 0 ? pick($0.figures.outcomes) : nil }
  }

  private static func json(_ version: JudgeVersion) -> JSONValue {
    [
      "judge": .string(version.label), "name": .string(version.name),
      "version": version.number.map { .number(Double($0)) } ?? .null,
      "hash": .string(version.hash.hex),
    ]
  }

  private static func flips(_ comparison: VerdictComparison?) -> JSONValue {
    [
      "fixed": .array((comparison?.fixed ?? []).map { .string($0) }),
      "broken": .array((comparison?.broken ?? []).map { .string($0) }),
    ]
  }
}
