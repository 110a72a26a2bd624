import JudgeRecords

/// An upper bound on the number of calls of an alignment, computed before it makes any.
public struct AlignEstimate: Hashable, Sendable {
  /// The maximum number of answers that the alignment needs.
  public let most: Int
  /// The number of these answers that the call cache has for certain: the judge's own verdicts.
  public let known: Int

  /// Creates an estimate from counts.
  public init(most: Int, known: Int) {
    self.most = most
    self.known = min(most, known)
  }

  /// The maximum number of calls.
  public var calls: Int { most - known }

  /// The bound in words.
  ///
  /// Beyond the judge's own verdicts, the requests depend on answers, so the cache cannot be
  /// checked for them.
  public var text: String {
    if calls == 0 { return "no calls" }
    let most = "at most about \(Count.of(calls, "call"))"
    if known == 0 { return most + ", before the cache answers any" }
    return most + "; the cache has \(Count.of(known, "verdict")) of the judge itself, and may have "
      + "more"
  }
}
