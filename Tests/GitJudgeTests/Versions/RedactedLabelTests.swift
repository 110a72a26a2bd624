import Foundation
import GitJudge
import JudgeTestSupport
import Testing

/// A judge that learned from what must not be shown any more.
@Suite("Unalign without what is redacted", .enabled(if: TestRepository.git != nil, "needs git"))
struct RedactedLabelTests {
  private func lines() -> String {
    (0..<80).map { number in
      let isLong = number % 2 == 0
      let answer =
        isLong ? "Certainly, and with a great many words, parcel \(number) comes." : "No."
      return """
        {"client_request_id": "c\(number)", "inputs": {"issue": "issue \(number)"}, \
        "outputs": {"response": "\(answer)"}, "assessments": [\
        {"name": "tone", "source_type": "HUMAN", "source_id": "ann", \
        "value": "\(isLong ? "bad" : "good")"}]}
        """
    }.joined(separator: "\n")
  }

  @Test("Redacted labels and traces stop a plain replay, and --redacted takes them out")
  func redacted() async throws {
    let repository = try TestRepository()
    let file = repository.folder.file("traces.jsonl")
    try Data(lines().utf8).write(to: file)
    let store = try await repository.open()
    _ = try await store.maintenance.initialize()
    _ = try await store.experiments.create("support")
    _ = try await store.traces.importTraces([file.path])
    _ = try await store.judges.create(
      makeJudge(
        name: "tone", instructions: "Rate {{ outputs }}.", values: ["good", "bad"],
        model: "embedded:/lexical"
      ).body)
    let aligned = try await store.alignments.align("tone", using: CalibrationOptimizer())
    let version = try await store.alignments.registerAligned(
      "tone", as: "tone_aligned", anyway: true)
    let sources = try await store.versions.blame("tone_aligned:calibration").parts.flatMap(\.labels)
    let (label, other) = (
      sources[0], try #require(sources.first { $0.traceID != sources[0].traceID })
    )
    let trace = try await store.traces.find(try #require(other.traceID))
    let expected = try await store.alignments.unalign(
      "tone_aligned", without: [.label(label.assessmentID), .trace(trace.id)])
    #expect(expected.removed.count == 2 && expected.hash != aligned.hash)

    // Ann's commits may hide what Ann owns: nobody else does.
    try await store.trust.owners(setting: ["ann@example.com"])
    _ = try await store.redactions.redact(label.assessmentID, reason: "asked for")
    let hidden = try await store.redactions.redact(trace.id, reason: "asked for")
    #expect(!hidden.isPending && hidden.judges.contains { $0.contains("tone_aligned") })
    let standing = try await store.versions.blame("tone_aligned:calibration").parts.flatMap(
      \.labels)
    for id in [label.assessmentID, other.assessmentID] {
      let shown = try #require(standing.first { $0.assessmentID == id })
      #expect(shown.standing == "redacted" && shown.sourceID == nil)
      #expect(shown.traceID == nil && shown.value == nil)
    }
    #expect(standing.count { $0.standing == "redacted" } == 2)
    let refused = await #expect(throws: JudgeFailure.self) {
      try await store.alignments.unalign("tone_aligned", without: [.label(sources[5].assessmentID)])
    }
    #expect(refused?.code == .notFound && refused?.description.contains("specify redacted") == true)
    let rebuilt = try await store.alignments.unalign("tone_aligned", without: [.redacted])
    #expect(rebuilt.hash == expected.hash, "as if they had never been given")
    #expect(Set(rebuilt.removed) == [label.assessmentID, other.assessmentID])
    #expect(rebuilt.affected == ["tone_aligned@v\(version.version)"])
  }
}
