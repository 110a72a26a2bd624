import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring

extension JudgeRepository {
  /// What is evaluated.
  public enum EvaluationData: Sendable {
    /// Rows of a file: its bytes and its path.
    case file(bytes: [UInt8], path: String)
    /// Traces of the experiment, by a filter in the search grammar.
    case traces(where: String?)
  }

  /// Judges rows or traces and computes figures; traces get the verdicts logged.
  ///
  /// - Parameters:
  ///   - data: what to evaluate.
  ///   - names: the judges.
  ///   - log: whether verdicts on traces are recorded.
  /// - Returns: table and figures; the run with its figures is recorded.
  /// - Throws: `JudgeError`.
  public func evaluate(
    _ data: EvaluationData, with names: [String], log: Bool = true
  ) async throws(JudgeError) -> EvaluateResult {
    var versions: [JudgeVersion] = []
    for name in names { versions.append(try await judge(named: name)) }
    let experiment = try await currentExperiment(holding: versions.first?.name)
    var rows: [Trace] = []
    var rejected: [ImportResult.Problem] = []
    var isStored = false
    switch data {
    case .file(let bytes, let path): (rows, _, rejected) = RowFile.read(bytes, path: path)
    case .traces(let filter):
      rows = try await allTraces(experiment.id, where: filter)
      isStored = true
    }
    guard !rows.isEmpty else {
      let first = rejected.first.map { ": line \($0.line): \($0.message)" } ?? ""
      throw JudgeError(.invalid, "there is no row to evaluate\(first)")
    }
    let run = try await newRun(
      experiment.id, type: "evaluate", name: names.joined(separator: " "), versions)
    var records = [run] + (try await unregistered(versions))
    var said: [[Feedback]] = []
    var metrics: [String: Double] = [:]
    let model = try await defaultModel()
    let before = await callStatistics
    for version in versions {
      let models = models
      let judge = try await JudgeError.wrap {
        try models.judge(version.body, defaultModel: model)
      }
      let feedback = await score(rows, with: judge, concurrency: calls.concurrency)
      let truth = try await Self.truth(rows, version.body)
      let key = Self.key(of: version, among: versions)
      metrics.merge(Metrics.of(feedback, version.body, named: key, truth: truth)) { first, _ in
        first
      }
      if isStored, log {
        records += try await batches(feedback, rows, judge, run: run.id, hash: version.hash)
      }
      said.append(
        feedback.map { said in
          var said = said
          said.name = key
          return said
        })
    }
    records += try await metricChanges(metrics, of: run.id)
    _ = try await append(
      records, message: "Evaluate \(names.joined(separator: ", ")) on \(rows.count) rows")
    return EvaluateResult(
      run: run.id.runID, judges: versions.map { Self.key(of: $0, among: versions) },
      rows: rows.indices.map { row in
        EvaluateResult.Row(id: rows[row].id, feedback: said.map { $0[row] })
      },
      metrics: metrics, rejected: rejected, calls: await callStatistics.since(before))
  }

  /// What a judge's figures are called: its name, or `NAME@vN` beside other versions of it.
  private static func key(of version: JudgeVersion, among all: [JudgeVersion]) -> String {
    all.count { $0.name == version.name } == 1 ? version.name : version.label
  }

  /// The human consensus on each row; `nil` for none and for ties.
  private static func truth(
    _ rows: [Trace], _ body: JudgeBody
  ) async throws(JudgeError) -> [JSONValue?] {
    // Rows of a file may share a key, so each is its own set.
    try await JudgeError.wrap {
      try rows.map { row in
        let set = try LabelledSet(
          [row], feedbackName: body.feedbackName, declared: body.values)
        return set.consensus.labels.first.flatMap { $0 }.map { set.values[$0] }
      }
    }
  }

  /// What is said of a run at its end: its figures, and that it is finished.
  func metricChanges(
    _ metrics: [String: Double], of run: ContentID
  ) async throws(JudgeError) -> [Record] {
    let source = AssessmentSource.human(try await author().email)
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
    return try await JudgeError.wrap {
      try changes.map { change in
        var change = change
        change.time = time
        change.source = source
        return try change.record()
      }
    }
  }
}
