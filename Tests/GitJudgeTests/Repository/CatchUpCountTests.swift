import Foundation
import GitJudge
import JudgeTestSupport
import Testing

/// One operation brings the index up to the branch once, so that it sees one tree.
@Suite(.enabled(if: TestRepository.git != nil, "needs git"))
struct CatchUpCountTests {
  private func ready() async throws -> (folder: TestRepository, store: JudgeRepository) {
    let folder = try TestRepository()
    let store = try await folder.open()
    _ = try await store.maintenance.initialize()
    _ = try await store.experiments.create("support")
    let file = folder.folder.file("traces.jsonl")
    try Data(#"{"client_request_id": "c1", "inputs": "q", "outputs": "a"}"#.utf8).write(to: file)
    _ = try await store.traces.importTraces([file.path])
    for number in 0..<10 {
      _ = try await store.judges.create(
        try makeJudge(
          name: "tone\(number)", instructions: "Rate {{ outputs }}.", values: ["bad", "good"],
          model: "recorded:/x"
        ).body)
    }
    return (folder, store)
  }

  @Test func aLabelCatchesUpOnce() async throws {
    let (folder, store) = try await ready()
    defer { withExtendedLifetime(folder) {} }
    for (round, value) in ["good", "bad"].enumerated() {
      var label = LabelService.NewLabel(trace: "c1", name: "tone\(round)")
      label.text = value
      let before = store.catchUps
      _ = try await store.labels.addFeedback(label)
      #expect(store.catchUps == before + 1)
    }
  }

  @Test func findingAJudgeCatchesUpOnce() async throws {
    let (folder, store) = try await ready()
    defer { withExtendedLifetime(folder) {} }
    let before = store.catchUps
    #expect(try await store.judges.all().count == 10)
    #expect(store.catchUps == before + 1)
    _ = try await store.judges.find(named: "tone3@v1")
    #expect(store.catchUps == before + 2)
  }

  @Test func whatWasWrittenIsSeenAfterwards() async throws {
    let (folder, store) = try await ready()
    defer { withExtendedLifetime(folder) {} }
    var label = LabelService.NewLabel(trace: "c1", name: "tone1")
    label.text = "good"
    label.sourceID = "kim@example.org"
    let stored = try await store.labels.addFeedback(label)
    let trace = try await store.traces.find("c1")
    #expect(trace.labels.contains { $0.id == stored.assessmentID })
  }
}
