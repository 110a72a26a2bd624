import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeInterchange

/// Evaluations and messages in log records and attributes of spans.
@Suite struct OTLPLogsTests {
  private func read(_ records: String...) throws -> OTLPLogs {
    try OTLPLogs(
      Array(
        #"""
        {"resourceLogs": [{"resource": {"attributes": [{"key": "service.name", "value":
        {"stringValue": "evals"}}]}, "scopeLogs": [{"logRecords": [\#(records.joined(separator: ","))]}]}]}
        """#.utf8), .json)
  }

  /// A log record with an event, attributes as `key: value` of OTLP, and a span.
  private func record(_ event: String, _ attributes: String, more: String = "") -> String {
    #"""
    {"traceId": "5b8efff798038103d269b633813fc601", "spanId": "eee19b7ec3c1b101",
    "timeUnixNano": "1793523600123456789", "eventName": "\#(event)", "attributes":
    [\#(attributes)]\#(more)}
    """#
  }

  private func text(_ key: String, _ value: String) -> String {
    #"{"key": "\#(key)", "value": {"stringValue": "\#(value)"}}"#
  }

  private func evaluation(_ attributes: String...) -> String {
    record("gen_ai.evaluation.result", attributes.joined(separator: ","))
  }

  private static let score =
    #"{"key": "gen_ai.evaluation.score.value", "value": {"doubleValue": 0.5}}"#

  @Test("An evaluation of a model is a verdict on its span")
  func verdict() throws {
    let logs = try read(
      evaluation(
        text("gen_ai.evaluation.name", "tone"), Self.score,
        text("gen_ai.evaluation.score.label", "good"),
        text("gen_ai.evaluation.explanation", "polite"),
        text("gen_ai.evaluation.evaluator.type", "llm_judge"),
        text("gen_ai.evaluation.evaluator.id", "gpt"), text("gen_ai.response.id", "r1")))
    #expect(logs.rejected.count == 0 && logs.rejected.message == nil)
    let part = try #require(logs.parts.first)
    #expect(part.traceID == "tr-5b8efff798038103d269b633813fc601" && part.spans.isEmpty)
    let verdict = try #require(try part.item(experiment: experiment).verdicts.first)
    #expect(verdict.name == "tone" && verdict.source.id == "gpt")
    #expect(verdict.verdict.value == "good" && verdict.verdict.rationale == "polite")
    #expect(verdict.verdict.spanID == "eee19b7ec3c1b101")
    #expect(verdict.verdict.createTime?.text == "2026-11-01T09:00:00.123Z")
    #expect(
      verdict.verdict.metadata == [
        "score": "0.5", "gen_ai.response.id": "r1",
        "gen_ai.evaluation.evaluator.type": "llm_judge",
        "gen_ai.evaluation.evaluator.id": "gpt",
      ])
    // The root span stands for the trace.
    let whole = try part.item(experiment: experiment, root: "eee19b7ec3c1b101")
    #expect(whole.verdicts.first?.verdict.spanID == nil)
  }

  @Test(
    "Who judged has many spellings",
    arguments: [
      ([("judge.source.type", "HUMAN"), ("judge.source.id", "a@b.c")], "HUMAN a@b.c"),
      ([("gen_ai.evaluation.evaluator.type", "human")], "HUMAN evals"),
      ([("gen_ai.evaluation.evaluator.type", "deterministic")], "CODE evals"),
      (
        [("gen_ai.evaluation.evaluator.type", "llm_judge"), ("gen_ai.request.model", "m")],
        "LLM_JUDGE m"
      ),
      (
        [("gen_ai.evaluation.evaluator.source", #"{\"name\": \"LLMJudge\", \"arguments\": {}}"#)],
        "LLM_JUDGE LLMJudge"
      ),
      ([("gen_ai.evaluation.evaluator.source", "IsInstance")], "CODE IsInstance"),
      ([("gen_ai.evaluation.evaluator", "x")], "CODE x"), ([], "CODE evals"),
    ])
  func who(given: [(String, String)], source: String) throws {
    let attributes = [text("gen_ai.evaluation.name", "tone"), Self.score] + given.map(text)
    let logs = try read(record("gen_ai.evaluation.result", attributes.joined(separator: ",")))
    let item = try #require(try logs.parts.first?.item(experiment: experiment))
    let found = item.assessments.map(\.source) + item.verdicts.map(\.source)
    #expect(found.map { "\($0.type.rawValue) \($0.id)" } == [source])
  }

  @Test("An evaluation that failed is an error, and one without a result is rejected")
  func failures() throws {
    let logs = try read(
      evaluation(text("gen_ai.evaluation.name", "tone"), text("error.type", "timeout")),
      evaluation(text("gen_ai.evaluation.name", "tone")), evaluation(Self.score),
      #"{"eventName": "gen_ai.evaluation.result"}"#, #"{"body": {"stringValue": "hello"}}"#)
    #expect(logs.rejected.count == 3)
    let message = try #require(logs.rejected.message)
    #expect(message.contains("neither a score") && message.contains("no gen_ai.evaluation.name"))
    #expect(message.contains("1 log record is not a gen_ai event"))
    let item = try #require(try logs.parts.first?.item(experiment: experiment))
    guard case .error(let error)? = item.assessments.first?.content else {
      Issue.record("no error")
      return
    }
    #expect(error.message == "timeout")
  }

  @Test("Messages join their span, whichever comes first")
  func messages() throws {
    let logs = try read(
      record(
        "gen_ai.choice", "",
        more: #"""
          , "body": {"kvlistValue": {"values": [{"key": "message", "value": {"kvlistValue":
          {"values": [{"key": "content", "value": {"stringValue": "hello"}}]}}}]}}
          """#),
      record("gen_ai.user.message", text("content", "hi")).replacing("123456789", with: "000000000")
    )
    let span = try OTLPTraces(OTLPTracesTests.request(OTLPTracesTests.span), .json)
    let fragments = logs.parts.flatMap(\.spans)
    let whole = span.parts.flatMap(\.spans)
    let first = SpanUnion.united(fragments + whole)
    let second = SpanUnion.united(whole + fragments.reversed())
    #expect(first.count == 1 && first == second)
    let object = try #require(first.first?.objectValue)
    #expect(
      SpanContent.inputs(of: object) == ["messages": [["role": "user", "content": "hi"]]])
    #expect(SpanContent.outputs(of: object) == "hello")
    #expect(object["name"] == "chat")
  }

  @Test("One event may have all messages")
  func details() throws {
    let logs = try read(
      record(
        "gen_ai.client.inference.operation.details",
        text(
          "gen_ai.input.messages",
          #"[{\"role\": \"user\", \"parts\": [{\"type\": \"text\", \"content\": \"q\"}]}]"#)
          + ","
          + text(
            "gen_ai.output.messages",
            #"[{\"role\": \"assistant\", \"parts\": [{\"type\": \"text\", \"content\": \"a\"}]}]"#))
    )
    let span = try #require(logs.parts.first?.spans.first?.objectValue)
    #expect(SpanContent.inputs(of: span) == ["messages": [["role": "user", "content": "q"]]])
    #expect(SpanContent.outputs(of: span) == "a")
  }

  @Test("OpenInference's annotations and evaluations say who gave them")
  func annotations() throws {
    func attributes(_ prefix: String, _ values: [(String, String)]) -> String {
      values.map { text("\(prefix).\($0)", $1) }.joined(separator: ",")
    }
    let list = [
      attributes(
        "annotations.0.annotation",
        [
          ("name", "correct"), ("label", "yes"), ("annotator_kind", "HUMAN"),
          ("identifier", "a@b.c"), ("explanation", "checked"),
        ]),
      attributes(
        "evaluations.0.evaluation",
        [
          ("name", "tone"), ("score", "0.5"), ("annotator_kind", "LLM"),
          ("metadata", #"{\"model\": \"m\"}"#),
        ]),
      attributes(
        "evaluations.10.evaluation",
        [("name", "length"), ("label", "short"), ("annotator_kind", "CODE")]),
      attributes("evaluations.2.evaluation", [("name", "empty")]),
    ]
    let read = try OTLPTraces(
      OTLPTracesTests.request(
        OTLPTracesTests.span + #", "attributes": [\#(list.joined(separator: ","))]"#), .json)
    let item = try #require(try read.parts.first?.item(experiment: experiment))
    #expect(
      item.assessments.map { "\($0.name) \($0.source.type.rawValue) \($0.source.id)" }
        == ["correct HUMAN a@b.c", "length CODE app"])
    #expect(item.assessments.first?.rationale == "checked")
    // The span is the root, so the assessments are about the trace.
    #expect(item.assessments.allSatisfy { $0.spanID == nil })
    #expect(item.verdicts.map(\.source.type) == [.llmJudge])
    #expect(item.verdicts.first?.verdict.metadata["model"] == "m")
    #expect(read.rejected.count == 0)
    #expect(read.rejected.message?.contains(#""empty" has neither"#) == true)
  }

  @Test("Files have the same assessments")
  func files() throws {
    let record = evaluation(
      text("gen_ai.evaluation.name", "tone"), Self.score, text("judge.source.type", "HUMAN"),
      text("judge.source.id", "a@b.c"))
    let span = String(
      decoding: OTLPTracesTests.request(OTLPTracesTests.span), as: UTF8.self
    ).replacing("\n", with: " ")
    let logs = #"{"resourceLogs": [{"scopeLogs": [{"logRecords": [\#(record)]}]}]}"#
      .replacing("\n", with: " ")
    let read = try ForeignReading(text: logs + "\n" + span)
    #expect(read.problems.isEmpty && read.assessments(0) == ["tone HUMAN a@b.c = 0.5"])
    #expect(read.items.first?.assessments.first?.spanID == nil)
  }
}
