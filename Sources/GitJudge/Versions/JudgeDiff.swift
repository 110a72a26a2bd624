import JudgeAgreement
public import JudgeEvaluation
public import JudgeJSON
public import JudgeProviders
import JudgeRecords

/// A comparison of two versions: the changes, the flipped traces, and the better one.
public struct JudgeDiff: Sendable {
  /// The agreement of two judges with people, on the traces to which people gave one value.
  public struct ClassDelta: Hashable, Sendable {
    /// The value.
    public let value: JSONValue
    /// The number of traces with that value and with verdicts of both judges.
    public let n: Int
    /// The share of these traces that the first judge gets right.
    public let a: Double
    /// The share of these traces that the second judge gets right.
    public let b: Double
  }

  /// The first version.
  public let a: JudgeVersion
  /// The second version.
  public let b: JudgeVersion
  /// The fields that differ.
  public let changes: [BodyDiff.Change]
  /// The comparison on labelled traces that taught neither judge.
  ///
  /// `nil` if the judges answer different questions.
  public let unseen: VerdictComparison?
  /// The comparison on labelled traces that taught one of the judges.
  ///
  /// It does not measure the judges on new traces.
  public let taught: VerdictComparison?
  /// The agreement by value, on the traces of ``unseen``.
  public let classes: [ClassDelta]
  /// The look at the held-out part, with the number of judges measured there so far.
  public let look: TestSetLook
  /// The verdicts that were not asked for, grouped by reason.
  public let unaskedGroups: VerdictErrors
  /// The statistics of calls.
  public let calls: CallStatistics
  /// Notes for the reader.
  public let notes: [String]
  /// People's values on the traces of ``unseen``, by trace id.
  var truth: [String: JSONValue] = [:]

  /// The number of verdicts that were not asked for.
  public var unasked: Int { unaskedGroups.count }

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
    object["unasked_groups"] = unaskedGroups.json
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
