import JudgeAgreement
public import JudgeJSON

/// A test of whether a judge's verdicts in one window differ from those in a reference window.
///
/// The statistic is that of the chi-square test of homogeneity over the outcomes (passed and
/// failed, or the values; and errors). Its distribution without drift comes from random
/// assignments of whole groups to the windows, because verdicts on one session or on the same
/// inputs are similar. So the test also holds for few traces and rare outcomes.
public struct DriftTest: Sendable, Hashable {
  /// One verdict of a window.
  package struct Outcome: Sendable {
    /// The group of the trace.
    package let group: String
    /// The outcome, such as `passed`.
    package let column: String

    /// Creates an outcome.
    package init(group: String, column: String) {
      self.group = group
      self.column = column
    }
  }

  /// The change of one outcome.
  public struct Change: Sendable, Hashable {
    /// The outcome.
    public let outcome: String
    /// Its share in the reference window.
    public let reference: Double
    /// Its share in the window.
    public let window: Double
    /// The difference.
    public var difference: Double { window - reference }
  }

  /// The limits of a drift.
  public struct Limits: Sendable, Hashable {
    /// The largest p that is a drift, the rate of false alarms.
    public var alpha: Double
    /// The smallest change of a share that is a drift.
    public var minimumChange: Double

    /// Creates limits.
    public init(alpha: Double = 0.01, minimumChange: Double = 0) {
      self.alpha = alpha
      self.minimumChange = minimumChange
    }
  }

  /// The number of verdicts in the reference window.
  public let referenceCount: Int
  /// The number of verdicts in the window.
  public let windowCount: Int
  /// The changes, the largest first.
  public let changes: [Change]
  /// The probability of such a difference without drift.
  public let p: Double
  /// The limits.
  public let limits: Limits

  /// Whether the verdicts drifted.
  public var hasDrifted: Bool {
    guard let largest = changes.first else { return false }
    return p <= limits.alpha && abs(largest.difference) >= limits.minimumChange
  }

  /// The smallest and largest number of random assignments.
  private static let draws = 1_999...4_999
  /// The approximate number of groups that are drawn in all.
  private static let effort = 20_000_000

  /// Compares two windows.
  ///
  /// - Parameters:
  ///   - reference: the verdicts of the reference window.
  ///   - window: the verdicts of the other window.
  ///   - limits: the limits of a drift.
  ///   - draws: the number of random assignments; `nil` for one that suits the number of groups.
  package init(
    _ reference: [Outcome], _ window: [Outcome], limits: Limits = Limits(), draws: Int? = nil
  ) {
    self.limits = limits
    referenceCount = reference.count
    windowCount = window.count
    let columns = Set((reference + window).map(\.column)).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    let codes = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    let first = Self.units(reference, codes)
    let second = Self.units(window, codes)
    let counts = (Self.total(first, columns.count), Self.total(second, columns.count))
    let all = zip(counts.0, counts.1).map { $0 + $1 }
    changes = columns.indices.map { column in
      Change(
        outcome: columns[column],
        reference: Self.share(counts.0[column], reference.count),
        window: Self.share(counts.1[column], window.count))
    }.sorted { left, right in
      let (a, b) = (abs(left.difference), abs(right.difference))
      return a != b ? a > b : left.outcome.utf8.lexicographicallyPrecedes(right.outcome.utf8)
    }
    guard !first.isEmpty, !second.isEmpty, columns.count > 1 else {
      p = 1
      return
    }
    p = Self.probability(first + second, drawing: second.count, observed: counts.1, of: all, draws)
  }

  /// A group in a window: the number of times that each outcome occurs.
  private typealias Unit = [(column: Int, count: Int)]

  private static func units(_ outcomes: [Outcome], _ codes: [String: Int]) -> [Unit] {
    var places: [String: Int] = [:]
    var counts: [[Int: Int]] = []
    for outcome in outcomes {
      guard let code = codes[outcome.column] else { continue }
      let place = places[outcome.group] ?? counts.count
      if place == counts.count {
        places[outcome.group] = place
        counts.append([:])
      }
      counts[place][code, default: 0] += 1
    }
    return counts.map { $0.sorted { $0.key < $1.key }.map { (column: $0.key, count: $0.value) } }
  }

  private static func total(_ units: [Unit], _ columns: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: columns)
    for (column, count) in units.joined() { counts[column] += count }
    return counts
  }

  private static func share(_ count: Int, _ total: Int) -> Double {
    total == 0 ? 0 : Double(count) / Double(total)
  }

  /// Σ (difference of the shares)² / share overall, times n₁ n₂ / n.
  private static func statistic(_ part: [Int], of all: [Int]) -> Double {
    let n = all.reduce(0, +)
    let second = part.reduce(0, +)
    let first = n - second
    guard first > 0, second > 0 else { return 0 }
    var sum = 0.0
    for (count, total) in zip(part, all) where total > 0 {
      let difference = share(count, second) - share(total - count, first)
      sum += difference * difference / share(total, n)
    }
    return sum * Double(first) * Double(second) / Double(n)
  }

  private static func probability(
    _ units: [Unit], drawing count: Int, observed: [Int], of all: [Int], _ fixed: Int?
  ) -> Double {
    // The smaller window is drawn; the statistic is the same for either.
    let size = min(count, units.count - count)
    let draws =
      fixed ?? min(max(effort / max(size, 1), Self.draws.lowerBound), Self.draws.upperBound)
    let bound = statistic(observed, of: all) * (1 - 1e-9)
    var generator = Xoshiro256(seed: 0)
    var order = Array(units.indices)
    var reached = 0
    for _ in 0..<draws {
      var part = [Int](repeating: 0, count: all.count)
      for place in 0..<size {
        order.swapAt(place, place + generator.index(below: order.count - place))
        for (column, count) in units[order[place]] { part[column] += count }
      }
      if statistic(part, of: all) >= bound { reached += 1 }
    }
    return Double(reached + 1) / Double(draws + 1)
  }
}

extension DriftTest {
  /// The test as JSON with stable keys.
  public var json: JSONValue {
    [
      "n_reference": .number(Double(referenceCount)), "n_window": .number(Double(windowCount)),
      "p": .number(p), "alpha": .number(limits.alpha),
      "min_change": .number(limits.minimumChange), "drifted": .bool(hasDrifted),
      "changes": .array(
        changes.map {
          [
            "outcome": .string($0.outcome), "reference": .number($0.reference),
            "window": .number($0.window), "difference": .number($0.difference),
          ]
        }),
    ]
  }
}
