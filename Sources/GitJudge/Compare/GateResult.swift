public import JudgeEvaluation
public import JudgeJSON

/// What a run must reach.
public struct GateConditions: Sendable {
  /// Lower bounds by `NAME/pass` or another of the run's figures.
  public var minimum: [String: Double] = [:]
  /// The least Cohen's kappa of each judge with the human consensus.
  public var minimumKappa: Double?
  /// The most verdicts that may be errors.
  public var maximumErrors = 0
  /// A run that this one must not fall behind.
  public var baseline: String?

  /// No condition but that nothing failed to run.
  public init() {}
}

/// Whether a run reached what it must.
public struct GateResult: Sendable {
  /// The conditions.
  public let checks: [GateCheck]
  /// The judges, with number and hash.
  public let judges: [String]
  /// What a reader should know.
  public let warnings: [String]

  /// Whether all conditions hold.
  public var passed: Bool { checks.allSatisfy(\.passed) }

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    [
      "passed": .bool(passed), "checks": .array(checks.map(\.json)),
      "judges": .array(judges.map { .string($0) }),
      "warnings": .array(warnings.map { .string($0) }),
    ]
  }
}
