package import JudgeJSON
package import JudgeRecords

/// A trace of which only the spans are known.
///
/// MLflow's client tells name, state, inputs and outputs of a trace beside its spans. Other
/// programs send spans only, in any order, and the root span last.
package struct SpannedTrace: Sendable {
  /// The metadata key that says which of inputs and outputs are not those of the root span.
  package static let derivedKey = "git_judge.derived"
  /// The time after which a trace without an end counts as failed, in milliseconds: one hour.
  package static let usualPatience: Int64 = 3_600_000

  private let traceID: String
  /// Each span once, in order of start, without parts whose span has not come.
  private let spans: [JSONObject]
  /// The span that stands for the trace, if it has come.
  private let root: JSONObject?

  /// Creates a trace.
  ///
  /// - Parameters:
  ///   - spans: all spans that are known, in any order.
  ///   - traceID: the trace id.
  package init(_ spans: [JSONValue], traceID: String) {
    self.traceID = traceID
    self.spans = SpanUnion.united(spans).compactMap(\.objectValue)
      .filter { $0["name"] != nil || $0["start_time_unix_nano"] != nil }
      .sorted { left, right in
        let (a, b) = (Self.nanoseconds(left, "start"), Self.nanoseconds(right, "start"))
        return a == b ? Self.id(left) < Self.id(right) : a < b
      }
    let known = Set(self.spans.map(Self.id))
    root =
      self.spans.first { $0["parent_span_id"] == nil }
      // A browser or a gateway that sends no spans may have begun the trace.
      ?? self.spans.first { span in
        span["parent_is_remote"] == true
          && !known.contains(span["parent_span_id"]?.stringValue ?? "")
      }
  }

  /// Whether the root span is there and has ended.
  package var mayBeComplete: Bool { root.map(Self.hasEnded) ?? false }

  /// Returns the trace as a record.
  ///
  /// The record says how many ended spans it was made of: of several records of a trace, that of
  /// the most spans counts, and one that the application told counts before them.
  ///
  /// - Parameters:
  ///   - experiment: the experiment of the trace.
  ///   - now: the time. A trace without an end is in progress until nothing has come for a while,
  ///     and failed afterwards.
  ///   - patience: this while in milliseconds.
  /// - Returns: the record.
  package func record(
    experiment: ContentID, now: Timestamp, patience: Int64 = Self.usualPatience
  ) -> TraceRecord {
    var trace = TraceRecord(experiment: experiment)
    trace.traceID = traceID
    trace.state = state(now: now, patience: patience)
    let first = root ?? top
    if let first {
      let (start, end) = (Self.nanoseconds(first, "start"), Self.nanoseconds(first, "end"))
      if start > 0 { trace.requestTime = Timestamp(clamping: Int64(clamping: start / 1_000_000)) }
      if start > 0, end >= start {
        trace.executionDuration = Double((end - start) / 1_000_000)
      }
    }
    setContent(&trace, first)
    setNames(&trace, first)
    let ended = spans.count(where: Self.hasEnded)
    trace.metadata[TraceRecord.derivedFromKey] = .string(String(ended))
    return trace
  }

  /// The first of the spans whose parent has not come.
  private var top: JSONObject? {
    let known = Set(spans.map(Self.id))
    return spans.first { !known.contains($0["parent_span_id"]?.stringValue ?? "") } ?? spans.first
  }

  private func state(now: Timestamp, patience: Int64) -> String {
    if let root, Self.hasEnded(root) { return Self.hasFailed(root) ? "ERROR" : "OK" }
    let last = spans.map { max(Self.nanoseconds($0, "start"), Self.nanoseconds($0, "end")) }.max()
    let quiet = now.milliseconds - Int64(clamping: (last ?? 0) / 1_000_000)
    guard quiet > patience else { return "IN_PROGRESS" }
    // A root that never came, although all that came has ended, was not sent or got lost.
    guard root == nil, spans.allSatisfy(Self.hasEnded), let top else { return "ERROR" }
    return Self.hasFailed(top) ? "ERROR" : "OK"
  }

  private func setContent(_ trace: inout TraceRecord, _ first: JSONObject?) {
    (trace.inputs, trace.outputs) = MLflowSpans.content(of: root)
    guard trace.inputs == nil, trace.outputs == nil else { return }
    (trace.inputs, trace.outputs) = MLflowSpans.innerContent(of: spans.map { .object($0) })
    let derived = [trace.inputs.map { _ in "inputs" }, trace.outputs.map { _ in "outputs" }]
      .compactMap { $0 }
    if !derived.isEmpty {
      trace.metadata[Self.derivedKey] = .string(derived.joined(separator: ","))
    }
  }

  private func setNames(_ trace: inout TraceRecord, _ first: JSONObject?) {
    let attributes = spans.map { $0["attributes"]?.objectValue ?? [:] }
    let name =
      attributes.lazy.compactMap { $0["langfuse.trace.name"]?.stringValue }.first
      ?? first?["name"]?.stringValue
    if let name, !name.isEmpty { trace.tags["mlflow.traceName"] = .string(name) }
    for tag in attributes.lazy.map(SpanFacts.tags).first(where: { !$0.isEmpty }) ?? [] {
      trace.tags[tag] = "true"
    }
    if let session = attributes.lazy.compactMap(SpanFacts.session).first {
      trace.metadata["mlflow.trace.session"] = .string(session)
    }
    if let user = attributes.lazy.compactMap(SpanFacts.user).first {
      trace.metadata["mlflow.trace.user"] = .string(user)
    }
    if let tokens = TokenCounts.sum(of: spans.map { .object($0) }) {
      trace.metadata["mlflow.trace.tokenUsage"] = .string(
        JSONValue.object(tokens.json).canonicalText)
    }
    if let service = first?["resource"]?["service.name"]?.stringValue, !service.isEmpty {
      trace.metadata["service.name"] = .string(service)
    }
  }

  private static func id(_ span: JSONObject) -> String { span["span_id"]?.stringValue ?? "" }

  private static func hasEnded(_ span: JSONObject) -> Bool { nanoseconds(span, "end") > 0 }

  private static func hasFailed(_ span: JSONObject) -> Bool {
    span["status"]?["code"] == "STATUS_CODE_ERROR"
  }

  private static func nanoseconds(_ span: JSONObject, _ end: String) -> UInt64 {
    span["\(end)_time_unix_nano"]?.stringValue.flatMap { UInt64($0) } ?? 0
  }
}
