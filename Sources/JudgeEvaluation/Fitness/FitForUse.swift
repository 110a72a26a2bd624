public import JudgeAgreement
public import JudgeJSON

/// The answer to whether a judge is fit for use.
///
/// This is an absolute question, separate from whether the judge improved.
///
/// Each criterion has a bar. If its interval (95 %, wider for the best of several judges) is above
/// the bar, the judge is fit; if it is below, the judge is not fit; if it contains the bar, there
/// are too few labels. Judges with passing values must recognize both passing (TPR) and failing
/// (TNR) cases. The others must agree beyond chance (kappa, weighted if the values have an order).
public struct FitForUse: Sendable, Equatable {
  /// The answer.
  public enum Verdict: String, Sendable, Hashable {
    /// Every lower bound reaches its bar.
    case fit
    /// An upper bound stays below its bar.
    case notFit = "not-fit"
    /// Neither is proved yet.
    case tooFewLabels = "too-few-labels"
  }

  /// A figure with its bar.
  public struct Criterion: Sendable, Equatable {
    /// `TPR`, `TNR`, `kappa` or `weighted kappa`.
    public let name: String
    /// The figure, or nil if it is undefined.
    public let value: Double?
    /// Its interval, or nil if there are too few labels.
    public let interval: ConfidenceInterval?
    /// The bar that the lower bound must reach.
    public let bar: Double
    /// The number of labelled traces behind it.
    public let count: Int
    /// The average increase of ``count`` per additional label of any kind, between 0 and 1.
    let share: Double
    /// The design effect: the number of labels that are worth one independent label.
    let designEffect: Double
    /// The right verdicts of a rate, and the number of groups.
    let right: Int?
    let groups: Int
    /// The two-sided coverage of the interval.
    let confidence: Double
    /// The upper end of the interval of Clopper and Pearson, because Wilson's is too optimistic
    /// with very few labels.
    var exactUpper: Double?
    /// The number of groups of equal size with the same information, or nil if it is unknown.
    var effectiveGroups: Double?

    /// The verdict by this interval.
    public var verdict: Verdict {
      guard let interval else { return .tooFewLabels }
      if interval.lower >= bar { return .fit }
      return interval.upper < bar && (exactUpper ?? 0) < bar ? .notFit : .tooFewLabels
    }
  }

  /// The bars for the lower bounds.
  public struct Bars: Sendable, Equatable {
    /// The bar of TPR and TNR (`judge.bar`), between 0 and 1.
    public var rate: Double
    /// The bar of kappa, for judges without passing values.
    public var kappa: Double

    /// Creates bars, by default the usual ones.
    public init(rate: Double = rateBar, kappa: Double = kappaBar) {
      self.rate = rate
      self.kappa = kappa
    }
  }

  /// The default bar of TPR and TNR (`judge.bar`).
  public static let rateBar = 0.8
  /// The bar of kappa.
  public static let kappaBar = 0.6
  /// The minimum number of labelled groups for an interval of kappa, whose coverage is poor below
  /// it.
  public static let fewestForKappa = 30
  /// The largest number of missing labels that is shown; above it, "more than" is shown.
  public static let mostLabelsNamed = 1000

  /// The figures.
  public let criteria: [Criterion]
  /// The confidence of the intervals: 0.95 for one judge, more for the best of several.
  public let confidence: Double
  /// The share of new labels that count in the figures, above 0 and up to 1.
  ///
  /// It is 1 if every new labelled trace is measured. If only held-out traces are measured, it is
  /// their share.
  public var labelShare = 1.0

  /// The answer.
  public var verdict: Verdict {
    if criteria.contains(where: { $0.verdict == .notFit }) { return .notFit }
    return !criteria.isEmpty && criteria.allSatisfy { $0.verdict == .fit } ? .fit : .tooFewLabels
  }

  /// The approximate number of labels that are still needed until the figures decide, if the
  /// figures stay the same, or are 0.1 from the bar.
  ///
  /// Nil if no labels are missing; ``mostLabelsNamed`` + 1 if more than ``mostLabelsNamed`` are.
  public var moreLabels: Int? {
    guard verdict == .tooFewLabels else { return nil }
    let undecided = criteria.filter { $0.verdict == .tooFewLabels }
    guard let missing = undecided.map(\.missing).max() else { return nil }
    guard missing <= Self.mostLabelsNamed else { return missing }
    let inAll = (Double(missing) / max(labelShare, 0.001)).rounded(.up)
    return Int(min(inAll, Double(Self.mostLabelsNamed + 1)))
  }

  /// Creates the fitness from the rates on passing and failing traces.
  ///
  /// - Parameters:
  ///   - passing: the judge's successes on traces that people pass, by group.
  ///   - failing: its successes on traces that people fail, by group.
  ///   - bar: the bar for both lower bounds, between 0 and 1.
  ///   - confidence: the two-sided coverage of the intervals.
  public init(
    passing: ClusteredProportion, failing: ClusteredProportion, bar: Double = Self.rateBar,
    confidence: Double = 0.95
  ) {
    self.confidence = confidence
    let total = passing.proportion.total + failing.proportion.total
    func criterion(_ name: String, _ rate: ClusteredProportion) -> Criterion {
      let share = total == 0 ? 0.5 : Double(rate.proportion.total) / Double(total)
      return Criterion(
        name: name, value: rate.value, interval: rate.interval(confidence: confidence), bar: bar,
        count: rate.proportion.total, share: share, designEffect: rate.designEffect,
        right: rate.proportion.successes, groups: rate.groups, confidence: confidence,
        exactUpper: rate.proportion.clopperPearson(confidence: confidence)?.upper,
        effectiveGroups: rate.effectiveGroups)
    }
    criteria = [criterion("TPR", passing), criterion("TNR", failing)]
  }

  /// Creates the fitness from agreement beyond chance.
  ///
  /// - Parameters:
  ///   - kappa: Cohen's kappa, weighted if the values have an order. Nil if undefined.
  ///   - interval: its interval.
  ///   - isWeighted: whether it is weighted.
  ///   - count: the number of labelled traces.
  ///   - groups: the number of their groups.
  ///   - bar: the bar that the lower bound must reach.
  ///   - confidence: the two-sided coverage of the interval.
  public init(
    kappa: Double?, interval: ConfidenceInterval?, isWeighted: Bool, count: Int, groups: Int,
    bar: Double = Self.kappaBar, confidence: Double = 0.95
  ) {
    self.confidence = confidence
    criteria = [
      Criterion(
        name: isWeighted ? "weighted kappa" : "kappa", value: kappa,
        interval: groups < Self.fewestForKappa ? nil : interval, bar: bar, count: count, share: 1,
        designEffect: groups == 0 ? 1 : Double(count) / Double(groups), right: nil, groups: groups,
        confidence: confidence)
    ]
  }

  /// Whether a figure is so close to its bar that more labels are unlikely to decide.
  private var isTooClose: Bool {
    verdict == .tooFewLabels
      && criteria.contains { $0.verdict == .tooFewLabels && $0.isTooClose }
  }

  /// The answer as the first line of a card.
  public var headline: String {
    switch verdict {
    case .fit: "fit for use"
    case .notFit: "not fit for use"
    case .tooFewLabels:
      isTooClose
        ? "too close to the bar to call; more labels are unlikely to settle it"
        : "too few labels to say" + more
    }
  }

  /// `pass` or `fail` if people gave this answer to no case and the other answer to at least one;
  /// otherwise nil.
  public var missingKind: String? {
    let empty = criteria.filter { $0.count == 0 }.map(\.name)
    guard criteria.count == 2, empty.count == 1 else { return nil }
    return empty == ["TPR"] ? "pass" : "fail"
  }

  private var more: String {
    guard let missing = moreLabels else { return "" }
    if let kind = missingKind { return " (label cases that people \(kind))" }
    if missing > Self.mostLabelsNamed { return " (label more than \(Self.mostLabelsNamed) more)" }
    guard labelShare < 1 else { return " (label about \(missing) more)" }
    let heldOut = Int((labelShare * 10).rounded())
    return
      " (label about \(missing) more: about \(heldOut) in 10 of them are held out, and only those "
      + "count here)"
  }

  /// The answer and its reason, in one sentence.
  public var sentence: String {
    "\(headline): " + criteria.map { Self.text($0) }.joined(separator: ", ")
  }

  private static func text(_ criterion: Criterion) -> String {
    let subject: String
    switch criterion.name {
    case "TPR":
      guard let value = criterion.value else { return "no case that people pass" }
      subject = "it passes \(percent(value)) of good cases"
    case "TNR":
      guard let value = criterion.value else { return "no case that people fail" }
      subject = "it catches \(percent(value)) of bad ones"
    default:
      guard criterion.value != nil else { return "kappa is not defined" }
      subject = "measured by agreement beyond chance"
    }
    let value = criterion.value.map { text($0) } ?? "–"
    let bounds = criterion.interval.map {
      " [\(text($0.lower, below: criterion.bar)), \(text($0.upper, below: criterion.bar))]"
    }
    let bar = text(criterion.bar)
    let word =
      switch criterion.verdict {
      case .fit: "reaches \(bar)"
      case .notFit: "below \(bar)"
      case .tooFewLabels: "undecided against \(bar)"
      }
    return "\(subject) (\(criterion.name) \(value)\(bounds ?? ""), n = \(criterion.count); \(word))"
  }

  private static func percent(_ value: Double) -> String {
    "\(Int((value * 100).rounded())) %"
  }

  /// The answer as JSON with stable keys.
  public var json: JSONValue {
    [
      "verdict": .string(verdict.rawValue), "sentence": .string(sentence),
      "more_labels": moreLabels.map { .number(Double($0)) } ?? .null,
      "confidence": .number(confidence),
      "criteria": .array(
        criteria.map { criterion in
          [
            "name": .string(criterion.name), "value": .figure(criterion.value),
            "interval": JudgeFigures.interval(criterion.interval),
            "bar": .number(criterion.bar), "n": .number(Double(criterion.count)),
            "right": criterion.right.map { .number(Double($0)) } ?? .null,
            "groups": .number(Double(criterion.groups)),
            "design_effect": .number(criterion.designEffect),
            "effective_groups": .figure(criterion.effectiveGroups),
            "verdict": .string(criterion.verdict.rawValue),
          ]
        }),
    ]
  }

  /// Returns a value with three decimals, never rounded up to a bar that is not reached.
  private static func text(_ value: Double, below bar: Double? = nil) -> String {
    var thousandths = Int((abs(value) * 1000).rounded())
    if let bar, value < bar, Double(thousandths) >= bar * 1000 { thousandths -= 1 }
    let digits = String(thousandths % 1000)
    return (value < 0 && thousandths > 0 ? "-" : "") + "\(thousandths / 1000)."
      + String(repeating: "0", count: 3 - digits.count) + digits
  }
}

extension FitForUse.Criterion {
  /// The minimum distance to the bar that is planned for; a smaller one is noise with few labels.
  private static let planned = 0.1

  /// Returns the figure to plan with.
  private func expected(_ value: Double) -> Double {
    if value < bar { return max(0, min(value, bar - Self.planned)) }
    return max(value, min(bar + Self.planned, (1 + bar) / 2))
  }

  /// Whether there are enough labels to see the planned distance, but the bar is closer than that.
  fileprivate var isTooClose: Bool {
    guard let value, abs(value - bar) < Self.planned else { return false }
    guard name == "TPR" || name == "TNR" else {
      guard let interval else { return false }
      return interval.upper - interval.lower < 2 * Self.planned
    }
    let needed = Self.firstDecided(expected(value), bar: bar, from: 0, designEffect, confidence)
    return needed.map { $0 <= count } ?? false
  }

  /// The number of additional labels that would decide, if the figure stays the same.
  fileprivate var missing: Int {
    if isTooClose { return FitForUse.mostLabelsNamed + 1 }
    let most = FitForUse.mostLabelsNamed
    let needed: Int
    switch name {
    case "TPR", "TNR":
      // Without a label of this kind, a judge that is right nine times out of ten is assumed.
      let rate = value ?? 0.9
      guard
        let total = Self.firstDecided(
          expected(rate), bar: bar, from: count, designEffect, confidence)
      else {
        return most + 1
      }
      needed = total - count
    default:
      guard let value, let interval else {
        let fewest = FitForUse.fewestForKappa
        let missing = Double(fewest) * max(1, designEffect) - Double(count)
        return missing > 0 ? Int(missing.rounded(.up)) : most + 1
      }
      let width = value > bar ? value - interval.lower : interval.upper - value
      let ratio = width / abs(expected(value) - bar)
      let total = Double(count) * ratio * ratio
      guard total.isFinite, total < 1e6 else { return most + 1 }
      needed = Int(total.rounded(.up)) - count
    }
    // Labels of all kinds come in; if the needed kind is rare, only some of them help.
    let inAll = (Double(max(1, needed)) / max(share, 0.001)).rounded(.up)
    return inAll > Double(most) ? most + 1 : Int(inAll)
  }

  /// Returns the smallest number of trials at which a rate's interval is on one side of the bar.
  private static func firstDecided(
    _ rate: Double, bar: Double, from count: Int, _ designEffect: Double, _ confidence: Double
  ) -> Int? {
    let quantile = ConfidenceInterval.z(confidence)
    var total = count + 1
    while total < 100_000 {
      let interval = ConfidenceInterval.wilson(
        share: rate, trials: Double(total) / max(1, designEffect),
        quantile: quantile, confidence: confidence)
      if interval.lower >= bar || interval.upper < bar { return total }
      total += max(1, total / 50)
    }
    return nil
  }
}
