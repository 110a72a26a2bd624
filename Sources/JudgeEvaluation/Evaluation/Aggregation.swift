/// A figure over the values of an assessment, as MLflow names them.
public enum Aggregation: String, Hashable, Sendable, CaseIterable {
  /// The lowest value.
  case min
  /// The highest value.
  case max
  /// The arithmetic mean.
  case mean
  /// The median.
  case median
  /// The population variance.
  case variance
  /// The 90th percentile, interpolated linearly.
  case p90

  /// Returns the figure over some values.
  ///
  /// - Parameter values: finite numbers.
  /// - Returns: the figure, or `nil` without values.
  public func of(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    switch self {
    case .min: return values.min()
    case .max: return values.max()
    case .mean: return mean
    case .median: return Self.quantile(values, 0.5)
    case .variance:
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    case .p90: return Self.quantile(values, 0.9)
    }
  }

  /// Returns a quantile of type 7 of Hyndman and Fan, the default of numpy and R.
  private static func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let high = Swift.min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}
