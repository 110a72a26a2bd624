import JudgeEvaluation
import JudgeJSON
import JudgePrivacy
import JudgeRecords
import JudgeScoring
import JudgeWork

extension EvaluationService {
  /// Returns the judges of a plan, in order: by name, made on the spot, rules, those that fit.
  func evaluationJudges(_ plan: EvaluationPlan) async throws -> [EvaluationJudge] {
    let model = try await repository.defaultModel()
    let models = repository.models
    var found: [(any Judge, JudgeVersion, (@Sendable (Trace) -> Bool)?)] = []
    for name in plan.names {
      let version = try await repository.judges.find(named: name)
      let permit = try await repository.programs.permit(version)
      let judge = try permit.judge(defaultModel: model)
      found.append((judge, version, nil))
    }
    for judge in plan.judges {
      if let registered = judge as? RegisteredJudge {
        found.append((judge, registered.version, nil))
      } else {
        found.append((judge, try JudgeVersion(unregistered: judge.body), nil))
      }
    }
    for body in Self.guidelineBodies(plan) {
      let judge = try models.judge(body, defaultModel: model)
      found.append((judge, try JudgeVersion(unregistered: body), nil))
    }
    if plan.addsFitting {
      for name in BuiltInFit.names {
        guard let body = BuiltInCatalog.body(named: name) else { continue }
        let judge = try models.judge(body, defaultModel: model)
        found.append((judge, try JudgeVersion(unregistered: body), { BuiltInFit.fits(name, $0) }))
      }
    }
    let keys = MeasuredJudge.named(found.map(\.1)).map(\.key)
    return zip(found, keys).map { member, key in
      EvaluationJudge(judge: member.0, version: member.1, key: key, fits: member.2)
    }
  }

  private static func guidelineBodies(_ plan: EvaluationPlan) -> [JudgeBody] {
    var bodies: [JudgeBody] = []
    if !plan.guidelines.isEmpty {
      bodies.append(GuidelinesBody.make(GuidelinesBody.defaultName, plan.guidelines))
    }
    for (name, rules) in plan.namedGuidelines.sorted(by: { $0.key < $1.key }) {
      bodies.append(GuidelinesBody.make(name, rules))
    }
    return bodies
  }

  /// A judge's counts on held-out traces: of its own report card, or as the base of the last
  /// alignment.
  func heldOutRates(of version: JudgeVersion) async throws -> HeldOutRates? {
    if let report = try await repository.versions.report(of: version) {
      return HeldOutRates(report.figures["aligned"])
    }
    let reports = try await repository.versions.reports(.alignment)
    if let own = reports.last(where: { $0.value.judge == version.hash }) {
      return HeldOutRates(own.value.figures["aligned"])
    }
    let asBase = reports.last { $0.value.base == version.hash }
    return HeldOutRates(asBase?.value.figures["base"])
  }

  /// Creates the guard of a new run.
  func verdictGuard() async throws -> VerdictGuard {
    let policy = try await repository.sensitivePolicy(allow: repository.allowsSecrets)
    return VerdictGuard(
      repository.providers?.scrubber ?? SecretScrubber([]), keepsSecrets: policy.allows)
  }
}
