public import JudgeAgreement
public import JudgeJSON

/// The rates at which a judge passes what people pass and fails what they fail, on held-out traces.
public struct HeldOutRates: Hashable, Sendable {
  /// The share that the judge passed of the traces that people pass.
  public let truePositive: Proportion
  /// The share that the judge failed of the traces that people fail.
  public let trueNegative: Proportion
  /// The design effects of groups, from the card's *fit for use*; 1 for old cards.
  public let designEffects: RoganGladen.DesignEffects

  /// Reads the counts of a report card.
  ///
  /// The result is `nil` without counts.
  ///
  /// - Parameter figures: the figures of one judge, `base` or `aligned`, of a report.
  public init?(_ figures: JSONValue?) {
    func read(_ key: String) -> Proportion? {
      let list = figures?.objectValue?[key]?.arrayValue?.compactMap(\.intValue)
      guard let list, list.count == 2, list[1] > 0 else { return nil }
      return try? Proportion(list[0], of: list[1])
    }
    guard let positive = read("true_positive_counts"), let negative = read("true_negative_counts")
    else { return nil }
    func designEffect(_ name: String) -> Double {
      let criteria = figures?["fit"]?["criteria"]?.arrayValue ?? []
      return criteria.first { $0["name"]?.stringValue == name }?["design_effect"]?.doubleValue ?? 1
    }
    designEffects = RoganGladen.DesignEffects(
      positive: designEffect("TPR"), negative: designEffect("TNR"))
    truePositive = positive
    trueNegative = negative
  }
}

extension HeldOutRates {
  /// Returns the true pass rate behind a judge's pass rate (Rogan and Gladen) with its 95 % interval
  /// (Lang and Reiczigel).
  ///
  /// - Parameters:
  ///   - passed: the number of passing verdicts.
  ///   - total: the number of verdicts.
  /// - Returns: the rate, or `nil` without verdicts or if the judge is no better than chance.
  public func corrected(
    passed: Int, of total: Int
  ) -> (estimate: Double, interval: ConfidenceInterval)? {
    guard total > 0, let apparent = try? Proportion(passed, of: total) else { return nil }
    let correction = RoganGladen(
      apparent: apparent, truePositive: truePositive, trueNegative: trueNegative,
      designEffects: designEffects)
    guard let estimate = correction.estimate, let interval = correction.interval() else {
      return nil
    }
    return (estimate, interval)
  }
}
