public import JudgeRecords

/// The judges that were measured on each held-out group of one question.
///
/// If many judges are measured on the same labels, the best of them looks better than it is. So a
/// look is counted when a judge is measured on a group for the first time. The figures of a test
/// set hold for the best of `k` judges (Bonferroni), where `k` is the largest number of judges
/// measured on any of its groups. More groups for the same judge cost nothing, and new groups have
/// a small `k`.
///
/// Looks are a set, so that looks of two clones can be merged in any order.
public struct Looks: Sendable, Equatable {
  private var judges: [String: Set<ContentID>] = [:]
  private var groups: [ContentID: Set<String>] = [:]
  /// The number of openings by earlier versions, which named no groups: each counts for every
  /// group.
  private var openings = 0

  /// Creates a value without looks.
  public init() {}

  /// Adds the looks of a judge at some groups.
  ///
  /// - Parameters:
  ///   - judge: the hash of its body.
  ///   - keys: the groups, as in ``HeldOutSplit/testKey(ofGroup:feedbackName:)``.
  public mutating func add(_ judge: ContentID, on keys: some Sequence<String>) {
    for key in keys {
      judges[key, default: []].insert(judge)
      groups[judge, default: []].insert(key)
    }
  }

  /// Adds an opening by an earlier version.
  public mutating func addOpening() { openings += 1 }

  /// Returns the groups on which a judge is not measured yet.
  public func fresh(_ judge: ContentID, of keys: Set<String>) -> Set<String> {
    keys.subtracting(groups[judge] ?? [])
  }

  /// Returns the groups on which a judge is measured.
  public func groups(of judge: ContentID) -> Set<String> { groups[judge] ?? [] }

  /// Returns the largest number of judges measured on any of some groups.
  ///
  /// - Parameter keys: the groups.
  /// - Returns: `k`, or 0 without groups.
  public func count(on keys: Set<String>) -> Int {
    guard let most = keys.map({ judges[$0]?.count ?? 0 }).max() else { return 0 }
    return most + openings
  }

  /// The largest number of judges measured on any group, or 0 without a look.
  public var most: Int { (judges.values.map(\.count).max() ?? 0) + openings }

  /// Returns the two-sided confidence of each of `k` intervals at which all of them together hold
  /// at 95 %.
  ///
  /// - Parameter count: `k`; 0 is treated as 1.
  /// - Returns: 1 − 0.05/k.
  public static func confidence(bestOf count: Int) -> Double { 1 - 0.05 / Double(max(1, count)) }
}
