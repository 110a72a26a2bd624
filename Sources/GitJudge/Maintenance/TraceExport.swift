import JudgeIndex
import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeWork

/// A form in which traces are exported as lines.
public enum TraceExport: Sendable {
  /// MLflow's trace JSON with assessments.
  case mlflow
  /// Lines of git-judge's own form, which an import reads.
  case lines
  /// Requests of OpenTelemetry's protocol: a line with the spans of a trace, and one with its labels
  /// and verdicts.
  case openTelemetry
}

extension MaintenanceService {
  /// Exports traces with their labels and verdicts as lines.
  ///
  /// Labels that are in force are exported, and the last verdict of each judge. Hidden records are
  /// left out.
  ///
  /// - Parameters:
  ///   - form: the form of the lines.
  ///   - filter: a filter in the search grammar; `nil` for all traces.
  ///   - file: the file that the lines go to, so that a redaction can report it; `nil` if unknown.
  ///   - write: takes each line without its end.
  /// - Returns: the number of traces.
  /// - Throws: `JudgeFailure`, and the errors of the closure.
  public func exportTraces(
    _ form: TraceExport, where filter: String? = nil, to file: String? = nil,
    _ write: (String) throws -> Void
  ) async throws -> Int {
    let experiment = try await repository.experiments.current()
    return try await eachTrace(in: experiment.id, where: filter, to: file, spans: true) { trace in
      switch form {
      case .mlflow:
        try write(MLflowTraceWriter.json(trace, experiment: experiment.number).canonicalText)
      case .openTelemetry:
        for request in OTLPTraceWriter.requests(trace) { try write(request.canonicalText) }
      case .lines: try write(JSONValue.object(PlainLineWriter.json(trace)).canonicalText)
      }
    }
  }

  /// The columns of exported labels and verdicts.
  public static let labelColumns = [
    "trace_id", "client_request_id", "name", "source_type", "source_id", "value", "expectation",
    "error", "rationale", "time", "standing", "span_id", "judge", "run", "cost",
  ]

  /// Exports all labels and verdicts, one row each.
  ///
  /// Labels that are not in force are exported too, with their standing.
  ///
  /// - Parameters:
  ///   - filter: a filter in the search grammar; `nil` for all traces.
  ///   - file: the file that the rows go to, so that a redaction can report it; `nil` if unknown.
  ///   - write: takes the cells of each row, in the order of ``labelColumns``.
  /// - Returns: the number of traces.
  /// - Throws: `JudgeFailure`, and the errors of the closure.
  public func exportLabels(
    where filter: String? = nil, to file: String? = nil, _ write: ([String]) throws -> Void
  ) async throws -> Int {
    let experiment = try await repository.experiments.current()
    return try await eachTrace(in: experiment.id, where: filter, to: file, spans: false) { trace in
      let start = [trace.id, trace.clientRequestID ?? ""]
      for label in trace.labels { try write(start + Self.cells(label)) }
      for verdict in trace.verdicts { try write(start + Self.cells(verdict)) }
    }
  }

  private func eachTrace(
    in experiment: ContentID, where filter: String?, to file: String?, spans: Bool,
    _ body: (Trace) throws -> Void
  ) async throws -> Int {
    // Listed before writing, so that an interrupted export is known too.
    if let file { try exportList.add(file) }
    var query = TraceQuery(
      experiment: experiment, filter: filter, orderBy: ["trace_id ASC"], limit: 1000,
      includeSpans: spans)
    var count = 0
    repeat {
      let page = try await repository.traces.page(query)
      for trace in page.traces { try body(trace) }
      count += page.traces.count
      WorkProgress.report("Exporting", count, of: page.next == nil ? count : nil)
      query.cursor = page.next
    } while query.cursor != nil
    return count
  }

  private static func cells(_ label: Label) -> [String] {
    let given = label.assessment
    var (value, expectation, error) = ("", "", "")
    switch given.content {
    case .feedback(let content): value = text(content)
    case .expectation(let content): expectation = text(content)
    case .error(let content): error = content.text
    }
    return [
      given.name, given.source.type.rawValue, given.source.id, value, expectation, error,
      given.rationale ?? "", (given.lastUpdateTime ?? given.createTime)?.text ?? "",
      label.standing.rawValue, given.spanID ?? "", "", "", "",
    ]
  }

  private static func cells(_ verdict: Feedback) -> [String] {
    [
      verdict.name, verdict.source.type.rawValue, verdict.source.id,
      verdict.value.map(text) ?? "", "", verdict.error?.text ?? "", verdict.rationale ?? "",
      verdict.createTime?.text ?? "", "", verdict.spanID ?? "", verdict.judge?.hex ?? "",
      verdict.run?.runID ?? "", verdict.cost.map { JSONValue.number($0).canonicalText } ?? "",
    ]
  }

  private static func text(_ value: JSONValue) -> String {
    value.stringValue ?? value.canonicalText
  }
}
