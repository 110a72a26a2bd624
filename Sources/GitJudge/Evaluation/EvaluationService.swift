import FoundationEssentials
import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
public import JudgeRecords
public import JudgeScoring
import JudgeWork

/// Judges rows and computes their figures.
public struct EvaluationService: Sendable {
  let repository: JudgeRepository
}

extension EvaluationService {
  /// The data to evaluate.
  public enum EvaluationData: Sendable {
    /// The rows of a file, JSON lines or CSV; `-` for standard input.
    case file(path: String)
    /// The traces of the experiment that a filter in the search grammar selects; `nil` for all.
    case traces(where: String?)
    /// Rows made by a program.
    case rows([Trace])
  }

  /// Judges rows or traces and computes figures; verdicts on traces are logged.
  ///
  /// - Parameters:
  ///   - data: the data to evaluate.
  ///   - names: the judges.
  ///   - log: whether verdicts are recorded.
  /// - Returns: the table and figures; the run with its figures is recorded.
  /// - Throws: `JudgeFailure`.
  public func evaluate(
    _ data: EvaluationData, with names: [String], log: Bool = true
  ) async throws -> EvaluateResult {
    var plan = EvaluationPlan()
    plan.names = names
    plan.log = log
    return try await evaluate(data, plan)
  }

  /// Judges rows and computes figures.
  ///
  /// - Parameters:
  ///   - rows: the rows, made by
  ///     ``JudgeRecords/Trace/row(_:inputs:outputs:expectations:retrievedContext:)``.
  ///   - judges: registered judges, judges made on the spot, or functions.
  ///   - predict: an application that answers the rows' inputs; `nil` uses the rows' outputs.
  /// - Returns: the table and figures; the run with its figures is recorded.
  /// - Throws: `JudgeFailure`.
  public func evaluate(
    _ rows: [Trace], with judges: [any Judge], predict: EvaluationPlan.Predictor? = nil
  ) async throws -> EvaluateResult {
    var plan = EvaluationPlan()
    plan.judges = judges
    plan.predict = predict
    return try await evaluate(.rows(rows), plan)
  }

  /// Judges rows or traces according to a plan.
  ///
  /// - Parameters:
  ///   - data: the data to evaluate.
  ///   - plan: the judges and settings.
  /// - Returns: the table and figures; the run with its figures is recorded.
  /// - Throws: `JudgeFailure`.
  public func evaluate(
    _ data: EvaluationData, _ plan: EvaluationPlan
  ) async throws -> EvaluateResult {
    let judges = try await evaluationJudges(plan)
    let experiment = try await repository.experiments.current(holding: judges.first?.version.name)
    let (rows, given, rejected, notes, isStored) = try await rows(
      of: data, plan, in: experiment.id)
    let stored =
      isStored || !plan.log
      ? nil : try await rowTraces(rows, answered: given, in: experiment.id)
    var evaluation = Evaluation(rows, stored: stored?.rows)
    let members = EvaluationJudge.taking(
      part: judges, in: evaluation.answerable.map { rows[$0] })
    let versions = members.map(\.version)
    let who = members.isEmpty ? "no judge" : members.map(\.key).joined(separator: ", ")
    let run = try await repository.runs.newRun(
      experiment.id, type: "evaluate", name: plan.runName ?? who, versions)
    var records = [run] + (try await repository.judges.unregistered(versions))
    let before = repository.calls.statistics
    var keeper = try await verdictGuard()
    let access: TestAccess = plan.opensTest ? .opened : plan.log ? .recorded : .closed
    var notApplicable: [String: Int] = [:]
    for (place, member) in members.enumerated() {
      let body = member.judge.body
      let asked = evaluation.answerable.filter { member.fits?(rows[$0]) ?? true }
      if member.fits != nil {
        notApplicable[member.key] = evaluation.answerable.count - asked.count
      }
      let answers = await answers(
        of: member.judge, to: asked.map { rows[$0] }, plan.progress, after: place * rows.count,
        of: members.count * rows.count)
      let said = evaluation.spread(answers, over: asked, of: member.judge).map {
        keeper.kept($0, of: member.judge)
      }
      let judged =
        isStored ? try await repository.labels.adjudicated(rows, on: body.feedbackName) : rows
      var learnt = try await repository.looks.taught(rows, body)
      if let stored { learnt.formUnion(try await repository.looks.taught(stored.rows, body)) }
      let beside = JudgeAnswers(
        key: member.key, body: body, said: said, truth: try Evaluation.truth(judged, body),
        learnt: learnt)
      if plan.log {
        let marked =
          stored.map {
            RowMark.marked(
              said, rows, on: body.feedbackName, truth: beside.truth, learnt: learnt,
              stored: $0.stored)
          } ?? said
        records += try await repository.runs.batches(
          marked, stored?.rows ?? rows, member.judge, run: run.id, of: member.version)
      }
      // The look is recorded before any figure is computed.
      let look = try await repository.looks.look(
        at: body.feedbackName, in: experiment.id,
        [member.version.hash: Set(beside.testKeys(in: rows).compactMap { $0 })], access)
      try evaluation.add(
        beside, look: look,
        bars: beside.isLabelled ? try await repository.fitness.bars() : FitForUse.Bars(),
        rates: try await heldOutRates(of: member.version))
    }
    evaluation.finish(rejected: rejected.count)
    if plan.log {
      try await record(
        evaluation, records, of: run.id, on: stored?.rows ?? rows, with: stored?.records ?? [],
        message: "Evaluate \(who) on \(Count.of(rows.count, "row"))")
    }
    let pass = Dictionary(
      members.map { ($0.key, $0.judge.body.pass) }, uniquingKeysWith: { $1 })
    return EvaluateResult(
      run: plan.log ? run.id.runID : "", judges: members.map(\.key), pass: pass,
      rows: evaluation.table, metrics: evaluation.metrics, fits: evaluation.fits,
      looks: evaluation.looks,
      rejected: rejected, calls: repository.calls.statistics.since(before),
      warnings: notes + evaluation.warnings + keeper.warnings + (stored?.warnings ?? [])
        + (members.isEmpty && !judges.isEmpty ? ["no row has the fields of a chosen judge"] : [])
        + (plan.examples == nil
          ? [] : members.compactMap { FewShotExamples.oneSided($0.judge.body) })
        + repository.models.unsentParameters(of: members.map(\.judge)),
      notApplicable: notApplicable)
  }

  /// Asks a judge, and reports the progress among all verdicts of the evaluation.
  private func answers(
    of judge: any Judge, to rows: [Trace], _ progress: (@Sendable (Int, Int) -> Void)?,
    after done: Int, of total: Int
  ) async -> [[Feedback]] {
    await scoreAll(rows, with: judge, concurrency: repository.callOptions.concurrency) {
      progress?(done + $0, total)
      WorkProgress.report("Judging", done + $0, of: total)
    }
  }

  /// Records a run with its verdicts and figures, and the traces of its rows.
  private func record(
    _ evaluation: Evaluation, _ verdicts: [Record], of run: ContentID, on rows: [Trace],
    with traces: [Record], message: CommitMessage
  ) async throws {
    var records = verdicts
    records += try await repository.runs.metricChanges(evaluation.metrics, of: run)
    let silent = zip(rows, evaluation.table).compactMap { row, judged in
      judged.feedback.allSatisfy(\.isUnasked) ? row.id : nil
    }
    records += try await rowChanges(silent, of: run)
    // The content of rows was checked when they became traces.
    try await repository.checkSensitive(records, message: "")
    _ = try await repository.append(records + traces, message: message, isChecked: true)
  }

  /// Reads the rows to judge, with the answers of the plan's application.
  ///
  /// - Returns: the rows, the rows as they were in the data if an application answered them, the
  ///   lines that are not rows, what was unusual about the file, and whether the rows are traces of
  ///   the store.
  private func rows(
    of data: EvaluationData, _ plan: EvaluationPlan, in experiment: ContentID
  ) async throws -> (
    rows: [Trace], given: [Trace]?, rejected: [ImportResult.Problem], notes: [String],
    isStored: Bool
  ) {
    var answered: [Trace]?
    var rows: [Trace] = []
    var rejected: [ImportResult.Problem] = []
    var notes: [String] = []
    var isStored = false
    switch data {
    case .file(let path):
      var file = RowFile(path: path)
      try LocalFile.readPieces(path) { piece in
        file.feed(piece)
        return !file.isEnded
      }
      file.finish()
      (rows, rejected, notes) = (file.rows, file.rejected, file.notes)
    case .traces(let filter):
      rows = try await repository.traces.all(experiment, where: filter)
      isStored = true
    case .rows(let given): rows = given
    }
    guard !rows.isEmpty else {
      let first = rejected.first.map { ": line \($0.line): \($0.message)" } ?? ""
      throw JudgeFailure(.invalid, "there is no row to evaluate\(first)")
    }
    if let predict = plan.predict {
      answered = rows
      rows = await Self.predicted(
        rows, by: predict, concurrency: repository.callOptions.concurrency)
      // The verdicts are about the new answers, not about the store's content.
      isStored = false
    }
    return (rows, answered, rejected, notes, isStored)
  }

  /// Asks an application.
  ///
  /// If it throws, the row has no output, and its metadata holds the reason.
  private static func predicted(
    _ rows: [Trace], by predict: @escaping EvaluationPlan.Predictor, concurrency: Int
  ) async -> [Trace] {
    await withTaskGroup(of: (Int, Trace).self) { group in
      var results = rows
      var next = 0
      func start() {
        guard next < rows.count else { return }
        let (place, row) = (next, rows[next])
        next += 1
        group.addTask {
          var row = row
          row.outputs = .null
          row.verdicts = []
          let started = Date()
          do { row.outputs = try await predict(row.inputs) } catch {
            row.state = "ERROR"
            let reason = JudgeFailure(wrapping: error).message
            row.metadata[Evaluation.predictionError] = .string(reason)
          }
          row.executionDuration = Date().timeIntervalSince(started) * 1000
          return (place, row)
        }
      }
      for _ in 0..<max(1, concurrency) { start() }
      while let (place, row) = await group.next() {
        results[place] = row
        start()
      }
      return results
    }
  }
}
