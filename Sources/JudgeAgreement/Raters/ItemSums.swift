/// The sums over weighted profiles from which the nominal figures are computed.
struct ItemSums {
  /// Σ over pairable items of the ordered pairs, n(n − 1).
  var pairs = 0.0
  /// Σ over pairable items of the agreeing ordered pairs.
  var agreeingPairs = 0.0
  /// Σ over pairable items of agreeing / pairs.
  var agreeingShare = 0.0
  /// Σ over pairable items of disagreeing ordered pairs / (n − 1).
  var discord = 0.0
  /// The number of items with two or more ratings, and of those with one or more.
  var pairableItems = 0.0
  var ratedItems = 0.0
  /// Per label: ratings in pairable items; Σ over rated items of its share.
  var pairable: [Double]
  var shares: [Double]

  init(_ items: ItemStatistics, weights: [Int]) {
    pairable = Array(repeating: 0, count: items.labelCount)
    shares = pairable
    for profile in 0..<items.profileCount where weights[profile] > 0 && items.sizes[profile] > 0 {
      let weight = Double(weights[profile])
      let size = Double(items.sizes[profile])
      ratedItems += weight
      let share = weight / size
      for entry in items.starts[profile]..<items.starts[profile + 1] {
        shares[items.labels[entry]] += share * items.counts[entry]
      }
      guard size > 1 else { continue }
      for entry in items.starts[profile]..<items.starts[profile + 1] {
        pairable[items.labels[entry]] += weight * items.counts[entry]
      }
      let own = size * (size - 1)
      pairableItems += weight
      pairs += weight * own
      agreeingPairs += weight * items.agreeing[profile]
      agreeingShare += weight * items.agreeing[profile] / own
      discord += weight * (own - items.agreeing[profile]) / (size - 1)
    }
  }

  var observedAgreement: Double? { pairs > 0 ? agreeingPairs / pairs : nil }

  var nominalAlpha: Double? {
    let total = pairable.reduce(0, +)
    let expected = total * total - pairable.reduce(0) { $0 + $1 * $1 }
    guard expected > 0 else { return nil }
    return 1 - discord * (total - 1) / expected
  }

  func gwetAC1(categories: Int) -> Double? {
    guard pairableItems > 0 else { return nil }
    let observed = agreeingShare / pairableItems
    var chance = 0.0
    if categories > 1 {
      for share in shares {
        let prevalence = share / ratedItems
        chance += prevalence * (1 - prevalence)
      }
      chance /= Double(categories - 1)
    }
    return chance < 1 ? (observed - chance) / (1 - chance) : nil
  }
}
