import Foundation
import GitJudge
import JudgeTestSupport
import Testing

/// Figures over traces that taught a judge are marked, whatever optimizer made it.
@Suite("Traces that taught a judge", .enabled(if: TestRepository.git != nil, "needs git"))
struct TaughtTests {
  private static var lines: String {
    (0..<40).map { index in
      let value = index % 2 == 0 ? "good" : "bad"
      return """
        {"client_request_id": "c\(index)", "inputs": {"issue": "issue \(index)"}, \
        "outputs": {"response": "answer \(index)"}, "assessments": [\
        {"name": "tone", "source_type": "HUMAN", "source_id": "ann", "value": "\(value)"}, \
        {"name": "tone", "source_type": "LLM_JUDGE", "source_id": "gpt", "value": "\(value)"}]}
        """
    }.joined(separator: "\n")
  }

  @Test(
    "A step is enough: instructions that labels rewrote look like any others",
    arguments: ["gepa", "simba", "few-shot", "memalign", "program"])
  func steps(optimizer: String) async throws {
    let repository = try TestRepository()
    let file = repository.folder.file("traces.jsonl")
    try Data(Self.lines.utf8).write(to: file)
    let store = try await repository.open()
    _ = try await store.maintenance.initialize()
    let experiment = try await store.experiments.create("support").experiment
    _ = try await store.traces.importTraces([file.path])
    var body = try makeJudge(
      name: "tone", instructions: "Rate {{ outputs }} as an answer to {{ inputs }}.",
      values: ["good", "bad"], pass: ["good"], model: "recorded:/gpt"
    ).body
    let untaught = try await store.judges.create(body)
    var step = AlignmentStep(optimizer: optimizer, seed: 0, base: ContentID(hashing: [1]))
    let labels = try await store.labels.all().prefix(13)
    step.labels = labels.map(\.id)
    body.steps = [step]
    let made = try await store.judges.create(body)
    #expect(made.version == untaught.version + 1)
    let run = try await store.runs.run(["tone@v1", "tone@v2"])
    let metrics = try await store.runs.find(named: run.run).metrics
    #expect(metrics["tone@v2/taught"]?["value"] == 13 && metrics["tone@v1/taught"] == nil)

    let report = try await store.agreement.report("tone")
    let taught = Dictionary(
      report.judges.compactMap { row in row.version.map { ($0, row.taught) } },
      uniquingKeysWith: { first, _ in first })
    #expect(taught == ["tone@v1": 0, "tone@v2": 13])
    #expect(report.warnings.contains { $0.contains("has learnt from 13 of these 40 traces") })
    #expect(report.look.isOpen && report.look.judges >= 2)
    let rows = EvaluationService.EvaluationData.file(path: file.path)
    for data in [rows, .traces(where: nil)] {
      let result = try await store.evaluations.evaluate(data, with: ["tone@v2"])
      #expect(result.metrics["tone/taught"] == 13)
      #expect(result.fits["tone"]?.criteria.map(\.count).reduce(0, +) == 27)
    }
    #expect(
      try await store.looks.all(at: "tone", in: experiment.id).groups(of: made.hash).count > 5)
  }
}
