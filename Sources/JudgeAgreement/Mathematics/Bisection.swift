/// Root finding that cannot fail on an increasing function.
enum Bisection {
  /// Returns the point where an increasing function crosses 0, to neighbouring doubles.
  static func root(
    from low: Double, to high: Double, of increasing: (Double) -> Double
  ) -> Double {
    var low = low
    var high = high
    for _ in 0..<1_100 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if increasing(middle) < 0 { low = middle } else { high = middle }
    }
    return high
  }
}
