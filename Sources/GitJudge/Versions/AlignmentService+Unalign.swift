public import JudgeAlignment
import JudgeIndex
import JudgeJSON
import JudgeProviders
import JudgeRecords
import JudgeScoring
import JudgeWork

extension AlignmentService {
  /// Rebuilds a judge as if some labels had never been given.
  ///
  /// The recorded steps are repeated without these labels, starting from the body before the first
  /// step that they taught. The result is stored like that of `align`, so that `register` finds it.
  /// The held-out part is not opened.
  ///
  /// - Parameters:
  ///   - text: the version.
  ///   - targets: the labels to remove.
  ///   - progress: receives the maximum number of calls before each step, and other events.
  /// - Returns: the rebuilt judge, and every version that learned from the labels.
  /// - Throws: `JudgeFailure`: unknown ids (3), a step's program that is not trusted (4), budget
  ///   (6), answers that are not in the cache if calls are forbidden (125).
  public func unalign(
    _ text: String, without targets: [UnalignTarget],
    progress: (@Sendable (AlignmentEvent) -> Void)? = nil
  ) async throws -> UnalignResult {
    guard !targets.isEmpty else {
      throw JudgeFailure(.usage, "say what is taken out: a trace, a label or a reviewer")
    }
    let before = repository.calls.statistics
    let version = try await repository.judges.find(named: text)
    let lineage = Lineage(version.body)
    let registered = try await lineages()
    let removal = try await removal(targets, among: registered.map(\.lineage) + [lineage])
    let affected = registered.filter { removal.touches($0.lineage) }.map(\.label)
    let removed = lineage.labels.filter(removal.removes).sorted()
    // Examples and guidelines that came with the judge, not from a step.
    let hidden = targets.contains(.redacted) ? try await hiddenIDs() : []
    let steps = version.body.steps
    let start = hidden.isEmpty ? version.body : try await base(of: version.body)
    let given = Self.withoutHidden(start, hidden)
    guard !removed.isEmpty || given.count > 0 else {
      if targets.contains(.redacted) { try await checkUntaught(version) }
      let note = "none of them taught \(version.label): it stays as it is"
      return UnalignResult(
        version: version, hash: version.hash, removed: [], steps: [],
        calls: repository.calls.statistics.since(before), affected: affected, notes: [note],
        report: nil)
    }
    var replay = Replay(removal: removal, body: given.body, progress: progress)
    if given.count > 0 {
      if !steps.isEmpty { replay.base = try given.body.record() }
      replay.notes.append(
        "\(Count.of(given.count, "example or guideline", "examples and guidelines")) that came with "
          + "the judge \(given.count == 1 ? "was" : "were") taken out")
    }
    let first = given.count > 0 ? 0 : steps.firstIndex { Self.names($0, removal) }
    guard let first, !steps.isEmpty || given.count > 0 else {
      throw JudgeFailure(
        .invalid, "\(version.label) does not record the steps by which it learned",
        remedy: .run(
          .alignJudge, [version.name], to: "make a version that records them"))
    }
    try checkPresent(steps[first...], removal, version)
    let permit = try await repository.programs.permit(version, redoing: steps[first...])
    if given.count == 0 { replay.body = try await repository.judges.judgeBody(steps[first].base) }
    replay.pass(steps[..<first])
    for place in steps.indices[first...] {
      // The report of a step's result gives the number of judges tried.
      let made = place + 1 < steps.count ? steps[place + 1].base : version.hash
      try await redo(steps[place], tried: try await candidates(of: made), in: &replay, permit)
    }
    return try await keep(
      replay, version, removed: removed, affected: affected, before: before)
  }

  /// Returns the body before the first step.
  private func base(of body: JudgeBody) async throws -> JudgeBody {
    guard let first = body.steps.first else { return body }
    return try await repository.judges.judgeBody(first.base)
  }

  /// Returns the ids by which judges name hidden content.
  private func hiddenIDs() async throws -> Set<String> {
    try await repository.store.redactions().ids
  }

  /// Returns a body without examples and guidelines from hidden content, and the number removed.
  private static func withoutHidden(
    _ body: JudgeBody, _ ids: Set<String>
  ) -> (body: JudgeBody, count: Int) {
    guard !ids.isEmpty else { return (body, 0) }
    var cleaned = body
    cleaned.examples.removeAll { RedactionService.isHidden($0, ids) }
    cleaned.guidelines.removeAll { ($0.labels + $0.traces).contains(where: ids.contains) }
    return (
      cleaned,
      body.examples.count - cleaned.examples.count + body.guidelines.count
        - cleaned.guidelines.count
    )
  }

  /// Refuses a judge that learned from redacted content without a record of the steps.
  private func checkUntaught(_ version: JudgeVersion) async throws {
    guard version.body.members.isEmpty else {
      try await repository.redactions.checkNotRedacted(version)
      return
    }
    let fold = try await repository.store.redactions()
    guard let why = try await repository.redactions.learned(version, fold) else { return }
    throw JudgeFailure(
      .invalid, "\(version.label) learned from \(why), and does not record how",
      remedy: RedactionService.alignAgain)
  }

  /// The result of a replay.
  private struct Replay {
    let removal: Removal
    var body: JudgeBody
    let progress: (@Sendable (AlignmentEvent) -> Void)?
    /// The body before the first step, or `nil` if that body did not change.
    var base: Record?
    var steps: [UnalignResult.Step] = []
    var notes: [String] = []
    var evidence: SelectionEvidence?

    mutating func pass(_ unchanged: ArraySlice<AlignmentStep>) {
      for step in unchanged {
        steps.append(
          UnalignResult.Step(
            optimizer: step.optimizer, labels: step.labels.count, removed: 0,
            outcome: "unchanged", improved: nil))
      }
    }

    mutating func add(_ step: AlignmentStep, _ outcome: String, improved: Bool?) {
      steps.append(
        UnalignResult.Step(
          optimizer: step.optimizer, labels: step.labels.count,
          removed: step.labels.count(where: removal.removes), outcome: outcome,
          improved: improved))
    }

    func say(_ text: String) {
      progress?(AlignmentEvent(text: text, best: nil, isDetail: false))
    }
  }

  /// Returns the number of judges tried on the labels of an alignment, including its result.
  private func candidates(of body: ContentID) async throws -> Int {
    try await repository.versions.reports(.alignment).last { $0.value.judge == body }?
      .value.figures["candidates"]?.intValue.map { max(1, $0) } ?? 1
  }

  private static func names(_ step: AlignmentStep, _ removal: Removal) -> Bool {
    step.labels.contains(where: removal.removes)
      || step.sources.contains { source in
        source.value.arrayValue?.compactMap(\.stringValue).contains(where: removal.removes) ?? false
      }
  }

  /// Repeats a step with the remaining labels.
  private func redo(
    _ step: AlignmentStep, tried: Int, in replay: inout Replay, _ permit: RunPermit
  ) async throws {
    let removal = replay.removal
    let number = replay.steps.count + 1
    let kept = step.labels.filter { !removal.removes($0) }
    guard !kept.isEmpty else {
      replay.add(step, "dropped", improved: nil)
      replay.notes.append(
        "step \(number), \(step.title), was dropped: none of its labels is left")
      return
    }
    let ids = Set(kept.compactMap { removal.known.labels[$0]?.traceID }).sorted()
    let base = Self.uncalibrated(replay.body)
    let index = try await repository.caughtUp()
    let traces = try await index.traces(ids: ids)
    let rebuilt = step.traces(from: traces, on: base.feedbackName) { removal.removes($0) }
    let optimizer = try optimizer(of: step, permit)
    var options = AlignOptions(seed: step.seed)
    options.fit = step.fitOptions
    options.fit.candidates = max(options.fit.candidates, tried)
    options.reflectionModel = step.reflectionModel
    options.progress = replay.progress
    let context = try await alignmentContext(options, permit)
    let judge = try permit.models.judge(base, defaultModel: context.defaultModel)
    let most = CallEstimate.most(
      optimizer, options: options.fit, traces: rebuilt, on: base.feedbackName,
      asks: judge.callsModel)
    replay.say(
      "step \(number), \(step.title) without \(step.labels.count - kept.count) of "
        + "\(Count.of(step.labels.count, "label")): "
        + (most.map { $0 == 0 ? "no calls" : "at most about \(Count.of($0, "call"))" }
          ?? "an unknown number of calls") + "; those that the cache has cost nothing")
    do throws(JudgeFailure) {
      let data = try await AlignmentData(
        judge: judge, traces: rebuilt, concurrency: repository.callOptions.concurrency,
        rules: options.fit.rules)
      let fitted = try await data.fit(optimizer, context: context, options: options.fit)
      replay.body = fitted.body
      replay.evidence = fitted.evidence
      replay.notes += fitted.notes
      replay.add(step, "replayed", improved: fitted.improved)
      if !fitted.improved {
        replay.notes.append(
          "step \(number), \(step.title): without these labels no gain was found")
      }
    } catch {
      guard [.tooFewLabels, .oneValue, .noVerdicts].contains(error.code) else { throw error }
      replay.add(step, "dropped", improved: nil)
      replay.notes.append("step \(number), \(step.title), was dropped: \(error.message)")
    }
  }

  /// Refuses to rebuild from labels or traces that are missing.
  private func checkPresent(
    _ steps: ArraySlice<AlignmentStep>, _ removal: Removal, _ version: JudgeVersion
  ) throws {
    for id in steps.lazy.flatMap(\.labels) where !removal.removes(id) {
      let found = removal.known.labels[id]
      if let found, !removal.known.hiddenTraces.contains(found.traceID) { continue }
      throw JudgeFailure(
        .notFound,
        found.map { "the trace \($0.traceID), which taught \(version.label), is not in the store" }
          ?? "the label \(id), which taught \(version.label), is not in the store",
        remedy: .anyOf([
          .supply(.redacted, to: "leave out redacted ones"), "fetch it",
          .run(.checkStore, to: "see what is missing"),
        ]))
    }
  }

  private func keep(
    _ replay: Replay, _ version: JudgeVersion, removed: [String], affected: [String],
    before: CallStatistics
  ) async throws -> UnalignResult {
    let body = try replay.body.record()
    let without =
      removed.isEmpty ? "what is redacted" : Count.of(removed.count, "label")
    let current = try await repository.experiments.current(holding: version.name).id
    let experiment = version.registration?.experiment ?? current
    let statistics = repository.calls.statistics.since(before)
    let improved = replay.steps.contains { $0.improved == true }
    var figures: JSONObject = [
      "optimizer": "unalign", "improved": .bool(improved),
      "conclusion": .string(
        "rebuilt from \(version.label) without \(without); the held-out part was not opened"),
      "selection": replay.evidence?.json ?? .null,
      "steps": .array(replay.steps.map(\.json)),
      "guidelines": .number(Double(replay.body.guidelines.count { $0.supersededBy == nil })),
      "examples": .number(Double(replay.body.examples.count)),
      "warnings": .array(replay.notes.map { .string($0) }),
    ]
    statistics.put(into: &figures)
    let record = try await alignmentReport(
      of: body.id, base: (version.hash, version.name), on: version.body.feedbackName,
      in: experiment, figures: figures
    ).record()
    _ = try await repository.append(
      [body, record] + (replay.base.map { [$0] } ?? []),
      message: "Rebuild \(version.label) without \(without)")
    try await repository.store.setConfig(Self.alignedKey(experiment, version.name), body.id.hex)
    return UnalignResult(
      version: version, hash: body.id, removed: removed, steps: replay.steps, calls: statistics,
      affected: affected, notes: replay.notes, report: record.id)
  }

  /// Returns every registered version with the labels that taught it, sorted by name.
  func lineages() async throws -> [(label: String, lineage: Lineage)] {
    let fold = try await repository.judges.fold()
    let experiments = try await repository.experiments.all(includeDeleted: true)
    let several = Set(fold.versions.keys.map(\.experiment)).count > 1
    var result: [(label: String, lineage: Lineage)] = []
    for (name, versions) in fold.versions {
      let place = experiments.first { $0.id == name.experiment }?.name ?? name.experiment.prefix(12)
      for version in versions {
        // A body that cannot be read has no lineage; `fsck` reports it.
        guard let body = try? await repository.judges.judgeBody(version.value.judge) else {
          continue
        }
        let label = "\(name.name)@v\(version.number)"
        result.append((several ? "\(place)/\(label)" : label, Lineage(body)))
      }
    }
    return result.sorted { $0.label.utf8.lexicographicallyPrecedes($1.label.utf8) }
  }

  /// Finds the labels to remove.
  ///
  /// - Parameters:
  ///   - targets: the targets as a person names them.
  ///   - lineages: the judges whose labels may be removed.
  /// - Returns: the removal.
  /// - Throws: `JudgeFailure` for a target that neither the store nor a judge knows (3).
  func removal(
    _ targets: [UnalignTarget], among lineages: [Lineage]
  ) async throws -> Removal {
    let index = try await repository.caughtUp()
    let ids = lineages.reduce(into: Set<String>()) { $0.formUnion($1.labels) }
    let labels = try await index.labels(ids: ids)
    let mentioned = lineages.reduce(into: Set(labels.values.map(\.traceID))) {
      $0.formUnion($1.traces)
    }
    let traces = try await index.traces(ids: mentioned.sorted())
    let whole = Set(traces.filter { $0.record != nil }.map(\.id))
    var removal = Removal(
      known: .init(labels: labels, hiddenTraces: mentioned.subtracting(whole)))
    for target in targets {
      switch target {
      case .trace(let text):
        let id =
          mentioned.contains(text)
          ? text : try await repository.traces.find(text, includeDeleted: true).id
        removal.traces.insert(id)
      case .label(let text):
        removal.labels.insert(ids.contains(text) ? text : try await repository.labels.find(text).id)
      case .reviewer(let source):
        guard try await index.hasLabels(of: source) else {
          let sources = Set(labels.values.map(\.label.assessment.source.id)).sorted()
          throw JudgeFailure(
            .notFound, "nobody named \(source) has labelled anything",
            remedy: sources.isEmpty
              ? nil : "the versions learned from: \(sources.joined(separator: ", "))")
        }
        removal.sources.insert(source)
      case .redacted:
        let some = try await index.values(of: Redaction.self)
        // Without a redaction, missing records were lost and may come back.
        removal.redacted = !some.isEmpty
      }
    }
    return removal
  }
}
