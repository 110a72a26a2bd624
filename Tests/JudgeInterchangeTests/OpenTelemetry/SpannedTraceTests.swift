import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@testable import JudgeInterchange

/// Traces of which only the spans are known.
@Suite struct SpannedTraceTests {
  private static let time: UInt64 = 1_793_523_600_000
  private static let now = Timestamp(clamping: Int64(time) + 5000)

  /// A span that starts and ends so many milliseconds after the beginning.
  private static func span(
    _ id: String, in parent: String? = nil, _ start: UInt64, _ end: UInt64?,
    _ attributes: JSONObject = [:], code: String = "UNSET", more: JSONObject = [:]
  ) -> JSONValue {
    var span: JSONObject = [
      "trace_id": "5b8efff798038103d269b633813fc601", "span_id": .string(id),
      "name": .string("span \(id)"), "attributes": .object(attributes),
      "start_time_unix_nano": .string("\(time + start)000000"),
      "status": ["code": .string("STATUS_CODE_\(code)")],
    ]
    if let parent { span["parent_span_id"] = .string(parent) }
    if let end { span["end_time_unix_nano"] = .string("\(time + end)000000") }
    return .object(span.merging(more))
  }

  private static func record(_ spans: [JSONValue], now: Timestamp = now) -> TraceRecord {
    SpannedTrace(spans, traceID: "tr-1").record(experiment: experiment, now: now)
  }

  private static let server = [
    span("a", 0, 1000, more: ["resource": ["service.name": "app"]]),
    span("b", in: "a", 100, 400, ["input.value": "q", "session.id": "s", "user.id": "u"]),
    span(
      "c", in: "a", 400, 900,
      ["output.value": "answer", "gen_ai.usage.input_tokens": 3, "gen_ai.usage.output_tokens": 4]),
    span("d", in: "c", 450, 800, ["input.value": "inner", "llm.token_count.prompt": 3]),
  ]

  @Test("A root without content has that of its descendants, in any order of arrival")
  func derived() {
    let trace = Self.record(Self.server)
    #expect(trace.inputs == "q" && trace.outputs == "answer")
    #expect(trace.metadata[SpannedTrace.derivedKey] == "inputs,outputs")
    #expect(trace.state == "OK" && trace.executionDuration == 1000)
    #expect(trace.requestTime?.text == "2026-11-01T09:00:00.000Z")
    #expect(trace.tags == ["mlflow.traceName": "span a"])
    #expect(trace.metadata["mlflow.trace.session"] == "s")
    #expect(trace.metadata["mlflow.trace.user"] == "u")
    #expect(trace.metadata["service.name"] == "app")
    #expect(
      trace.metadata["mlflow.trace.tokenUsage"]
        == #"{"input_tokens":3,"output_tokens":4,"total_tokens":7}"#)
    #expect(trace.metadata[TraceRecord.derivedFromKey] == "4")
    for seed in 0..<20 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      #expect(Self.record(Self.server.shuffled(using: &random)) == trace)
    }
  }

  @Test("A root with content keeps it")
  func own() {
    let trace = Self.record([
      Self.span("a", 0, 10, ["mlflow.spanInputs": ["q": 1], "mlflow.spanOutputs": 2]),
      Self.span("b", in: "a", 1, 9, ["input.value": "x", "output.value": "y"]),
    ])
    #expect(trace.inputs == ["q": 1] && trace.outputs == 2)
    #expect(trace.metadata[SpannedTrace.derivedKey] == nil)
  }

  @Test("States: ended, failed, running, given up")
  func states() {
    let late = Timestamp(clamping: Int64(Self.time) + 10 * SpannedTrace.usualPatience)
    #expect(Self.record([Self.span("a", 0, 1, code: "ERROR")]).state == "ERROR")
    #expect(Self.record([Self.span("a", 0, nil)]).state == "IN_PROGRESS")
    #expect(Self.record([Self.span("a", 0, nil)], now: late).state == "ERROR")
    // The root span comes last.
    let inner = Self.span("b", in: "a", 0, 1)
    #expect(Self.record([inner]).state == "IN_PROGRESS")
    #expect(Self.record([inner], now: late).state == "OK")
    #expect(Self.record([inner, Self.span("c", in: "a", 0, nil)], now: late).state == "ERROR")
    // A caller that sends no spans began the trace.
    let remote = Self.span("b", in: "a", 0, 1, more: ["parent_is_remote": true])
    #expect(Self.record([remote]).state == "OK")
    #expect(SpannedTrace([remote], traceID: "tr-1").mayBeComplete)
    #expect(!SpannedTrace([inner], traceID: "tr-1").mayBeComplete)
    #expect(Self.record([], now: late).state == "ERROR")
  }

  @Test("Of several records of a trace, that of the most spans counts, and a told one before it")
  func fold() throws {
    var told = TraceRecord(experiment: experiment)
    (told.traceID, told.state, told.inputs) = ("tr-1", "OK", "told")
    let parts = (1...4).map { Self.record(Array(Self.server.prefix($0))) }
    func winner(_ records: [TraceRecord]) throws -> TraceRecord? {
      let all = try records.map { (try $0.record().id, $0) }
      let changes = ChangeFold([] as [(ContentID, Change)])
      return TraceFold(id: "tr-1", records: all, spanBatches: [], changes: changes).trace
    }
    #expect(try winner(parts) == parts[3])
    #expect(try winner(parts.reversed()) == parts[3])
    #expect(try winner(parts + [told]) == told)
  }
}
