public import JudgeWork

/// What a look at authors and signatures found.
public struct TrustReport: Hashable, Sendable {
  /// Labels of pinned people who must sign, each in their own signed commit.
  public var verified = 0
  /// Labels of all others: they can be checked only against their commit's author.
  public var unverified = 0
  /// The owners in force, sorted.
  public var owners: [String] = []
  /// The first commits of the histories that vouch for their authors.
  public var roots: [String] = []
  /// What does not fit, sorted by path.
  public var problems: [Problem] = []
  /// What a reader should know of how far this look reaches.
  public var warnings: [Notice] = []
}
