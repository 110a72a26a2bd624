public import JudgeWork

/// The result of a check of authors and signatures.
public struct TrustReport: Hashable, Sendable {
  /// The number of labels of pinned people who must sign, each in their own signed commit.
  public var verified = 0
  /// The number of all other labels, which can be checked only against their commit's author.
  public var unverified = 0
  /// The owners in force, sorted.
  public var owners: [String] = []
  /// The root commits of the histories whose commits are evidence of their authors.
  public var roots: [String] = []
  /// The problems, sorted by path.
  public var problems: [Problem] = []
  /// The warnings about the limits of this check.
  public var warnings: [Notice] = []
}
