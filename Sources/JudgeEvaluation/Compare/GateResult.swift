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
  /// Whether judges pass that are not known to be fit for use; the run then says so.
  public var allowsUnfit = false
  /// Whether the held-out part may be looked at.
  public var test = TestAccess.recorded

  /// No condition but that nothing failed to run, and that the judges are fit for use.
  public init() {}
}

/// Whether a run reached what it must.
public struct GateResult: Sendable {
  /// The conditions.
  public let checks: [GateCheck]
  /// The judges, with number and hash.
  public let judges: [String]
  /// Whether the judges are fit for use.
  public let fitness: [Fitness]
  /// Whether judges that are not known to be fit were let pass.
  public let allowsUnfit: Bool
  /// What a reader should know.
  public let warnings: [String]

  /// A gate's result.
  package init(
    checks: [GateCheck], judges: [String], fitness: [Fitness], allowsUnfit: Bool,
    warnings: [String]
  ) {
    self.checks = checks
    self.judges = judges
    self.fitness = fitness
    self.allowsUnfit = allowsUnfit
    self.warnings = warnings
  }

  /// The judges that are not known to be fit and were let pass, with the reason; empty for none.
  package var letPass: String {
    guard allowsUnfit else { return "" }
    return fitness.filter { !$0.isUsable }.map { "\($0.judge): \($0.headline)" }
      .joined(separator: "; ")
  }

  /// Whether all conditions hold, and the judges may be used.
  public var passed: Bool {
    checks.allSatisfy(\.passed) && (allowsUnfit || fitness.allSatisfy(\.isUsable))
  }

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    [
      "passed": .bool(passed), "checks": .array(checks.map(\.json)),
      "judges": .array(judges.map { .string($0) }),
      "fit": .array(fitness.map(\.json)), "allowed_unfit": .bool(allowsUnfit),
      "warnings": .array(warnings.map { .string($0) }),
    ]
  }
}
