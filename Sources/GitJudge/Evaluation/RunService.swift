import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeStore
import JudgeWork

/// Runs judges on traces and compares runs.
public struct RunService: Sendable {
  let repository: JudgeRepository
}

extension RunService {
  /// Runs judges over the traces of the experiment and records their verdicts.
  ///
  /// - Parameters:
  ///   - names: the judges.
  ///   - filter: a filter in the search grammar for the traces; `nil` for all.
  ///   - selection: which of these traces to ask about.
  ///   - runName: the name of the run; `nil` for the names of the judges.
  ///   - progress: called with the number of verdicts done and the total.
  /// - Returns: the run with its counts. If the selection leaves no trace, nothing is recorded.
  /// - Throws: `JudgeFailure`.
  public func run(
    _ names: [String], where filter: String? = nil, selection: RunSelection = RunSelection(),
    runName: String? = nil,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) async throws -> RunResult {
    let versions = try await distinct(names)
    let experiment = try await repository.experiments.current(holding: versions.first?.name)
    let model = try await repository.defaultModel()
    var judges: [any Judge] = []
    for version in versions {
      let permit = try await repository.programs.permit(version)
      judges.append(try permit.judge(defaultModel: model))
    }
    var tally = RunTally(MeasuredJudge.named(versions))
    var keeper = try await repository.evaluations.verdictGuard()
    let before = repository.calls.statistics
    let index = try await repository.caughtUp()
    var query = TraceQuery(
      experiment: experiment.id, filter: filter, orderBy: ["trace_id ASC"],
      limit: Self.pageSize)
    let count = try await index.count(query)
    guard count > 0 || selection.onlyPending else {
      throw JudgeFailure(
        .notFound, filter.map { "no trace fits \($0)" } ?? "there is no trace to judge",
        remedy: filter == nil ? .run(.importTraces, to: "import some") : nil)
    }
    let run = try await newRun(
      experiment.id, type: "judge", name: runName ?? names.joined(separator: " "), versions)
    var records = [run] + (try await repository.judges.unregistered(versions))
    let total = count * judges.count
    var done = 0
    // A session may be anywhere in the list, so judges of sessions need the whole list.
    let needsAll = judges.contains { $0.body.isSessionLevel }
    var taughtCounts: [ContentID: Int] = [:]
    var asked = 0
    repeat {
      let traces: [Trace]
      if needsAll {
        traces = try await repository.traces.all(experiment.id, where: filter)
        query.cursor = nil
      } else {
        let page = try await repository.traces.page(query)
        traces = page.traces
        query.cursor = page.next
      }
      var askedHere = Set<String>()
      for (judge, version) in zip(judges, versions) {
        let already = done
        let pageSize = traces.count
        let traces = selection.chosen(of: traces, for: version)
        askedHere.formUnion(traces.map(\.id))
        let all = await scoreAll(
          traces, with: judge, concurrency: repository.callOptions.concurrency
        ) {
          progress?(already + $0, total)
          WorkProgress.report("Judging", already + $0, of: total)
        }.map { keeper.kept($0, of: judge) }
        done += pageSize
        tally.add(
          all.map { answers in answers.first { $0.name == judge.name } }, on: traces,
          by: version.hash)
        taughtCounts[version.hash, default: 0] += try await repository.looks.taught(
          traces, version.body
        ).count
        records += try await batches(all, traces, judge, run: run.id, of: version)
      }
      asked += askedHere.count
    } while query.cursor != nil
    guard asked > 0 else { return .empty(before: before, now: repository.calls.statistics) }
    for (hash, count) in taughtCounts where count > 0 { tally.mark(hash, taught: count) }
    records += try await metricChanges(tally.metrics, of: run.id)
    _ = try await repository.append(
      records, message: "Run \(names.joined(separator: ", ")) over \(Count.of(asked, "trace"))")
    return RunResult(
      run: run.id.runID, n: asked, verdicts: tally.counts,
      errorGroups: tally.errors, unaskedGroups: tally.unaskedGroups, failed: tally.failed,
      calls: repository.calls.statistics.since(before),
      warnings: tally.warnings + keeper.warnings + repository.models.unsentParameters(of: judges))
  }

  /// Finds judges; one that is named twice is returned once.
  private func distinct(_ names: [String]) async throws -> [JudgeVersion] {
    var versions: [JudgeVersion] = []
    for name in names {
      let version = try await repository.judges.find(named: name)
      if !versions.contains(where: { $0.hash == version.hash }) { versions.append(version) }
    }
    return versions
  }

  /// The number of traces in memory at a time.
  private static let pageSize = 4000

  /// Creates a run record with a fresh nonce.
  func newRun(
    _ experiment: ContentID, type: String, name: String, _ versions: [JudgeVersion]
  ) async throws -> Record {
    var run = Run(experiment: experiment, nonce: Nonce.make(), name: name, type: type)
    run.startTime = Clock.now
    run.userID = try await repository.author().email
    run.judges = versions.map(\.hash)
    return try run.record()
  }

  /// Returns verdicts in batches of up to 1,000.
  ///
  /// The judge's own verdicts are under the name that it is registered under, others under theirs.
  /// If that is not its question, they name the question too. An unasked question has no verdict.
  func batches(
    _ said: [[Feedback]], _ traces: [Trace], _ judge: any Judge, run: ContentID,
    of version: JudgeVersion
  ) async throws -> [Record] {
    let question = judge.body.feedbackName
    let hasOtherName = !Bytewise.equal(version.name, question)
    var batches = VerdictBatches()
    let now = Clock.now
    for (all, trace) in zip(said, traces) {
      for feedback in all where !feedback.isUnasked {
        var verdict = feedback.verdict(on: trace.id)
        // Of several verdicts of one judge, the last one counts.
        verdict.createTime = now
        let isOwn = feedback.name == judge.name
        // A replayed verdict may bring a value from its file.
        verdict.metadata[Feedback.questionKey] = isOwn && hasOtherName ? .string(question) : nil
        batches.add(
          verdict, name: feedback.renamed(from: judge.name, to: version.name).name,
          source: feedback.source)
      }
    }
    return try batches.batches().map { batch in
      var batch = batch
      batch.run = run
      batch.judge = version.hash
      return try batch.record().toWrite
    }
  }

  /// Returns the changes that record a run's end: its figures and the status "finished".
  func metricChanges(
    _ metrics: [String: Double], of run: ContentID
  ) async throws -> [Record] {
    let source = AssessmentSource.human(try await repository.author().email)
    let time = Clock.now
    let target = ChangeTarget(kind: .run, id: run.hex)
    var changes: [Change] = []
    for (name, value) in metrics.sorted(by: { $0.key < $1.key }) {
      changes.append(
        Change(
          target: target, key: "metric/\(name)",
          value: ["value": .number(value), "step": 0, "timestamp": .string(time.text)]))
    }
    changes.append(Change(target: target, key: "status", value: "FINISHED"))
    changes.append(Change(target: target, key: "end_time", value: .string(time.text)))
    return try changes.map { change in
      var change = change
      change.time = time
      change.source = source
      return try change.record()
    }
  }

  /// Returns the runs of the experiment, latest first.
  ///
  /// - Returns: the runs.
  /// - Throws: `JudgeFailure`.
  public func all() async throws -> [RunInfo] {
    let experiment = try await repository.experiments.current()
    let index = try await repository.caughtUp()
    return try await index.runs(experiment: experiment.id)
  }
}
