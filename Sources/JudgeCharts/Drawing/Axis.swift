/// A linear scale with ticks at round numbers.
struct Axis {
  /// The ends of the scale.
  let lower: Double
  let upper: Double
  /// The coordinates of the ends.
  let from: Double
  let to: Double

  init(_ lower: Double, _ upper: Double, from: Double, to: Double) {
    self.lower = lower
    self.upper = upper > lower ? upper : lower + max(1, abs(lower))
    self.from = from
    self.to = to
  }

  /// Returns the coordinate of a value; a value outside lies at the nearest end.
  func place(_ value: Double) -> Double {
    let share = (min(max(value, lower), upper) - lower) / (upper - lower)
    return from + share * (to - from)
  }

  /// The round numbers on the scale, at most five and as many as have room.
  var ticks: [Double] {
    let span = upper - lower
    let steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 50]
    let large = steps.map { $0 * 100 } + steps.map { $0 * 1_000_000 }
    let most = max(1, min(5, abs(to - from) / 46))
    let step = (steps + large).first { span / $0 <= most + 0.001 } ?? span
    guard abs(lower / step) < 1e6, abs(upper / step) < 1e6 else { return [] }
    let first = Int((lower / step - 1e-9).rounded(.up))
    let last = Int((upper / step + 1e-9).rounded(.down))
    guard last >= first else { return [] }
    return (first...last).map { Double($0) * step }
  }

  /// Formats a tick with as many decimals as the steps need.
  func text(_ tick: Double) -> String {
    let span = upper - lower
    let text = Digits.fixed(tick, span < 0.05 ? 3 : span < 2 ? 2 : span < 10 ? 1 : 0)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// Returns the ends that hold some shares, widened to tenths and within 0 and 1.
  static func shares(_ values: [Double], including: [Double] = []) -> (lower: Double, upper: Double)
  {
    let all = values + including
    guard let least = all.min(), let most = all.max() else { return (0, 1) }
    let lower = (least * 10 + 1e-9).rounded(.down) / 10
    let upper = (most * 10 - 1e-9).rounded(.up) / 10
    return (min(max(lower, -1), 0.9), max(min(upper, 1), lower + 0.1))
  }
}
