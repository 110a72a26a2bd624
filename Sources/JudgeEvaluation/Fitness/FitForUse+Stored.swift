import JudgeAgreement
public import JudgeJSON

extension FitForUse {
  /// Reads the fitness of a stored report card again, for a confidence of today.
  ///
  /// The result is nil if the card has no readable figure. Rates are computed again from their
  /// counts. Only the interval of a kappa is stored, so its ends move away from the figure as those
  /// of a normal distribution do.
  ///
  /// - Parameters:
  ///   - json: the output of ``json``, from an untrusted source: anybody who can push.
  ///   - bars: the bars for the lower bounds.
  ///   - confidence: the two-sided coverage, between 0 and 1.
  public init?(stored json: JSONValue?, bars: Bars, confidence: Double) {
    let list = json?["criteria"]?.arrayValue ?? []
    let was = json?["confidence"]?.doubleValue ?? 0.95
    guard was > 0, was < 1 else { return nil }
    let rates = list.filter { ["TPR", "TNR"].contains($0["name"]?.stringValue) }
    if rates.count == 2, let passing = Self.rate(rates, "TPR"),
      let failing = Self.rate(rates, "TNR")
    {
      self.init(passing: passing, failing: failing, bar: bars.rate, confidence: confidence)
      return
    }
    guard list.count == 1, let name = list[0]["name"]?.stringValue,
      ["kappa", "weighted kappa"].contains(name),
      let count = list[0]["n"]?.intValue, let groups = list[0]["groups"]?.intValue,
      groups >= 0, count >= groups
    else { return nil }
    let kappa = list[0]["value"]?.doubleValue
    var interval: ConfidenceInterval?
    if let kappa, let ends = list[0]["interval"]?.arrayValue?.compactMap(\.doubleValue),
      ends.count == 2, ends[0] <= kappa, kappa <= ends[1]
    {
      let ratio = ConfidenceInterval.z(confidence) / ConfidenceInterval.z(was)
      interval = ConfidenceInterval(
        lower: max(-1, kappa - ratio * (kappa - ends[0])),
        upper: min(1, kappa + ratio * (ends[1] - kappa)), confidence: confidence)
    }
    self.init(
      kappa: kappa, interval: interval, isWeighted: name != "kappa", count: count, groups: groups,
      bar: bars.kappa, confidence: confidence)
  }

  private static func rate(_ list: [JSONValue], _ name: String) -> ClusteredProportion? {
    guard let one = list.first(where: { $0["name"]?.stringValue == name }),
      let right = one["right"]?.intValue, let count = one["n"]?.intValue,
      let groups = one["groups"]?.intValue, let effect = one["design_effect"]?.doubleValue
    else { return nil }
    return ClusteredProportion(
      successes: right, total: count, groups: groups, designEffect: effect,
      effectiveGroups: one["effective_groups"]?.doubleValue)
  }
}
