/// What a look at authors and signatures found.
public struct TrustReport: Hashable, Sendable {
  /// Labels of people who have a key, each in their own signed commit.
  public var verified = 0
  /// Labels of people who have no key: nothing can be held against them.
  public var unverified = 0
  /// What does not fit, sorted by path.
  public var problems: [Problem] = []
  /// What a reader should know of how far this look reaches.
  public var warnings: [String] = []
}
