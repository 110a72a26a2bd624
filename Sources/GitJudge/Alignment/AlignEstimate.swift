import JudgeRecords

/// How many calls an alignment may make, before it makes any.
public struct AlignEstimate: Hashable, Sendable {
  /// How many answers it needs at most.
  public let most: Int
  /// How many of them the call cache surely has: the judge's own verdicts.
  public let known: Int

  /// Takes counts.
  public init(most: Int, known: Int) {
    self.most = most
    self.known = min(most, known)
  }

  /// How many calls it makes at most.
  public var calls: Int { most - known }

  /// The bound in words.
  ///
  /// What is asked beyond the judge's own verdicts depends on answers, so nobody can look it up.
  public var text: String {
    if calls == 0 { return "no calls" }
    let most = "at most about \(Count.of(calls, "call"))"
    if known == 0 { return most + ", before the cache answers any" }
    return most + "; the cache has \(Count.of(known, "verdict")) of the judge itself, and may have "
      + "more"
  }
}
