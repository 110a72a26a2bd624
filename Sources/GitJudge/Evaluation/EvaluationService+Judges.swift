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
    let rules = Self.nameOfRules(plan)
    var takesExamples = false
    /// Returns a judge with the plan's examples, or `nil` if the plan has none for it.
    func taught(_ body: JudgeBody) throws -> JudgeBody? {
      guard body.form == nil, let shown = try plan.examples?.adding(to: body), shown != body
      else { return nil }
      takesExamples = true
      return shown
    }
    for name in plan.names where rules == nil || Self.nameOfRules(name) == nil {
      var version = try await repository.judges.find(named: name)
      if version.number == nil, let shown = try taught(version.body) {
        version = try JudgeVersion(unregistered: shown)
      }
      // A judge that is named twice is asked once.
      guard !found.contains(where: { $0.1 == version }) else { continue }
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
    for plain in Self.guidelineBodies(plan, named: rules) {
      let body = try taught(plain) ?? plain
      let judge = try models.judge(body, defaultModel: model)
      found.append((judge, try JudgeVersion(unregistered: body), nil))
    }
    let chosen = (plan.addsFitting ? BuiltInFit.names : []) + plan.builtIns
    for name in chosen where rules == nil || Self.nameOfRules(name) == nil {
      let plain = try Self.builtIn(name)
      let body = try taught(plain) ?? plain
      let version = try JudgeVersion(unregistered: body)
      guard !found.contains(where: { $0.1 == version }) else { continue }
      let judge = try models.judge(body, defaultModel: model)
      found.append((judge, version, { BuiltInFit.fits(name, $0) }))
    }
    if let frame = plan.examples, !takesExamples { throw frame.unused }
    return found.map { member in
      EvaluationJudge(judge: member.0, version: member.1, key: member.1.name, fits: member.2)
    }
  }

  /// Returns the body of a built-in judge that is chosen by name.
  private static func builtIn(_ name: String) throws(JudgeFailure) -> JudgeBody {
    if let body = BuiltInCatalog.body(named: name) { return body }
    let all = BuiltInCatalog.all.flatMap { [$0.name] + $0.aliases }
    throw JudgeFailure(
      .usage, "there is no built-in judge \"\(name)\"",
      remedy: .advice(
        Misspelling.nearest(to: name, among: all).map { "did you mean \($0)?" }
          ?? "there are: \(all.sorted().joined(separator: ", "))"))
  }

  /// Returns the name under which a plan asks for its own rules, or `nil` if it gives none.
  private static func nameOfRules(_ plan: EvaluationPlan) -> String? {
    guard !plan.guidelines.isEmpty else { return nil }
    return (plan.names + plan.builtIns).lazy.compactMap(nameOfRules).first
  }

  /// Returns the judge's name if a name stands for the judge of rules for all rows.
  private static func nameOfRules(_ name: String) -> String? {
    let known = BuiltInCatalog.canonical(name)
    return GuidelinesBody.globalNames.contains(known) ? known : nil
  }

  private static func guidelineBodies(
    _ plan: EvaluationPlan, named name: String?
  ) -> [JudgeBody] {
    var bodies: [JudgeBody] = []
    if !plan.guidelines.isEmpty {
      bodies.append(GuidelinesBody.make(name ?? GuidelinesBody.defaultName, plan.guidelines))
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
