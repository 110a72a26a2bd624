public import JudgeEvaluation
public import JudgeJSON
public import JudgeRecords
import JudgeWork

extension RunService {
  /// A verdict of a judge or a program, with the trace that it is about.
  public struct ListedVerdict: Sendable {
    /// The trace.
    public let trace: Trace
    /// The name of the question.
    public let name: String
    /// The source.
    public let source: AssessmentSource
    /// The value, or `nil` for an error.
    public let value: JSONValue?
    /// The error, or `nil` for a value.
    public let error: AssessmentError?
    /// The reason.
    public let rationale: String?
    /// The run, if the verdict is one of a run of this program.
    public let run: ContentID?
    /// The verdict as JSON with stable keys.
    public let json: JSONValue

    init(_ verdict: Feedback, on trace: Trace) {
      self.trace = trace
      (name, source, rationale) = (verdict.name, verdict.source, verdict.rationale)
      (value, error, run) = (verdict.value, verdict.error, verdict.run)
      json = Self.json(verdict.json, on: trace)
    }

    init(_ label: Label, on trace: Trace) {
      self.trace = trace
      let assessment = label.assessment
      (name, source, rationale) = (assessment.name, assessment.source, assessment.rationale)
      switch assessment.content {
      case .feedback(let given), .expectation(let given): (value, error) = (given, nil)
      case .error(let reason): (value, error) = (nil, reason)
      }
      run = nil
      json = Self.json(label.json, on: trace)
    }

    /// The verdict as ``json``, with further columns: `request`, `response`, `expectation` and
    /// `label`.
    ///
    /// - Parameter columns: the further columns.
    /// - Returns: the verdict.
    public func json(with columns: [RowColumn]) -> JSONValue {
      var object = json.objectValue ?? [:]
      for column in columns { object[column.rawValue] = column.value(of: trace, on: name) }
      return .object(object)
    }

    private static func json(_ own: JSONValue, on trace: Trace) -> JSONValue {
      var object = own.objectValue ?? [:]
      object["trace_id"] = .string(trace.id)
      object["row_key"] = trace.rowKey.map { .string($0) }
      return .object(object)
    }
  }

  /// Returns verdicts of judges and programs, whatever their source, by trace.
  ///
  /// - Parameters:
  ///   - run: the only run whose verdicts are listed: its id, or a prefix; `nil` for all verdicts.
  ///   - filter: a filter in the search grammar for the traces; `nil` for all. Rows of evaluations
  ///     are among them if it names a run or a trace.
  ///   - name: the only question; `nil` for all.
  /// - Returns: the verdicts; those of people are labels, and are not among them.
  /// - Throws: `JudgeFailure` for a run that does not exist, or a filter that cannot be read.
  public func verdicts(
    of run: String?, where filter: String? = nil, on name: String? = nil
  ) async throws -> [ListedVerdict] {
    var traces: [Trace] = []
    var chosen: ContentID?
    if let run {
      let info = try await find(named: run)
      chosen = info.id
      let index = try await repository.caughtUp()
      traces = try await index.traces(ids: try await index.traceIDs(ofRun: info.id))
      if let filter {
        let named = "run_id = '\(info.id.runID)' AND (\(filter))"
        let fitting = Set(
          try await repository.traces.all(info.run.experiment, where: named).map(\.id))
        traces.removeAll { !fitting.contains($0.id) }
      }
    } else {
      traces = try await repository.traces.all(where: filter)
    }
    let all = traces.flatMap { trace -> [ListedVerdict] in
      let labels = trace.labels.filter { label in
        guard case .expectation = label.assessment.content else {
          return chosen == nil && label.assessment.source.type != .human
        }
        return false
      }
      let said = trace.verdicts.filter { chosen == nil || $0.run == chosen }
      return labels.map { ListedVerdict($0, on: trace) }
        + said.map { ListedVerdict($0, on: trace) }
    }
    guard let name else { return all }
    return all.filter { Bytewise.equal($0.name, name) }
  }
}
