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
  /// The question.
  public let feedbackName: String
  /// The bars that the judge must reach.
  public let bars: FitForUse.Bars
  /// Where the answer comes from.
  public package(set) var basis: Basis
  /// The answer; nil if nothing is known.
  public package(set) var fit: FitForUse?
  /// The look at the held-out part that it took.
  public package(set) var look: TestSetLook = .none
  /// The reason why the judge's fitness is unknown.
  public package(set) var note: String?
  /// Notes for the reader: records that did not count, and the people who brought those that did.
  public package(set) var notes: [String] = []

  /// A judge whose fitness is not known yet.
  package init(
    judge: String, feedbackName: String, bars: FitForUse.Bars = FitForUse.Bars(),
    basis: Basis = .none
  ) {
    self.judge = judge
    self.feedbackName = feedbackName
    self.bars = bars
    self.basis = basis
  }

  /// The bar for TPR and TNR (git config `judge.bar`) if it is not the default, else nil.
  ///
  /// It is nil too if the judge is measured by kappa, or if its fitness is unknown.
  public var unusualBar: Double? {
    guard bars.rate != FitForUse.rateBar,
      fit?.criteria.contains(where: { $0.name == "TPR" }) == true
    else { return nil }
    return bars.rate
  }

  /// ``notes``, and the bar if it is not the default.
  public var remarks: [String] {
    guard let bar = unusualBar else { return notes }
    return notes + [
      "the bar for TPR and TNR is \(JSONValue.number(bar).canonicalText) here (git config judge.bar); "
        + "the default is \(JSONValue.number(FitForUse.rateBar).canonicalText)"
    ]
  }

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
    object["feedback_name"] = .string(feedbackName)
    object["notes"] = .array(remarks.map { .string($0) })
    if let unusualBar { object["bar"] = .number(unusualBar) }
    object["basis"] = .string(basis.rawValue)
    object["test_set"] = look.json
    return .object(object)
  }
}
