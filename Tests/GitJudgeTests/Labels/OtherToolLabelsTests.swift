import JudgeInterchange
import Testing

@testable import GitJudge

/// Labels of Label Studio and Argilla on traces that are in the store.
@Suite struct OtherToolLabelsTests {
  private static let task = """
    [{"id": 1, "data": {"client_request_id": "c4", "text": "part"}, "annotations": [
      {"completed_by": {"email": "dan@example.com"}, "updated_at": "2026-11-01T09:01:00Z",
       "result": [{"from_name": "tone", "type": "choices", "value": {"choices": ["good"]}}]}]},
     {"id": 2, "data": {"client_request_id": "nowhere"}, "annotations": [
      {"completed_by": 7, "result": [{"from_name": "tone", "type": "choices", "value": {"choices": ["good"]}}]}]}]
    """
  private static let record = """
    {"id": "c4", "status": "completed", "tone.responses": ["bad"], "tone.responses.users": ["eve"], \
    "tone.responses.status": ["submitted"]}
    """

  @Test(
    "Labels go to the traces that the tasks and records name; others are problems, and no trace")
  func labels() async throws {
    let fixture = try await Fixture()
    let files = [
      try fixture.file("task.json", Self.task), try fixture.file("record.jsonl", Self.record),
    ]
    let result = try await fixture.store.labels.importLabels(files)
    #expect(result.assessments == 2 && result.rejected.count == 1)
    #expect(result.rejected.first?.message.contains("nowhere") == true)
    let votes = try await fixture.votes("c4")
    #expect(votes["dan@example.com"] == "good" && votes["eve"] == "bad")
    #expect(try await fixture.store.traces.all().count == 6)
    let again = try await fixture.store.labels.importLabels(files)
    #expect(again.assessments == 0)
  }

  @Test("An export that does not tell labels from data is refused with the reason")
  func minimal() async throws {
    let fixture = try await Fixture()
    let file = try fixture.file(
      "min.json",
      #"[{"id": 1, "tone": "good", "annotator": 1, "annotation_id": 2, "lead_time": 3.5}]"#)
    let result = try await fixture.store.labels.importLabels([file])
    #expect(result.assessments == 0 && !result.isClean)
    #expect(result.rejected.first?.message.contains("JSON_MIN") == true)
  }

  @Test("An export without labels, and a file without traces, are told")
  func nothing() async throws {
    let fixture = try await Fixture()
    let task = try fixture.file("task.json", #"[{"data": {"text": "x"}, "annotations": []}]"#)
    let labels = try await fixture.store.labels.importLabels([task])
    #expect(labels.rejected.first?.message == "the export has no labels")
    let empty = try fixture.file("empty.json", "[]")
    let traces = try await fixture.store.traces.importTraces([empty])
    #expect(traces.isClean && traces.warnings.first?.hasPrefix("nothing was imported") == true)
  }

  @Test("A trace of a task can be imported with its labels, and again as labels alone")
  func both() async throws {
    let fixture = try await Fixture()
    let file = try fixture.file("task.json", Self.task)
    let traces = try await fixture.store.traces.importTraces([file])
    #expect(traces.traces == 0 && traces.alreadyPresent == 1 && traces.rejected.count == 1)
    #expect(try await fixture.votes("c4")["dan@example.com"] == "good")
    #expect(try await fixture.store.labels.importLabels([file]).assessments == 0)
  }
}
