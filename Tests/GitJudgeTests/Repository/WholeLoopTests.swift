import Foundation
import GitJudge
import JudgeTestSupport
import Testing

/// The library as a user writes it: one import, public API only.
@Suite("The whole loop through the library")
struct WholeLoopTests {
  private static let git = Program(named: "git")

  /// A repository with a user, and a file of reviewed traces in it.
  private func repository() throws -> (folder: TemporaryFolder, traces: String) {
    let folder = try TemporaryFolder("git-judge-library")
    try StoreTemplate.start(in: folder)
    let file = folder.file("traces.jsonl")
    try Data(Self.lines.utf8).write(to: file)
    return (folder, file.path)
  }

  /// People like short answers, the recorded judge long ones.
  private static var lines: String {
    var generator = SeededGenerator(seed: 11)
    return (0..<140).map { index in
      let isLong = generator.once(in: 2)
      let words = (0..<(isLong ? 70 : 8) + generator.below(6)).map { _ in
        generator.pick("open", "the", "billing", "page", "and", "pay")
      }
      let people = isLong ? "bad" : "good"
      let judge = isLong ? "good" : "bad"
      return """
        {"client_request_id": "c\(index)", "inputs": {"issue": "issue \(index)"}, \
        "outputs": {"response": "\(words.joined(separator: " "))"}, "assessments": [\
        {"name": "tone", "source_type": "HUMAN", "source_id": "ann", "value": "\(people)"}, \
        {"name": "tone", "source_type": "HUMAN", "source_id": "bob", "value": "\(people)"}, \
        {"name": "tone", "source_type": "LLM_JUDGE", "source_id": "gpt", "value": "\(judge)"}]}
        """
    }.joined(separator: "\n")
  }

  private func judge() throws -> any Judge {
    try makeJudge(
      name: "tone", instructions: "Rate {{ outputs }} as an answer to {{ inputs }}.",
      values: ["good", "bad"], pass: ["good"], model: "recorded:/gpt")
  }

  @Test("Import, create, align, register, find, evaluate", .enabled(if: git != nil, "needs git"))
  func loop() async throws {
    let (folder, traces) = try repository()
    let store = try await JudgeRepository.open(at: folder.path)
    _ = try await store.maintenance.initialize()
    let experiment = try await store.experiments.create("support").experiment
    #expect(experiment.name == "support")

    let imported = try await store.traces.importTraces([traces])
    #expect(imported.traces == 140 && imported.assessments == 420 && imported.isClean)
    let again = try await store.traces.importTraces([traces])
    #expect(again.traces == 0 && again.assessments == 0 && again.commit == nil)
    #expect(again.alreadyPresent == 140)

    let created = try await store.judges.create(judge().body)
    #expect(created.version == 1 && created.tag == "judge/support/tone/v1")
    #expect(try await store.judges.create(judge().body).wasThere)
    let agreement = try await store.agreement.report("tone")
    #expect(agreement.judges.first?.comparison.accuracy == 0)

    let aligned = try await store.alignments.align("tone", using: CalibrationOptimizer())
    #expect(aligned.report.fitted.improved && aligned.report.openings == 1)
    for key in [
      "judge", "optimizer", "improved", "selection", "base", "aligned", "relative_accuracy_gain",
      "relative_error_reduction", "mcnemar_p", "split", "hash", "report",
    ] {
      #expect(aligned.json[key] != nil, "\(key)")
    }
    let version = try await store.alignments.registerAligned("tone")
    #expect(version.version == 2 && version.hash == aligned.hash)

    let production = try await store.judges.find(named: "tone@v2")
    #expect(production.hash == aligned.hash && production.body.calibration != nil)
    let pinned = try await store.judges.find(named: "tone@v2:\(aligned.hash.prefix(8))")
    #expect(pinned.hash == production.hash)

    let file = folder.file("rows.jsonl")
    try Data(Self.lines.utf8).write(to: file)
    let rows = EvaluationService.EvaluationData.file(path: file.path)
    let result = try await store.evaluations.evaluate(rows, with: ["tone@v1", "tone@v2"])
    #expect(result.rows.count == 140 && result.errors == 0)
    #expect(result.judges == ["tone@v1", "tone@v2"])
    #expect(result.metrics["tone@v1/accuracy"] == 0)
    #expect(result.metrics["tone@v2/accuracy"].map { $0 > 0.9 } == true)
    #expect(result.json["rows"]?.arrayValue?.first?["tone@v2/value"] != nil)
    let alone = try await store.evaluations.evaluate(rows, with: ["tone"])
    #expect(alone.metrics["tone/accuracy"] == result.metrics["tone@v2/accuracy"])

    // Another process that opens the folder finds all of it.
    let other = try await JudgeRepository.open(at: folder.path)
    #expect(try await other.judges.history(of: "tone").map(\.number) == [1, 2])
    #expect(try #require(Self.git).run(["fsck", "--strict"], in: folder.url).status == 0)
  }

  @Test(
    "An alignment of a calibrated judge starts from its uncalibrated body, and looks count",
    .enabled(if: git != nil, "needs git"))
  func alignedAgain() async throws {
    let (folder, traces) = try repository()
    let store = try await JudgeRepository.open(at: folder.path)
    _ = try await store.maintenance.initialize()
    try await store.experiments.create("support")
    _ = try await store.traces.importTraces([traces])
    let base = try await store.judges.create(judge().body)
    let first = try await store.alignments.align("tone", options: AlignOptions(seed: 1))
    _ = try await store.alignments.registerAligned("tone")
    #expect(try await store.judges.find(named: "tone").body.calibration != nil)

    let second = try await store.alignments.align("tone", options: AlignOptions(seed: 1))
    #expect(second.stored.base == base.hash && second.stored.base == first.stored.base)
    #expect(second.hash == first.hash, "the same labels and seed give the same body")
    #expect(second.report.openings == 1, "the same judge again is no further look")
    #expect(second.report.result?.base.comparison.accuracy == 0)
    #expect(try await store.alignments.registerAligned("tone").wasThere)
  }

  @Test(
    "What did not improve is refused, unless it must be", .enabled(if: git != nil, "needs git"))
  func notImproved() async throws {
    let (folder, traces) = try repository()
    let store = try await JudgeRepository.open(at: folder.path)
    _ = try await store.maintenance.initialize()
    try await store.experiments.create("support")
    _ = try await store.traces.importTraces([traces])
    _ = try await store.judges.create(judge().body)
    let none = await #expect(throws: JudgeFailure.self) {
      try await store.alignments.registerAligned("tone")
    }
    #expect(none?.code == .notFound)
    let result = try await store.alignments.align("tone", using: Idle())
    #expect(!result.report.fitted.improved)
    let refused = await #expect(throws: JudgeFailure.self) {
      try await store.alignments.registerAligned("tone")
    }
    #expect(refused?.code == .negative && refused?.description.contains("specify force") == true)
    #expect(try await store.alignments.registerAligned("tone", anyway: true).judge == "tone")
    await #expect(throws: JudgeFailure.self) {
      try await store.judges.find(named: "tone@v1:00000000")
    }
    await #expect(throws: JudgeFailure.self) { try await store.judges.find(named: "other") }
  }

  /// An optimizer of a user's own, that changes nothing.
  private struct Idle: AlignmentOptimizer {
    let name = "idle"
    let needsReader = false
    let selection = SelectionMethod.validation

    func align(
      _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
    ) async throws(JudgeFailure) -> AlignmentProposal {
      AlignmentProposal(body: judge.body)
    }
  }
}
