public import JudgeWork

/// One label per item by a named rule, or the tied labels if the rule finds none.
public struct Consensus: Sendable, Equatable {
  /// The name of a rule; an open set.
  public struct Method: RawRepresentable, Sendable, Hashable {
    /// The stable text of the rule.
    public let rawValue: String

    /// Creates a rule's name from its stable text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The label with the most votes.
    public static let majority = Method(rawValue: "majority")
    /// The most recent label.
    public static let latest = Method(rawValue: "latest")
    /// The label of all raters.
    public static let unanimous = Method(rawValue: "unanimous")
    /// The label with the highest weight of votes.
    public static let weighted = Method(rawValue: "weighted")
    /// The label with the highest posterior of the Dawid–Skene model.
    public static let dawidSkene = Method(rawValue: "dawid-skene")
  }

  /// The rule.
  public let method: Method
  /// The number of label codes.
  public let labelCount: Int
  /// The decided label of each item, or nil if tied or unrated.
  public internal(set) var labels: [Int?]
  /// The labels that share the maximum of each item, ascending; empty if decided or unrated.
  public internal(set) var tied: [[Int]]
  /// The support of each label on each item (votes, weight or posterior): `support[item *
  /// labelCount + label]`.
  public let support: [Double]

  /// Returns the support of one item, one entry per label.
  ///
  /// - Parameter item: A code in `0..<labels.count`.
  /// - Returns: `labelCount` numbers.
  public func support(of item: Int) -> ArraySlice<Double> {
    support[(item * labelCount)..<((item + 1) * labelCount)]
  }

  /// The number of items with a label.
  public var decidedCount: Int { labels.count { $0 != nil } }
  /// The number of items that a person must decide.
  public var tieCount: Int { tied.count { !$0.isEmpty } }
  /// The number of items without ratings.
  public var unratedCount: Int { labels.count - decidedCount - tieCount }

  /// The number of items won by each label; one entry per label code.
  public var decidedCounts: [Int] {
    var counts = [Int](repeating: 0, count: labelCount)
    for case .some(let label) in labels { counts[label] += 1 }
    return counts
  }
}

extension Consensus {
  /// Returns the same consensus with labels replaced by people's decisions.
  ///
  /// - Parameter decisions: Label codes by item; they override any rule.
  /// - Returns: The consensus in which the decided items are neither tied nor unrated.
  /// - Throws: `outOfRange` for an item or label that does not exist.
  public func adjudicated(_ decisions: [Int: Int]) throws(JudgeFailure) -> Consensus {
    var result = self
    for (item, label) in decisions {
      guard labels.indices.contains(item) else {
        throw JudgeFailure(
          .outOfRange, "item code \(item) is not in 0..<\(labels.count)",
          remedy: "decide only items of the rated table")
      }
      guard (0..<labelCount).contains(label) else { throw .label(label, labelCount: labelCount) }
      result.labels[item] = label
      result.tied[item] = []
    }
    return result
  }
}

extension Consensus {
  /// Creates a consensus of the labels with the highest support; sums of weights may differ by
  /// rounding.
  init(method: Method, itemCount: Int, labelCount: Int, support: [Double]) {
    self.method = method
    self.labelCount = labelCount
    self.support = support
    labels = Array(repeating: nil, count: itemCount)
    tied = Array(repeating: [], count: itemCount)
    for item in 0..<itemCount {
      let own = support[(item * labelCount)..<((item + 1) * labelCount)]
      guard let top = own.max(), top > 0 else { continue }
      let best = (0..<labelCount).filter { own[own.startIndex + $0] >= top * (1 - 1e-12) }
      if best.count == 1 { labels[item] = best[0] } else { tied[item] = best }
    }
  }
}
