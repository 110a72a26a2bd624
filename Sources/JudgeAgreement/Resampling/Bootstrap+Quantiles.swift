extension Bootstrap {
  /// Returns the interval from sorted resampled values.
  func summary(
    _ estimate: Double, _ sorted: [Double], _ jackknife: [Double]
  ) -> BootstrapInterval {
    let tail = (1 - confidence) / 2
    let levels =
      method == .bca
      ? acceleratedLevels(estimate, sorted, jackknife, tail) : (tail, 1 - tail)
    let mean = sorted.reduce(0, +) / Double(sorted.count)
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return BootstrapInterval(
      estimate: estimate,
      interval: ConfidenceInterval(
        lower: Self.quantile(sorted, levels.0), upper: Self.quantile(sorted, levels.1),
        confidence: confidence),
      standardError: sorted.count > 1 ? (squares / Double(sorted.count - 1)).squareRoot() : 0,
      undefined: resamples - sorted.count)
  }

  /// Returns the quantile of sorted values with linear interpolation (Hyndman and Fan's type 7).
  static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = p * Double(sorted.count - 1)
    let below = Int(position)
    guard below + 1 < sorted.count else { return last }
    return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
  }

  /// Returns the levels of BCa, shifted by the bias and stretched by the acceleration.
  ///
  /// The levels are plain if all resamples are on one side.
  private func acceleratedLevels(
    _ estimate: Double, _ sorted: [Double], _ jackknife: [Double], _ tail: Double
  ) -> (Double, Double) {
    let below = sorted.count { $0 < estimate }
    let equal = sorted.count { $0 == estimate }
    let share = (Double(below) + Double(equal) / 2) / Double(sorted.count)
    guard share > 0, share < 1, !jackknife.isEmpty else { return (tail, 1 - tail) }
    let bias = NormalDistribution.quantile(share)
    let mean = jackknife.reduce(0, +) / Double(jackknife.count)
    var squares = 0.0
    var cubes = 0.0
    for value in jackknife {
      let distance = mean - value
      squares += distance * distance
      cubes += distance * distance * distance
    }
    let acceleration = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    func level(_ p: Double) -> Double {
      let shifted = bias + NormalDistribution.quantile(p)
      return NormalDistribution.cumulative(bias + shifted / (1 - acceleration * shifted))
    }
    return (level(tail), level(1 - tail))
  }
}
