public import JudgeWork

/// The counts of items that two judges got right and wrong.
public struct PairedOutcomes: Sendable, Hashable {
  /// The number of items that both got right.
  public let bothRight: Int
  /// The number of items that only the base got right.
  public let onlyBase: Int
  /// The number of items that only the candidate got right.
  public let onlyCandidate: Int
  /// The number of items that both got wrong.
  public let bothWrong: Int

  /// The treatment of an erroneous verdict.
  public enum ErrorRule: Sendable, Hashable {
    /// Leaves out an item on which either judge failed.
    case leaveOut
    /// Counts a failed verdict as wrong.
    case wrong
  }

  /// Creates outcomes from four counts.
  ///
  /// - Parameters:
  ///   - bothRight: The number of items that both got right.
  ///   - onlyBase: The number of items that only the base got right.
  ///   - onlyCandidate: The number of items that only the candidate got right.
  ///   - bothWrong: The number of items that both got wrong.
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
  ///   - errors: The treatment of an erroneous verdict. Items without a verdict are always left
  ///     out.
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
  /// The number of items on which exactly one is right.
  public var discordant: Int { onlyBase + onlyCandidate }
  /// The base's share of right verdicts.
  public var base: Proportion { Proportion(unchecked: bothRight + onlyBase, of: total) }
  /// The candidate's share of right verdicts.
  public var candidate: Proportion { Proportion(unchecked: bothRight + onlyCandidate, of: total) }
  /// The candidate's accuracy minus the base's, or nil without items.
  public var difference: Double? {
    total > 0 ? Double(onlyCandidate - onlyBase) / Double(total) : nil
  }
}
