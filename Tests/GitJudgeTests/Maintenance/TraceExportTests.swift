import JudgeAgreement
import JudgeEvaluation
import JudgeRecords
import Testing

@testable import GitJudge

/// Traces, labels and judges written for other programs.
@Suite struct TraceExportTests {
  @Test("Exported lines are imported again: nothing is new in the same store, all of it in another")
  func lines() async throws {
    let fixture = try await Fixture()
    for form in [TraceExport.lines, .mlflow] {
      var lines: [String] = []
      let count = try await fixture.store.maintenance.exportTraces(form) { lines.append($0) }
      #expect(count == 6 && lines.count == 6)
      let bytes = Array(lines.joined(separator: "\n").utf8)
      let again = try await fixture.store.traces.importTraces(
        from: [ImportSource(bytes, name: "lines")], options: .init(dryRun: true))
      #expect(again.traces == 0 && again.alreadyPresent == 6 && again.isClean)
      let other = try await Fixture(.empty)
      let new = try await other.store.traces.importTraces(
        from: [ImportSource(bytes, name: "lines")])
      #expect(new.traces == 6 && new.isClean)
      #expect(try await other.votes("c4").count == 3)
      #expect(try await other.store.traces.find("c3").verdicts.map(\.value) == ["good"])
    }
    let some = try await fixture.store.maintenance.exportTraces(
      .lines, where: "tag.topic = 'billing'"
    ) { _ in }
    #expect(some == 3)
  }

  @Test("Labels of the same store in its own form add nothing")
  func nothingNew() async throws {
    let fixture = try await Fixture()
    var lines: [String] = []
    _ = try await fixture.store.maintenance.exportTraces(.lines) { lines.append($0) }
    let again = try await fixture.store.traces.importTraces(
      from: [ImportSource(Array(lines.joined(separator: "\n").utf8), name: "lines")],
      options: .init(dryRun: true))
    #expect(again.assessments == 0)
  }

  @Test("All labels and verdicts are rows, with the standing of labels")
  func rows() async throws {
    let fixture = try await Fixture()
    try await fixture.label("c0", "bad", by: Fixture.ann)
    var rows: [[String]] = []
    let count = try await fixture.store.maintenance.exportLabels { rows.append($0) }
    #expect(count == 6 && rows.allSatisfy { $0.count == MaintenanceService.labelColumns.count })
    let standing = try #require(MaintenanceService.labelColumns.firstIndex(of: "standing"))
    let mine = rows.filter { $0[1] == "c0" && $0[4] == Fixture.ann }
    #expect(Set(mine.map { $0[standing] }) == ["counts", "overridden"])
    #expect(rows.count { $0[3] == "LLM_JUDGE" } == 6)
  }

  @Test("A judge for MLflow has examples and guidelines in its instructions, and names its losses")
  func flattened() async throws {
    let fixture = try await Taught.fixture(20)
    let store = fixture.store
    var body = Fixture.judge("tone", model: Taught.model)
    body.guidelines = [Guideline(text: "Never say {{ secrets }}.", labels: [])]
    body.examples = [["inputs": "q", "outputs": "a", "value": "good"]]
    _ = try await store.judges.create(body)
    let written = try await store.judges.mlflow("tone", measuring: true)
    let instructions = try #require(
      written.scorer["instructions_judge_pydantic_data"]?["instructions"]?.stringValue)
    #expect(
      instructions.contains("Example 1, judged by people:\ninputs: q\noutputs: a\nresult: good"))
    #expect(instructions.contains("Never say {\u{200b}{ secrets }}."))
    let agreement = try #require(written.agreement)
    #expect(agreement.n == 20 && agreement.same == 20)
    #expect(written.json["measured"]?["agreement"] == ["n": 20, "same": 20])
    body.calibration = ["weights": []]
    _ = try await store.judges.create(body)
    let calibrated = try await store.judges.mlflow("tone")
    #expect(calibrated.losses.contains { $0.contains("calibration") })
    #expect(calibrated.measured == nil && calibrated.json["measured"] == .null)
    // A judge without examples answers everything with "good", and the scorer of it too.
    let first = try await store.judges.mlflow("tone@v1", measuring: true)
    #expect(first.agreement?.same == first.agreement?.n)
  }

  @Test("A judge that MLflow cannot run is refused, with the reason")
  func refused() async throws {
    let fixture = try await Fixture()
    let recorded = await failure { try await fixture.store.judges.mlflow("tone") }
    #expect(recorded.code == "invalid" && recorded.says("recorded:/gpt"))
    let check = await failure { try await fixture.store.judges.mlflow("pii_detection") }
    #expect(check.code == "invalid" && check.says("builtin"))
  }
}
