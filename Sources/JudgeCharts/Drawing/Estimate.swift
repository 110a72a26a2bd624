/// A figure with its interval.
package struct Estimate: Sendable, Hashable {
  /// The figure, or `nil` if it is not defined.
  package var value: Double?
  /// The lower end of the interval, or `nil` if there is none.
  package var lower: Double?
  /// The upper end of the interval, or `nil` if there is none.
  package var upper: Double?
  /// The number of cases behind it, or `nil` if it is not known.
  package var count: Int?

  /// Creates an estimate; what is not a finite number counts as undefined.
  package init(
    _ value: Double?, lower: Double? = nil, upper: Double? = nil, count: Int? = nil
  ) {
    func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
    self.value = finite(value)
    self.count = count
    if let low = finite(lower), let high = finite(upper), low <= high {
      (self.lower, self.upper) = (low, high)
    }
  }

  /// The figure in digits.
  package var text: String { Digits.share(value) }

  /// The interval in digits, such as `[0.71, 0.90]`; `–` if there is none.
  package var range: String {
    guard let lower, let upper else { return "–" }
    return "[\(Digits.share(lower)), \(Digits.share(upper))]"
  }
}
