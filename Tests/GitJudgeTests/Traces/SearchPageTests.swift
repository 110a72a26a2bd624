import Foundation
import Testing

@testable import GitJudge

/// Each sentence of the page on search, on a store with every field.
@Suite struct SearchPageTests {
  private static let lines = [
    #"""
    {"client_request_id": "both", "inputs": {"q": "Refund please"}, "outputs": "Sure (a.b)",
     "request_time": "2026-01-02T00:00:00Z", "execution_duration_ms": 50, "state": "OK",
     "tags": {"product": "photo", "a.b": "dots", "two words": "x"}, "metadata": {"m": "1"},
     "spans": [{"span_id": "00000000000000a1", "name": "find", "attributes": {"k": "v", "mlflow.spanType": "RETRIEVER"}},
               {"span_id": "00000000000000a2", "name": "say", "attributes": {"k": "w", "mlflow.spanType": "LLM"}}],
     "expectations": {"answer": "yes"},
     "assessments": [
      {"name": "tone", "source_type": "HUMAN", "source_id": "ann", "value": "yes", "rationale": "rude"},
      {"name": "tone", "source_type": "HUMAN", "source_id": "bob", "value": "no"},
      {"name": "tone", "source_type": "LLM_JUDGE", "source_id": "gpt", "value": "no"}]}
    """#,
    #"""
    {"client_request_id": "person", "inputs": {"q": "invoice"}, "outputs": "No", "state": "ERROR",
     "request_time": "2026-01-01T00:00:00Z", "execution_duration_ms": 900, "tags": {"product": "audio"},
     "run": "r1", "assessments": [
      {"name": "tone", "source_type": "HUMAN", "source_id": "bob", "value": "yes"},
      {"name": "score", "source_type": "HUMAN", "source_id": "bob", "value": 2},
      {"name": "score", "source_type": "HUMAN", "source_id": "ann", "value": "2"}]}
    """#,
    #"""
    {"client_request_id": "judge", "inputs": {"q": "Straße"}, "outputs": "ok", "assessments": [
      {"name": "score", "source_type": "LLM_JUDGE", "source_id": "gpt", "value": 4},
      {"name": "tone", "source_type": "CODE", "source_id": "lint", "value": "no", "rationale": "Rude"}]}
    """#,
    #"{"client_request_id": "none", "inputs": {"q": "plain"}, "outputs": "nothing"}"#,
  ]

  private static func store() async throws -> Fixture {
    let fixture = try await Fixture(.empty)
    let text = lines.map { $0.split(separator: "\n").joined() }.joined(separator: "\n")
    let result = try await fixture.store.traces.importTraces([try fixture.file("l.jsonl", text)])
    #expect(result.isClean, "\(result.rejected)")
    return fixture
  }

  private static let sentences: [(filter: String, found: [String])] = [
    // Several labels on a trace.
    ("source_type = 'HUMAN' AND source_type = 'LLM_JUDGE'", ["both"]),
    ("source_type = 'LLM_JUDGE' AND source_type = 'HUMAN'", ["both"]),
    ("source_type = 'HUMAN' AND source_type = 'LLM_JUDGE' AND source_type = 'CODE'", []),
    ("source_type = 'CODE' AND source_type = 'LLM_JUDGE'", ["judge"]),
    ("(source_type = 'HUMAN') AND (source_type = 'LLM_JUDGE')", ["both"]),
    ("source_type IN ('HUMAN', 'CODE') AND source_type = 'LLM_JUDGE'", ["both", "judge"]),
    ("source_type IN ('HUMAN', 'CODE') AND source_type = 'CODE'", ["judge"]),
    (
      "source_type = 'HUMAN' AND source_id = 'ann' AND source_type = 'LLM_JUDGE' AND source_id = 'gpt'",
      ["both"]
    ),
    ("source_type = 'HUMAN' AND source_id = 'gpt'", []),
    ("source_id = 'ann' AND source_id = 'bob'", ["both", "person"]),
    ("source_type = 'HUMAN' AND rationale LIKE '%rude%'", ["both"]),
    ("source_id = 'bob' AND rationale LIKE '%rude%'", []),
    ("(source_id = 'bob') AND (rationale LIKE '%rude%')", ["both"]),
    ("feedback.tone = 'yes' AND feedback.tone = 'no'", ["both"]),
    ("feedback.tone = 'yes' AND feedback.tone.source_id = 'ann'", ["both"]),
    ("feedback.tone = 'no' AND feedback.tone.source_id = 'ann'", []),
    (
      "feedback.tone = 'yes' AND feedback.tone.source_id = 'ann' AND feedback.tone = 'no'", ["both"]
    ),
    ("feedback.tone.source_type = 'HUMAN' AND feedback.tone.source_type = 'LLM_JUDGE'", ["both"]),
    ("feedback.score.source_type = 'HUMAN' AND feedback.tone.source_type = 'HUMAN'", ["person"]),
    ("source_type IN ('HUMAN', 'CODE')", ["both", "judge", "person"]),
    ("NOT (source_type = 'LLM_JUDGE')", ["none", "person"]),
    // The examples, and OR, NOT and parentheses.
    ("tag.product = 'photo' AND feedback.tone IS NOT NULL", ["both"]),
    ("NOT (feedback.tone = 'yes') OR text LIKE '%refund%'", ["judge", "none"]),
    ("source_id = 'ann'", ["both", "person"]),
    // The fields.
    ("client_request_id IN ('both', 'none')", ["both", "none"]),
    ("client_request_id NOT IN ('both', 'none')", ["judge", "person"]),
    ("client_request_id != 'both' AND client_request_id RLIKE 'o'", ["none", "person"]),
    ("status = 'ERROR'", ["person"]), ("state = 'OK'", ["both"]),
    ("run_id IS NOT NULL", ["person"]),
    ("timestamp > 1767225600000", ["both"]), ("timestamp_ms = 1767225600000", ["person"]),
    ("execution_time < 100", ["both"]), ("execution_time_ms >= 900", ["person"]),
    ("end_time > 0", ["both", "person"]),
    ("tag.product LIKE 'ph%'", ["both"]), ("tag.product IS NULL", ["judge", "none"]),
    ("tag.product IN ('audio')", ["person"]), ("metadata.m = '1'", ["both"]),
    ("span.name = 'find' AND span.type = 'RETRIEVER'", ["both"]),
    ("span.name = 'find' AND span.type = 'LLM'", []),
    ("(span.name = 'find') AND (span.type = 'LLM')", ["both"]),
    ("span.attributes.k = 'v'", ["both"]), ("span.content LIKE '%find%'", ["both"]),
    ("feedback.tone RLIKE '^y'", ["both", "person"]),
    ("feedback.tone IN ('no')", ["both", "judge"]),
    ("feedback.score >= 2", ["judge", "person"]), ("feedback.score IS NULL", ["both", "none"]),
    ("expectation.answer = 'yes'", ["both"]),
    ("expectation.answer IS NULL", ["judge", "none", "person"]),
    ("text RLIKE 'in.?o'", ["person"]), ("trace.text ILIKE '%STRASSE%'", []),
    ("text ILIKE '%REFUND%'", ["both"]), ("prompt = 'x'", []), ("issue.id = '1'", []),
    // Quotes, back-ticks, case, numbers and texts.
    (#"tag.product = "photo""#, ["both"]), ("tag.`a.b` = 'dots'", ["both"]),
    ("tag.`two words` = 'x'", ["both"]), ("text LIKE '%refund%'", []),
    ("text LIKE '%Refund%'", ["both"]), ("rationale ILIKE 'RUDE'", ["both", "judge"]),
    ("feedback.score = 2", ["person"]), ("feedback.score = 4", ["judge"]),
    ("feedback.score.source_id = 'ann' AND feedback.score = 2", []),
    ("feedback.score.source_id = 'ann' AND feedback.score = '2'", ["person"]),
  ]

  @Test("The sentences of docs/search.md")
  func sentences() async throws {
    let fixture = try await Self.store()
    for (filter, expected) in Self.sentences {
      let found = try await fixture.store.keys(where: filter)
      #expect(found == expected, "\(filter)")
    }
  }

  @Test("A label that does not count matches nothing")
  func uncounted() async throws {
    let fixture = try await Self.store()
    var label = LabelService.NewLabel(
      trace: try await fixture.store.traces.find("person").id, name: "tone")
    label.text = "no"
    label.sourceID = "bob"
    _ = try await fixture.store.labels.addFeedback(label)
    let keys = try await fixture.store.keys(where: "feedback.tone = 'yes'")
    #expect(keys == ["both"])
  }

  @Test("Missing values come last, in both directions")
  func order() async throws {
    let fixture = try await Self.store()
    for (order, first) in [("timestamp ASC", "person"), ("timestamp DESC", "both")] {
      let page = try await fixture.store.traces.page(
        TraceQuery(orderBy: [order, "client_request_id ASC"]))
      let keys = page.traces.compactMap(\.clientRequestID)
      #expect(keys.first == first && Array(keys.suffix(2)) == ["judge", "none"], "\(keys)")
    }
  }
}

extension JudgeRepository {
  /// The keys of the traces that match, in order.
  fileprivate func keys(where filter: String) async throws -> [String] {
    try await traces.all(where: filter).compactMap(\.clientRequestID).sorted()
  }
}
