import JudgeAgreement
import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeWork

extension RunService {
  /// Checks a run against conditions; traces on which a judge failed count as not passing.
  ///
  /// A judge that is not known to be fit for use passes only if the conditions allow it. A tag of
  /// the run then records this.
  ///
  /// - Parameters:
  ///   - text: the run's id, or a prefix of at least 4 digits.
  ///   - conditions: the conditions.
  /// - Returns: each condition with its result.
  /// - Throws: `JudgeFailure` for a run that does not exist or has no verdicts.
  public func gate(
    _ text: String, _ conditions: GateConditions
  ) async throws -> GateResult {
    let info = try await find(named: text)
    let verdicts = try await verdicts(of: info.id)
    guard !verdicts.isEmpty else {
      guard info.unasked == 0 else {
        throw JudgeFailure(
          .notFound,
          "the run \(info.id.runID) has no verdicts: "
            + "\(Count.of(info.unasked, "verdict was", "verdicts were")) not asked for",
          remedy: .anyOf([
            .supply(.maxCalls, "N", to: "run the judges again with a larger budget"),
            .omit(.offline, to: "run them with calls"),
          ]))
      }
      throw JudgeFailure(
        .notFound, "the run \(info.id.runID) left no verdicts on traces",
        remedy: .run(.runJudge, to: "record verdicts"))
    }
    let errors = verdicts.values.reduce(0) { $0 + $1.errors }
    var checks = [GateCheck.atMost(Double(conditions.maximumErrors), "errors", Double(errors))]
    // A run that a budget cut off does not pass, regardless of its other verdicts.
    if info.unasked > 0 { checks.append(.atMost(0, "unasked", Double(info.unasked))) }
    // Rows that could not be read are not judged, so the figures of the others say too little.
    if info.rejected > 0 { checks.append(.atMost(0, "rejected", Double(info.rejected))) }
    for (name, threshold) in conditions.minimum.sorted(by: { $0.key < $1.key }) {
      let value = try await figure(name, info, verdicts)
      checks.append(.atLeast(threshold, name, value))
    }
    var warnings: [String] = []
    var fitness: [Fitness] = []
    for (name, said) in verdicts.sorted(by: { $0.key < $1.key }) {
      let known = try await measuredTraces([said], in: info.run.experiment)
      if let warning = said.trainingWarning(name, known) { warnings.append(warning) }
      let own = try await self.fitness(of: said, known, info.run.experiment, conditions.test)
      if let own { fitness.append(own) }
      if let least = conditions.minimumKappa {
        let value = try await kappa(of: said, known, info, named: name, conditions.test)
        checks.append(.atLeast(least, "\(name)/cohen_kappa", value))
      }
    }
    if let baseline = conditions.baseline {
      checks += try await countChecks(verdicts, against: baseline)
      let compared = try await compare(baseline, text, test: conditions.test)
      for (name, comparison) in compared.sorted(by: { $0.key < $1.key }) {
        checks.append(.noLoss(name, comparison.loss))
      }
    }
    let result = GateResult(
      checks: checks, judges: try await judgeLabels(verdicts), fitness: fitness,
      allowsUnfit: conditions.allowsUnfit, warnings: warnings)
    let text = result.letPass
    if !text.isEmpty {
      try await repository.change(
        ChangeTarget(kind: .run, id: info.id.hex), "tag/\(Self.unfitTag)", .string(text),
        message: "Gate the run \(info.id.runID) although a judge is not known to be fit: \(text)")
    }
    return result
  }

  /// The tag of runs and experiments for judges that passed without known fitness.
  ///
  /// It names judges that were allowed to pass although they are not known to be fit for use.
  static let unfitTag = "judge.allowed_unfit"

  /// Returns a failed check for each question with fewer verdicts than in the baseline.
  ///
  /// Fewer verdicts could hide a loss: the comparison sees only what both runs judged.
  private func countChecks(
    _ verdicts: [String: RunVerdicts], against baseline: String
  ) async throws -> [GateCheck] {
    let earlier = try await self.verdicts(of: try await find(named: baseline).id)
    var own = Set<String>()
    for said in earlier.values {
      // The number of further answers, such as those per document, follows from the judge's own.
      if let judge = said.judge {
        let body = try await repository.judges.judgeBody(judge)
        guard Bytewise.equal(body.feedbackName, said.feedbackName) else { continue }
      }
      own.insert(said.feedbackName)
    }
    let (before, after) = (RunVerdicts.counts(earlier.values), RunVerdicts.counts(verdicts.values))
    return own.sorted().compactMap { name in
      let check = GateCheck.atLeast(
        Double(before[name] ?? 0), "\(name)/n", Double(after[name] ?? 0))
      return check.passed ? nil : check
    }
  }

  /// Returns the fitness of the judge behind some verdicts.
  ///
  /// `nil` for a name that a judge answers in addition to its own question, if the name has no
  /// labels.
  private func fitness(
    of said: RunVerdicts, _ known: MeasuredTraces, _ experiment: ContentID, _ access: TestAccess
  ) async throws -> Fitness? {
    guard let hash = said.judge else {
      var unknown = Fitness(judge: said.feedbackName, feedbackName: said.feedbackName)
      unknown.note = "the run does not name its judge"
      return unknown
    }
    let body = try await repository.judges.judgeBody(hash)
    if !Bytewise.equal(body.feedbackName, said.feedbackName), known.truth.isEmpty {
      let labelled = try await repository.labels.labelledTraces(said.feedbackName, in: experiment)
      guard labelled.contains(where: { !$0.votes(on: said.feedbackName).isEmpty }) else {
        return nil
      }
    }
    return try await repository.fitness.assess(
      of: try await version(of: hash, body), asked: said.feedbackName, in: experiment,
      rows: said.labelledRows(known),
      test: access)
  }

  /// Returns a body under the name and number of its registration.
  func version(
    of hash: ContentID, _ body: JudgeBody
  ) async throws -> JudgeVersion {
    let known = try await repository.judges.fold().versions.values.joined().filter {
      $0.value.judge == hash
    }
    .min { ($0.value.name, $0.number) < ($1.value.name, $1.number) }
    if let known { return try await repository.judges.judgeVersion(known) }
    return try JudgeVersion(unregistered: body, hash: hash)
  }

  /// Returns `NAME/pass` from the verdicts (an error does not pass), and other figures as recorded.
  private func figure(
    _ name: String, _ info: RunInfo, _ verdicts: [String: RunVerdicts]
  ) async throws -> Double? {
    if name.hasSuffix("/pass"), let said = verdicts[String(name.dropLast(5))] {
      var pass: [JSONValue] = ["yes", true]
      if let hash = said.judge {
        let body = try await repository.judges.judgeBody(hash)
        if !body.pass.isEmpty { pass = body.pass }
        guard
          !body.pass.isEmpty || body.values.isEmpty
            || !pass.allSatisfy({ value in
              !body.values.contains(value)
            })
        else {
          throw JudgeFailure(
            .invalid, "\(body.name) declares no passing values, so \(name) means nothing",
            remedy: .anyOf([
              .run(
                .createJudge, [body.name], with: [.file: "FILE", .pass: "VALUE"],
                to: "declare them, with the file that it was made from"),
              .supply(.minKappa, "N", to: "gate on agreement"),
              .supply(.minMetric, "\(said.feedbackName)/accuracy=…", to: "gate on accuracy"),
            ]))
        }
      }
      return said.passShare(pass)
    }
    guard let recorded = info.metrics[name] else {
      let known = verdicts.keys.map { "\($0)/pass" } + info.metrics.map(\.key)
      throw JudgeFailure(
        .usage, "the run has no figure \"\(name)\"",
        remedy: "it has: \(known.sorted().joined(separator: ", "))")
    }
    return (recorded["value"] ?? recorded).doubleValue
  }

  private func kappa(
    of said: RunVerdicts, _ known: MeasuredTraces, _ info: RunInfo, named name: String,
    _ access: TestAccess
  ) async throws -> Double? {
    var measured: [ContentID: Set<String>] = [:]
    if let judge = said.judge { measured[judge] = known.keys(of: said.values.keys) }
    let look = try await repository.looks.look(
      at: said.feedbackName, in: info.run.experiment, measured, access)
    // The figure that an evaluation recorded is about its rows at that time.
    if look.isOpen, let recorded = info.metrics["\(name)/cohen_kappa"] {
      return (recorded["value"] ?? recorded).doubleValue
    }
    var declared: [JSONValue] = []
    if let hash = said.judge { declared = try await repository.judges.judgeBody(hash).values }
    return try said.kappa(known, includesTest: look.isOpen, declared: declared)
  }

  private func judgeLabels(
    _ verdicts: [String: RunVerdicts]
  ) async throws -> [String] {
    var labels: [String] = []
    let versions = try await repository.judges.fold().versions
    for hash in Set(verdicts.values.compactMap(\.judge)).sorted() {
      let known = versions.flatMap { name, list in
        list.filter { $0.value.judge == hash }.map { "\(name.name)@v\($0.number)" }
      }
      var name = known.min()
      if name == nil { name = try await repository.judges.judgeBody(hash).name }
      labels.append("\(name ?? "") (\(hash.hex.prefix(12)))")
    }
    return labels
  }
}
