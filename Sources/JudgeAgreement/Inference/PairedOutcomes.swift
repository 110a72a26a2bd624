public import JudgeWork

/// Two judges on the same items: who was right where.
public struct PairedOutcomes: Sendable, Hashable {
  /// Items that both got right.
  public let bothRight: Int
  /// Items that only the base got right.
  public let onlyBase: Int
  /// Items that only the candidate got right.
  public let onlyCandidate: Int
  /// Items that both got wrong.
  public let bothWrong: Int

  /// What an erroneous verdict means.
  public enum ErrorRule: Sendable, Hashable {
    /// An item on which either judge failed is left out.
    case leaveOut
    /// A failed verdict is a wrong one.
    case wrong
  }

  /// Takes over four counts.
  ///
  /// - Parameters:
  ///   - bothRight: Items that both got right.
  ///   - onlyBase: Items that only the base got right.
  ///   - onlyCandidate: Items that only the candidate got right.
  ///   - bothWrong: Items that both got wrong.
  /// - Throws: `invalidArgument` for a negative count.
  public init(
    bothRight: Int, onlyBase: Int, onlyCandidate: Int, bothWrong: Int
  ) throws(JudgeFailure) {
    guard min(bothRight, onlyBase, onlyCandidate, bothWrong) >= 0 else {
      throw JudgeFailure(
        .invalidArgument, "a count of outcomes is negative",
        remedy: "counts are at least 0")
    }
    self.bothRight = bothRight
    self.onlyBase = onlyBase
    self.onlyCandidate = onlyCandidate
    self.bothWrong = bothWrong
  }

  /// Counts two judges' verdicts against labels.
  ///
  /// - Parameters:
  ///   - truth: A label code per item; items without one are left out.
  ///   - base: The base judge's verdict per item.
  ///   - candidate: The candidate's verdict per item.
  ///   - errors: What an erroneous verdict means. A missing one always leaves the item out.
  /// - Throws: `lengthMismatch`.
  public init(
    truth: [Int?], base: [JudgedLabel], candidate: [JudgedLabel], errors: ErrorRule
  ) throws(JudgeFailure) {
    guard truth.count == base.count else {
      throw .lengths("the truth", truth.count, "the base's verdicts", base.count)
    }
    guard truth.count == candidate.count else {
      throw .lengths("the truth", truth.count, "the candidate's verdicts", candidate.count)
    }
    var counts = [0, 0, 0, 0]
    for (item, label) in truth.enumerated() {
      guard let label, base[item] != .missing, candidate[item] != .missing else { continue }
      if errors == .leaveOut, base[item] == .error || candidate[item] == .error { continue }
      let right = (base[item] == .label(label), candidate[item] == .label(label))
      counts[(right.0 ? 2 : 0) + (right.1 ? 1 : 0)] += 1
    }
    try self.init(
      bothRight: counts[3], onlyBase: counts[2], onlyCandidate: counts[1], bothWrong: counts[0])
  }

  /// The number of items.
  public var total: Int { bothRight + onlyBase + onlyCandidate + bothWrong }
  /// The items on which exactly one is right.
  public var discordant: Int { onlyBase + onlyCandidate }
  /// How often the base is right.
  public var base: Proportion { Proportion(unchecked: bothRight + onlyBase, of: total) }
  /// How often the candidate is right.
  public var candidate: Proportion { Proportion(unchecked: bothRight + onlyCandidate, of: total) }
  /// The candidate's accuracy less the base's; nil without items.
  public var difference: Double? {
    total > 0 ? Double(onlyCandidate - onlyBase) / Double(total) : nil
  }
}
