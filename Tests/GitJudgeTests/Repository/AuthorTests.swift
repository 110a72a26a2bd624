import Foundation
import GitJudge
import JudgeTestSupport
import Testing

/// Several people write through one process.
@Suite(.enabled(if: TestRepository.git != nil, "needs git"))
struct AuthorTests {
  @Test func labelsBelongToTheAuthorOfTheCopy() async throws {
    let folder = try TestRepository()
    let store = try await folder.open()
    _ = try await store.maintenance.initialize()
    _ = try await store.experiments.create("support")
    let file = folder.folder.file("traces.jsonl")
    try Data(#"{"client_request_id": "c1", "inputs": "q", "outputs": "a"}"#.utf8).write(to: file)
    _ = try await store.traces.importTraces([file.path])
    let people = ["kim", "bob"].map { Person(name: $0, email: "\($0)@example.com") }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for person in people {
        group.addTask {
          var label = LabelService.NewLabel(trace: "c1", name: "tone")
          label.text = "good"
          _ = try await store.with(author: person).labels.addFeedback(label)
        }
      }
      try await group.waitForAll()
    }
    var own = LabelService.NewLabel(trace: "c1", name: "tone")
    own.text = "bad"
    _ = try await store.labels.addFeedback(own)
    let labels = try await store.traces.find("c1").labels
    #expect(
      Set(labels.map(\.assessment.source.id)) == [
        "kim@example.com", "bob@example.com", "ann@example.com",
      ]
    )
    let log = try #require(TestRepository.git).run(
      ["log", "-3", "--format=%ae", "judge"], in: folder.folder.url)
    #expect(
      String(decoding: log.output, as: UTF8.self).split(separator: "\n").sorted() == [
        "ann@example.com", "bob@example.com", "kim@example.com",
      ])
  }
}
