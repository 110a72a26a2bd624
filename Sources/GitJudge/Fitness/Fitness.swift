public import JudgeEvaluation
public import JudgeJSON

/// Whether a judge is known to be fit for use, and from what.
public struct Fitness: Sendable {
  /// Where the answer comes from.
  public enum Basis: String, Sendable {
    /// The judge's stored verdicts on labelled traces that did not teach it.
    case verdicts
    /// The held-out figures of its report card.
    case card
    /// Nothing: nobody has labelled what it judges, or it was never measured.
    case none
    /// A built-in check that asks no model; nobody has labelled its question.
    case check
  }

  /// The judge: `NAME@vN`, or its hash.
  public let judge: String
  /// Where the answer comes from.
  public let basis: Basis
  /// The answer; nil if nothing is known.
  public let fit: FitForUse?
  /// The look at the held-out part that it took.
  public let look: TestSetLook
  /// Why nothing is known, or a note on the figures.
  public let note: String?

  /// Whether the judge may be used: it is fit, or it is a check that needs no labels.
  public var isUsable: Bool { basis == .check || fit?.verdict == .fit }

  /// The answer and its reason, in one sentence.
  public var sentence: String {
    if let fit { return fit.sentence }
    return basis == .check
      ? "a check without a model, and nobody has labelled its question"
      : "fitness unknown: \(note ?? "no labels of people")"
  }

  /// The answer in a few words.
  public var headline: String {
    fit?.headline ?? (basis == .check ? "a check without a model" : "fitness unknown")
  }

  /// The fitness as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject =
      fit?.json.objectValue ?? [
        "verdict": basis == .check ? "not-needed" : "unknown", "sentence": .string(sentence),
        "more_labels": .null, "confidence": .null, "criteria": [],
      ]
    object["judge"] = .string(judge)
    object["basis"] = .string(basis.rawValue)
    object["test_set"] = look.json
    return .object(object)
  }
}
