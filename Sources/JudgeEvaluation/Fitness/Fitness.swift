public import JudgeJSON

/// A judge's fitness for use, and the basis of the answer.
public struct Fitness: Sendable {
  /// The basis of the answer.
  public enum Basis: String, Sendable {
    /// The judge's stored verdicts on labelled traces that it did not learn from.
    case verdicts
    /// The held-out figures of its report card.
    case card
    /// None: there are no labels for the question, or the judge was never measured.
    case none
    /// A built-in check that asks no model, for a question without labels.
    case check
  }

  /// The judge: `NAME@vN`, or its hash.
  public let judge: String
  /// The question.
  public let feedbackName: String
  /// The bars that the judge must reach.
  public let bars: FitForUse.Bars
  /// The basis of the answer.
  public package(set) var basis: Basis
  /// The answer, or nil if it is unknown.
  public package(set) var fit: FitForUse?
  /// The look at the held-out part behind the answer.
  public package(set) var look: TestSetLook = .none
  /// The reason why the judge's fitness is unknown.
  public package(set) var note: String?
  /// Notes for the reader: records that did not count, and the authors of those that did.
  public package(set) var notes: [String] = []

  /// Creates a fitness that is not known yet.
  package init(
    judge: String, feedbackName: String, bars: FitForUse.Bars = FitForUse.Bars(),
    basis: Basis = .none
  ) {
    self.judge = judge
    self.feedbackName = feedbackName
    self.bars = bars
    self.basis = basis
  }

  /// The bar for TPR and TNR (git config `judge.bar`) if it is not the default, otherwise nil.
  ///
  /// It is also nil if the judge is measured by kappa, or if its fitness is unknown.
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
