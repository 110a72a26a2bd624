import JudgeEvaluation
import JudgeRecords
import JudgeScoring

/// One judge of an evaluation.
struct EvaluationJudge: Sendable {
  /// What is asked.
  let judge: any Judge
  /// Its place in the registry, if it has one.
  let version: JudgeVersion
  /// What its figures and columns are called: its name, or `NAME@vN` beside other versions of it.
  let key: String
  /// Which rows it is asked about; `nil` for all.
  let fits: (@Sendable (Trace) -> Bool)?

  /// A feedback under this evaluation's names.
  func renamed(_ said: Feedback) -> Feedback {
    var said = said
    let own = judge.body.name
    if said.name == own {
      said.name = key
    } else if said.name.hasPrefix("\(own)/") {
      said.name = key + said.name.dropFirst(own.count)
    }
    return said
  }
}

extension JudgeRepository {
  /// The judges of a plan, in order: by name, made on the spot, rules, those that fit.
  func evaluationJudges(_ plan: EvaluationPlan) async throws -> [EvaluationJudge] {
    let model = try await defaultModel()
    let models = models
    var found: [(any Judge, JudgeVersion, (@Sendable (Trace) -> Bool)?)] = []
    for name in plan.names {
      let version = try await judge(named: name)
      let permit = try await permit(version)
      let judge = try permit.judge(defaultModel: model)
      found.append((judge, version, nil))
    }
    for judge in plan.judges {
      if let registered = judge as? RegisteredJudge {
        found.append((judge, registered.version, nil))
      } else {
        found.append((judge, try Self.unnumbered(judge.body), nil))
      }
    }
    for body in Self.guidelineBodies(plan) {
      let judge = try models.judge(body, defaultModel: model)
      found.append((judge, try Self.unnumbered(body), nil))
    }
    if plan.addsFitting {
      for name in BuiltInFit.names {
        guard let body = BuiltInCatalog.body(named: name) else { continue }
        let judge = try models.judge(body, defaultModel: model)
        found.append((judge, try Self.unnumbered(body), { BuiltInFit.fits(name, $0) }))
      }
    }
    return found.map { judge, version, fits in
      let isOnly = found.count { $0.1.name == version.name } == 1
      return EvaluationJudge(
        judge: judge, version: version, key: isOnly ? version.name : version.label, fits: fits)
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

  /// A body that nobody registered, as a version without a number.
  static func unnumbered(_ body: JudgeBody) throws -> JudgeVersion {
    do {
      return JudgeVersion(
        body: body, hash: try body.record().id, name: body.name, number: nil, registration: nil,
        registrationID: nil)
    } catch { throw JudgeError(wrapping: error) }
  }

  /// A judge's counts on held-out traces: of its own report card, or as the base of the last
  /// alignment.
  func heldOutRates(of version: JudgeVersion) async throws -> HeldOutRates? {
    if let report = try await report(of: version) {
      return HeldOutRates(report.figures["aligned"])
    }
    let reports = try await reports(.alignment)
    if let own = reports.last(where: { $0.value.judge == version.hash }) {
      return HeldOutRates(own.value.figures["aligned"])
    }
    let asBase = reports.last { $0.value.base == version.hash }
    return HeldOutRates(asBase?.value.figures["base"])
  }
}
