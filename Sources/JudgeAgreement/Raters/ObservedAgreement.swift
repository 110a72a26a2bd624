/// The raw agreement of all raters, without any correction for chance.
public struct ObservedAgreement: Sendable, Equatable {
  /// The pairs of ratings of one item by two raters, over all items.
  public let pairs: Int
  /// Those of them that agree.
  public let agreeing: Int

  /// Agreeing pairs over pairs; nil without pairs.
  public var value: Double? { pairs > 0 ? Double(agreeing) / Double(pairs) : nil }
}

extension RatingTable {
  /// The agreement over all pairs of ratings of the same item, pooled over items.
  public var observedAgreement: ObservedAgreement {
    let items = ItemStatistics(self)
    var pairs = 0
    var agreeing = 0
    for (profile, times) in items.multiplicities.enumerated() {
      pairs += times * items.sizes[profile] * (items.sizes[profile] - 1) / 2
      agreeing += times * Int(items.agreeing[profile]) / 2
    }
    return ObservedAgreement(pairs: pairs, agreeing: agreeing)
  }
}
