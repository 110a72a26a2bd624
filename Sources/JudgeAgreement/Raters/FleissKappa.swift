/// Fleiss' kappa over the items that have one particular number of ratings.
public struct FleissKappa: Sendable, Equatable {
  /// The number of ratings per item, at least 2.
  public let ratings: Int
  /// The number of items with exactly that many ratings.
  public let items: Int
  /// Fleiss' kappa (Fleiss 1971), or nil if all of them carry one and the same label.
  public let kappa: Double?
  /// Randolph's free-marginal kappa (Randolph 2005): chance is 1 / labels; nil with one label.
  public let randolph: Double?
}

extension RatingTable {
  /// Fleiss' and Randolph's kappa for each number of ratings that occurs, ascending.
  ///
  /// Fleiss' kappa needs the same number of ratings for every item, so items are grouped by it;
  /// items with fewer than two ratings belong to no group. The raters may differ from item to item.
  public func fleissKappas() -> [FleissKappa] {
    let items = ItemStatistics(self)
    let groups = Dictionary(grouping: 0..<items.profileCount) { items.sizes[$0] }
    return groups.keys.filter { $0 > 1 }.sorted().map { size in
      var labelTotals = [Double](repeating: 0, count: labelCount)
      var agreeing = 0.0
      var itemTotal = 0
      for profile in groups[size] ?? [] {
        let times = items.multiplicities[profile]
        itemTotal += times
        agreeing += Double(times) * items.agreeing[profile]
        for entry in items.starts[profile]..<items.starts[profile + 1] {
          labelTotals[items.labels[entry]] += Double(times) * items.counts[entry]
        }
      }
      let ratings = Double(itemTotal * size)
      let observed = agreeing / (ratings * Double(size - 1))
      let squares = labelTotals.reduce(0) { $0 + $1 * $1 }
      let chance = squares / (ratings * ratings)
      let free = 1 / Double(labelCount)
      return FleissKappa(
        ratings: size, items: itemTotal,
        kappa: squares < ratings * ratings ? (observed - chance) / (1 - chance) : nil,
        randolph: labelCount > 1 ? (observed - free) / (1 - free) : nil)
    }
  }
}
