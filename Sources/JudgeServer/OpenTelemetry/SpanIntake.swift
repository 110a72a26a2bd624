import GitJudge
import HTTPTypes
import Hummingbird
import JudgeInterchange

/// Stores the spans of a request, and the traces that they make.
struct SpanIntake {
  let call: ServerCall

  private var state: ServerState { call.state }
  private var repository: JudgeRepository { call.repository }
  private static let experimentHeader = HTTPField.Name("x-mlflow-experiment-id") ?? .from

  /// Stores the parts of a request in one commit.
  ///
  /// - Parameters:
  ///   - parts: the spans of each trace.
  ///   - rejected: what could not be read.
  /// - Returns: what was rejected in all.
  /// - Throws: `ServerError` if nothing could be stored.
  func store(_ parts: [OTLPPart], _ rejected: OTLPRejected) async throws -> OTLPRejected {
    var rejected = rejected
    var records: [Record] = []
    var labels: [Record] = []
    var firstProblem: ServerError?
    let cleaner = try await repository.traces.cleaner()
    for part in parts {
      do {
        records += try await self.records(of: part, cleaner)
        labels += try await self.labels(of: part)
      } catch let error as ServerError {
        firstProblem = firstProblem ?? error
        for _ in part.spans { rejected.add(error.message) }
      } catch let error as RecordError {
        firstProblem = firstProblem ?? .invalid("\(error)")
        for _ in part.spans { rejected.add("\(error)") }
      } catch let error as ImportError {
        firstProblem = firstProblem ?? .invalid("\(error)")
        for _ in part.spans { rejected.add("\(error)") }
      }
    }
    if records.isEmpty, let firstProblem { throw firstProblem }
    if !records.isEmpty {
      _ = try await repository.append(records, message: "Record traces")
    }
    do {
      if !labels.isEmpty { _ = try await repository.append(labels, message: "Record evaluations") }
    } catch let error as JudgeFailure {
      // A text that looks like a key, for example. The spans are stored.
      rejected.note("evaluations were left out: \(error)")
    }
    return rejected
  }

  private func records(of part: OTLPPart, _ cleaner: TraceCleaner) async throws -> [Record] {
    let experiment = try await experiment(of: part)
    try await call.checkExperiment(of: part.traceID, experiment)
    state.arrivals.remember(part.traceID, in: experiment)
    let spans = part.spans.map { span in
      span.objectValue.map { JSONValue.object(cleaner.cleaned($0)) } ?? span
    }
    var records: [Record] = []
    let parts = spans.flatMap { span in
      span.objectValue.map { SpanParts.split($0).map { JSONValue.object($0) } } ?? [span]
    }
    for batch in RecordBatches.split(parts, size: { $0.canonicalBytes().count }) {
      records.append(try SpanBatch(traceID: part.traceID, spans: batch).record())
    }
    if let trace = try await trace(of: part, spans, experiment) { records.append(trace) }
    return records
  }

  /// The labels and verdicts of a part.
  ///
  /// If one has no time, it gets that of its span, so that a repeated request adds nothing.
  private func labels(of part: OTLPPart) async throws -> [Record] {
    guard part.hasAssessments else { return [] }
    let known = state.arrivals.spans(of: part.traceID)
    let root = MLflowSpans.root(of: known)?["span_id"]?.stringValue
    let item = try part.item(experiment: try await experiment(of: part), root: root)
    let time = part.spans.lazy.compactMap { span in
      (span["end_time_unix_nano"] ?? span["start_time_unix_nano"])?.stringValue
        .flatMap { Int64($0) }.flatMap { Timestamp(milliseconds: $0 / 1_000_000) }
    }.first
    var records: [Record] = []
    for var label in item.assessments {
      label.traceID = part.traceID
      if label.createTime == nil { label.createTime = time ?? Clock.now }
      records.append(try label.record())
    }
    for given in item.verdicts {
      var verdict = given.verdict
      verdict.traceID = part.traceID
      if verdict.createTime == nil { verdict.createTime = time ?? Clock.now }
      records.append(
        try VerdictBatch(name: given.name, source: given.source, verdicts: [verdict]).record())
    }
    return records
  }

  /// The record of the trace, as far as it is known now.
  private func trace(
    of part: OTLPPart, _ spans: [JSONValue], _ experiment: ContentID
  ) async throws -> Record? {
    let id = part.traceID
    // The info of the trace will follow.
    let isFromMLflow =
      part.isFromMLflow
      || call.request.headers[Self.experimentHeader] != nil
        && spans.contains { $0["attributes"]?["mlflow.traceRequestId"] != nil }
    var all = state.arrivals.add(
      spans, of: id, in: experiment, isFromMLflow: isFromMLflow, at: Clock.now)
    if var record = state.arrivals.info(of: id) {
      guard OTLPSpans.hasRoot(all) else { return nil }
      (record.inputs, record.outputs) = OTLPSpans.content(of: all)
      record.shorten()
      state.arrivals.complete(id)
      return try record.record()
    }
    if all.count == spans.count {
      all += try await repository.index.traces(ids: [id], includeSpans: true).first?.spans ?? []
    }
    var derived = SpannedTrace(all, traceID: id).record(experiment: experiment, now: Clock.now)
    derived.shorten()
    return try derived.record()
  }

  private func experiment(of part: OTLPPart) async throws -> ContentID {
    let header = call.request.headers[Self.experimentHeader]
    switch OTLPExperiment.choose(header: header, resource: part.resource) {
    case .id(let number): return try await call.experimentID(number)
    case .name(let name):
      if let known = state.knownExperiment("name:" + name) { return known }
      let found = try await repository.experiments.all().first { Bytewise.equal($0.name, name) }
      let id: ContentID
      if let found {
        id = found.id
      } else {
        id = try await repository.experiments.create(name, use: false).experiment.id
      }
      state.remember("name:" + name, id)
      return id
    }
  }
}
