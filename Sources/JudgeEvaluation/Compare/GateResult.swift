public import JudgeJSON

/// The conditions that a run must meet.
public struct GateConditions: Sendable {
  /// Lower bounds by `NAME/pass` or another of the run's figures.
  public var minimum: [String: Double] = [:]
  /// The minimum of Cohen's kappa of each judge with the human consensus, or `nil` for no minimum.
  public var minimumKappa: Double?
  /// The maximum number of erroneous verdicts.
  public var maximumErrors = 0
  /// The run to compare with: this one must not be worse.
  public var baseline: String?
  /// Whether judges pass that are not known to be fit for use; the run then reports them.
  public var allowsUnfit = false
  /// The access to the held-out part.
  public var test = TestAccess.recorded

  /// Creates conditions that require only that nothing failed to run and that the judges are fit
  /// for use.
  public init() {}
}

/// The result of a gate.
public struct GateResult: Sendable {
  /// The conditions.
  public let checks: [GateCheck]
  /// The judges, with version number and hash.
  public let judges: [String]
  /// The fitness for use of each judge.
  public let fitness: [Fitness]
  /// Whether judges that are not known to be fit were allowed.
  public let allowsUnfit: Bool
  /// Warnings for the reader.
  public let warnings: [String]

  /// Creates a result.
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

  /// The judges that are not known to be fit and were allowed, with the reason; empty if there are
  /// none.
  package var letPass: String {
    guard allowsUnfit else { return "" }
    return fitness.filter { !$0.isUsable }.map { "\($0.judge): \($0.headline)" }
      .joined(separator: "; ")
  }

  /// Whether all conditions hold and the judges may be used.
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
