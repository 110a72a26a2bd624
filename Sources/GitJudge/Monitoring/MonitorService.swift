public import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork

/// Watches a judge in production.
public struct MonitorService: Sendable {
  let repository: JudgeRepository
}

extension MonitorService {
  /// Measures the stored verdicts of one judge version over time.
  ///
  /// No model is asked.
  /// The agreement covers labelled traces that did not teach the judge. Held-out ones are counted
  /// only if the look at them is recorded first.
  ///
  /// - Parameters:
  ///   - name: the judge, such as `tone@production`.
  ///   - options: what the report covers.
  /// - Returns: the figures by period, and the drift test.
  /// - Throws: `JudgeFailure` if the judge or its verdicts do not exist.
  public func report(
    of name: String, _ options: MonitorOptions = MonitorOptions()
  ) async throws -> MonitorReport {
    let version = try await repository.judges.find(named: name)
    let experiment = try await repository.experiments.current(holding: version.name).id
    let question = version.body.feedbackName
    var (labelled, truth) = try await repository.versions.decided(question, [], in: experiment)
    let taught = try await repository.looks.taught(labelled, version.body)
    for place in taught { truth[labelled[place].id] = nil }
    labelled = labelled.filter { truth[$0.id] != nil }
    let look = try await look(at: question, version, labelled, in: experiment, options.test)
    if !look.isOpen {
      for trace in labelled where HeldOutSplit.testKey(of: trace, feedbackName: question) != nil {
        truth[trace.id] = nil
      }
    }
    let traces = try await traces(version, options, truth, in: experiment)
    guard traces.contains(where: { $0.verdict != nil }) else {
      throw JudgeFailure(
        .notFound, "\(version.label) has no verdict on these traces",
        remedy: .run(.runJudge, [name], to: "record some"))
    }
    var report = try MonitorReport(
      traces, judge: version.label, body: version.body, by: options.period,
      rates: try await repository.evaluations.heldOutRates(of: version), windows: options.windows,
      limits: options.limits)
    report.look = look
    report.notes += notes(on: report, look, version.body)
    return report
  }

  private func look(
    at question: String, _ version: JudgeVersion, _ labelled: [Trace], in experiment: ContentID,
    _ access: TestAccess
  ) async throws -> TestSetLook {
    let keys = Set(
      labelled.filter { trace in
        trace.verdicts.contains { $0.judge == version.hash && $0.spanID == nil }
      }.compactMap { HeldOutSplit.testKey(of: $0, feedbackName: question) })
    return try await repository.looks.look(
      at: question, in: experiment, [version.hash: keys], access)
  }

  private func traces(
    _ version: JudgeVersion, _ options: MonitorOptions, _ truth: [String: JSONValue],
    in experiment: ContentID
  ) async throws -> [MonitoredTrace] {
    var result: [MonitoredTrace] = []
    var query = TraceQuery(
      experiment: experiment, filter: options.filter, orderBy: ["trace_id ASC"], limit: 1000,
      includeSpans: false)
    repeat {
      let page = try await repository.traces.page(query)
      result += page.traces.map {
        MonitoredTrace(
          $0, judge: version.hash, name: version.body.feedbackName, by: options.period,
          truth: truth[$0.id])
      }
      WorkProgress.report(
        "Reading traces", result.count, of: page.next == nil ? result.count : nil)
      query.cursor = page.next
    } while query.cursor != nil
    return result
  }

  private func notes(
    on report: MonitorReport, _ look: TestSetLook, _ body: JudgeBody
  ) -> [String] {
    var notes: [String] = []
    if !look.isOpen { notes.append("agreement: " + look.closedNote) }
    if report.all.passed != nil, report.all.corrected == nil {
      notes.append(
        "there is no corrected pass rate: the judge has no TPR and TNR of a test set, or is no "
          + "better than chance there")
    }
    if let drift = report.drift, min(drift.referenceCount, drift.windowCount) < Self.fewVerdicts {
      notes.append(
        "a window has fewer than \(Self.fewVerdicts) verdicts, so only a large drift is detected")
    }
    return notes
  }

  private static let fewVerdicts = 30
}
