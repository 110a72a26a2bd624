extension RatingTable {
  /// Gwet's AC1: agreement beyond chance that stays meaningful when one label dominates.
  ///
  /// Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008) 29–48, for several
  /// raters with missing ratings; the figures are those of the Python package `irrCAC`: observed
  /// agreement is averaged over items with two or more ratings, prevalence over items with one or
  /// more. Nil if no item has two ratings, or 1 if everybody only ever used one label.
  ///
  /// - Parameter categories: The number of labels that could have been given. Nil counts those that
  ///   were, as `irrCAC` does unless told otherwise.
  /// - Returns: At most 1, or nil.
  public func gwetAC1(categories: Int? = nil) -> Double? {
    let items = ItemStatistics(self)
    return ItemSums(items, weights: items.multiplicities)
      .gwetAC1(categories: categories ?? items.usedLabels)
  }
}
