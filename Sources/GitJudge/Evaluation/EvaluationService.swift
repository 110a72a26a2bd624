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
  /// What is evaluated.
  public enum EvaluationData: Sendable {
    /// Rows of a file, JSON lines or CSV; `-` for standard input.
    case file(path: String)
    /// Traces of the experiment, by a filter in the search grammar.
    case traces(where: String?)
    /// Rows that a program made.
    case rows([Trace])
  }

  /// Judges rows or traces and computes figures; traces get the verdicts logged.
  ///
  /// - Parameters:
  ///   - data: what to evaluate.
  ///   - names: the judges.
  ///   - log: whether verdicts are recorded.
  /// - Returns: table and figures; the run with its figures is recorded.
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
  ///   - rows: the rows, made by ``JudgeRecords/Trace/row(_:inputs:outputs:expectations:retrievedContext:)``.
  ///   - judges: registered judges, judges made on the spot, or functions.
  ///   - predict: an application that answers the rows' inputs; `nil` takes the rows' outputs.
  /// - Returns: table and figures; the run with its figures is recorded.
  /// - Throws: `JudgeFailure`.
  public func evaluate(
    _ rows: [Trace], with judges: [any Judge], predict: EvaluationPlan.Predictor? = nil
  ) async throws -> EvaluateResult {
    var plan = EvaluationPlan()
    plan.judges = judges
    plan.predict = predict
    return try await evaluate(.rows(rows), plan)
  }

  /// Judges rows or traces as a plan says.
  ///
  /// - Parameters:
  ///   - data: what to evaluate.
  ///   - plan: by whom and how.
  /// - Returns: table and figures; the run with its figures is recorded.
  /// - Throws: `JudgeFailure`.
  public func evaluate(
    _ data: EvaluationData, _ plan: EvaluationPlan
  ) async throws -> EvaluateResult {
    let members = try await evaluationJudges(plan)
    let experiment = try await repository.experiments.current(holding: members.first?.version.name)
    var rows: [Trace] = []
    var rejected: [ImportResult.Problem] = []
    var isStored = false
    switch data {
    case .file(let path):
      var file = RowFile(path: path)
      try LocalFile.readPieces(path) { (piece) throws in
        file.feed(piece)
        return !file.isEnded
      }
      file.finish()
      (rows, rejected) = (file.rows, file.rejected)
    case .traces(let filter):
      rows = try await repository.traces.all(experiment.id, where: filter)
      isStored = true
    case .rows(let given): rows = given
    }
    guard !rows.isEmpty else {
      let first = rejected.first.map { ": line \($0.line): \($0.message)" } ?? ""
      throw JudgeFailure(.invalid, "there is no row to evaluate\(first)")
    }
    if let predict = plan.predict {
      rows = await Self.predicted(
        rows, by: predict, concurrency: repository.callOptions.concurrency)
      // The verdicts are about the new answers, not about what the store holds.
      isStored = false
    }
    let versions = members.map(\.version)
    let who = members.isEmpty ? "no judge" : members.map(\.key).joined(separator: ", ")
    let run = try await repository.runs.newRun(experiment.id, type: "evaluate", name: who, versions)
    var records = [run] + (try await repository.judges.unregistered(versions))
    var said = [[Feedback]](repeating: [], count: rows.count)
    var columns = [JSONObject](repeating: [:], count: rows.count)
    let measures = rows.map { RowMeasures($0) }
    var metrics = RowMeasures.metrics(measures)
    let before = await repository.calls.statistics
    var warnings: [String] = []
    var fits: [String: FitForUse] = [:]
    var looks: [String: TestSetLook] = [:]
    var keeper = try await verdictGuard()
    for (place, member) in members.enumerated() {
      let failed = rows.map { $0.metadata[Self.predictionError]?.stringValue }
      let asked = rows.indices.filter { failed[$0] == nil && member.fits?(rows[$0]) ?? true }
      let (done, total) = (place * rows.count, members.count * rows.count)
      let progress = plan.progress
      let answers = await scoreAll(
        asked.map { rows[$0] }, with: member.judge, concurrency: repository.callOptions.concurrency
      ) {
        progress?(done + $0, total)
        WorkProgress.report("Judging", done + $0, of: total)
      }
      var all = [[Feedback]](repeating: [], count: rows.count)
      for (row, answer) in zip(asked, answers) {
        all[row] = keeper.kept(answer, of: member.judge)
      }
      for (row, reason) in failed.enumerated() {
        guard let reason else { continue }
        all[row] = keeper.kept([Self.unpredicted(reason, member.judge)], of: member.judge)
      }
      let judged =
        isStored
        ? try await repository.labels.adjudicated(rows, on: member.judge.body.feedbackName) : rows
      var truth = try await Self.truth(judged, member.judge.body)
      let labelled = rows.indices.filter { truth[$0] != nil }
      let learnt = try await repository.looks.taught(rows, member.judge.body)
      if !learnt.isEmpty {
        metrics["\(member.key)/taught"] = Double(learnt.count)
        warnings.append(
          "\(member.key): \(learnt.count) of \(rows.count) rows were training examples: "
            + "figures over them are not held-out ones")
      }
      if let warning = Self.undeclared(truth, member.judge.body, key: member.key) {
        warnings.append(warning)
      }
      if plan.log {
        let marked =
          isStored
          ? all
          : RowMark.marked(
            all, rows, on: member.judge.body.feedbackName, truth: truth, learnt: learnt)
        records += try await repository.runs.batches(
          marked, isStored ? rows : RowMark.asRows(rows), member.judge, run: run.id,
          hash: member.version.hash)
      }
      let measured = try await measured(
        member, all, rows, &truth, learnt: learnt, experiment.id, plan)
      if let fit = measured.fit { fits[member.key] = fit }
      looks[member.key] = labelled.isEmpty ? nil : measured.look
      if !measured.look.isOpen {
        warnings.append("\(member.key): " + measured.look.closedNote)
      } else if let note = measured.look.note {
        warnings.append("\(member.key): \(note)")
      }
      metrics.merge(try await figures(of: member, all, truth)) { first, _ in first }
      for row in rows.indices {
        let older = OlderColumns.of(all[row], member.judge.body, key: member.key)
        for column in older { columns[row][column.key] = column.value }
        said[row] += all[row].map { member.renamed($0) }
      }
    }
    warnings += keeper.warnings
    let unasked = said.reduce(0) { $0 + $1.count { $0.isUnasked } }
    if unasked > 0 { metrics["unasked"] = Double(unasked) }
    records += try await repository.runs.metricChanges(metrics, of: run.id)
    _ = try await repository.append(
      records, message: "Evaluate \(who) on \(Count.of(rows.count, "row"))")
    var pass: [String: [JSONValue]] = [:]
    for member in members { pass[member.key] = member.judge.body.pass }
    return EvaluateResult(
      run: run.id.runID, judges: members.map(\.key), pass: pass,
      rows: rows.indices.map { row in
        EvaluateResult.Row(
          id: rows[row].id, feedback: said[row], measures: measures[row],
          olderColumns: columns[row])
      },
      metrics: metrics, fits: fits, looks: looks, rejected: rejected,
      calls: await repository.calls.statistics.since(before),
      warnings: warnings)
  }

  /// Looks at the held-out part for one judge, and says whether it is fit for use on the labelled
  /// rows that did not teach it.
  ///
  /// The labels of held-out rows are taken out of `truth` if the held-out part stays closed.
  private func measured(
    _ member: EvaluationJudge, _ said: [[Feedback]], _ rows: [Trace], _ truth: inout [JSONValue?],
    learnt: Set<Int>, _ experiment: ContentID, _ plan: EvaluationPlan
  ) async throws -> (fit: FitForUse?, look: TestSetLook) {
    let body = member.judge.body
    let answers = said.map { answers in
      answers.first { $0.name == body.name && $0.metadata["chunk_index"] == nil }
    }
    let keys = rows.indices.map { row in
      truth[row] == nil || answers[row] == nil
        ? nil : HeldOutSplit.testKey(of: rows[row], feedbackName: body.feedbackName)
    }
    let access: TestAccess = plan.opensTest ? .opened : plan.log ? .recorded : .closed
    let look = try await repository.looks.look(
      at: body.feedbackName, in: experiment, [member.version.hash: Set(keys.compactMap { $0 })],
      access)
    if !look.isOpen { for row in rows.indices where keys[row] != nil { truth[row] = nil } }
    var verdicts: [LabelledVerdict] = []
    for row in rows.indices where !learnt.contains(row) {
      guard let expected = truth[row], let answer = answers[row], !answer.isUnasked else {
        continue
      }
      verdicts.append(
        LabelledVerdict(
          group: HeldOutSplit.group(of: rows[row]), truth: expected, said: answer.value))
    }
    guard !verdicts.isEmpty else { return (nil, look) }
    let bars = try await repository.fitness.bars()
    let figures = try JudgeFigures(verdicts, of: body, bars: bars, confidence: look.confidence)
    return (figures.fit, look)
  }

  /// The figures of one judge, and of what it said under further names.
  private func figures(
    of member: EvaluationJudge, _ said: [[Feedback]], _ truth: [JSONValue?]
  ) async throws -> [String: Double] {
    let body = member.judge.body
    let own = said.map { answers in
      // An unasked verdict is neither a verdict nor an error.
      answers.first {
        $0.name == body.name && $0.metadata["chunk_index"] == nil && !$0.isUnasked
      }
    }
    var result = Metrics.of(own, body, named: member.key, truth: truth)
    if let rates = try await heldOutRates(of: member.version) {
      result.merge(Metrics.corrected(own, body, named: member.key, rates: rates)) { $1 }
    }
    var further: [String: [Feedback]] = [:]
    for feedback in said.joined() where feedback.name != body.name && !feedback.isUnasked {
      further[member.renamed(feedback).name, default: []].append(feedback)
    }
    for (name, feedback) in further {
      result.merge(Metrics.ofFurther(feedback, named: name)) { first, _ in first }
    }
    return result
  }

  /// The metadata key that says why an application gave no answer.
  static let predictionError = "prediction_error"

  /// A row without an answer is an error of every judge: nothing is there to be judged.
  private static func unpredicted(_ reason: String, _ judge: any Judge) -> Feedback {
    Feedback(
      name: judge.name,
      error: AssessmentError(code: "PREDICTION_FAILED", message: reason), source: judge.source)
  }

  /// Asks an application; what it throws is the row's output that is missing, with the reason in
  /// the row's metadata.
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
            row.metadata[predictionError] = .string(reason)
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

  /// The human consensus on each row; `nil` for none and for ties.
  private static func truth(
    _ rows: [Trace], _ body: JudgeBody
  ) async throws -> [JSONValue?] {
    // Rows of a file may share a key, so each is its own set.
    try rows.map { row in
      let set = try LabelledSet(
        [row], feedbackName: body.feedbackName, declared: body.values)
      return set.consensus.labels.first.flatMap { $0 }.map { set.values[$0] }
    }
  }
}
