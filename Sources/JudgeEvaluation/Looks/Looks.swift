public import JudgeRecords

/// Which judges were measured on which held-out groups of one question.
///
/// Who measures many judges on the same labels and takes the best finds one that looks better than
/// it is. So a look is counted when a judge is measured on a group for the first time. The figures of a
/// test set hold for the best of `k` judges (Bonferroni), with `k` the most judges that were
/// measured on any of its groups. More groups for the same judge cost nothing, and groups that are
/// new have a small `k`.
///
/// A set, so that looks of two clones add up in any order.
public struct Looks: Sendable, Equatable {
  private var judges: [String: Set<ContentID>] = [:]
  private var groups: [ContentID: Set<String>] = [:]
  /// Openings of earlier versions, which named no groups: each counts on every group.
  private var openings = 0

  /// No look.
  public init() {}

  /// A judge is measured on some groups.
  ///
  /// - Parameters:
  ///   - judge: its body.
  ///   - keys: the groups, as ``HeldOutSplit/testKey(ofGroup:feedbackName:)`` names them.
  public mutating func add(_ judge: ContentID, on keys: some Sequence<String>) {
    for key in keys {
      judges[key, default: []].insert(judge)
      groups[judge, default: []].insert(key)
    }
  }

  /// An opening by an earlier version.
  public mutating func addOpening() { openings += 1 }

  /// The groups on which a judge is not measured yet.
  public func fresh(_ judge: ContentID, of keys: Set<String>) -> Set<String> {
    keys.subtracting(groups[judge] ?? [])
  }

  /// The groups on which a judge is measured.
  public func groups(of judge: ContentID) -> Set<String> { groups[judge] ?? [] }

  /// The most judges that were measured on any of some groups.
  ///
  /// - Parameter keys: the groups.
  /// - Returns: `k`; 0 without groups.
  public func count(on keys: Set<String>) -> Int {
    guard let most = keys.map({ judges[$0]?.count ?? 0 }).max() else { return 0 }
    return most + openings
  }

  /// The two-sided confidence at which each of `k` intervals is taken, so that all of them together
  /// hold at 95 %.
  ///
  /// - Parameter count: `k`; 0 is as 1.
  /// - Returns: 1 − 0.05/k.
  public static func confidence(bestOf count: Int) -> Double { 1 - 0.05 / Double(max(1, count)) }
}
