import Foundation
import JudgeTestSupport
import Testing

@testable import GitJudge

/// The store as a whole: made, inspected, exported.
@Suite struct MaintenanceServiceTests {
  @Test("A store is made once")
  func initialized() async throws {
    let fixture = try await Fixture(.plain)
    let maintenance = fixture.store.maintenance
    let made = try await maintenance.initialize()
    #expect(made.created && made.branch == "judge" && made.remotes.isEmpty)
    let again = try await maintenance.initialize()
    #expect(!again.created && again.commit == made.commit)
  }

  @Test("Before that, status reports no store, and everything else names the command")
  func uninitialized() async throws {
    let fixture = try await Fixture(.plain)
    let store = fixture.store
    let status = try await store.maintenance.status()
    #expect(status.head == nil && status.branch == "judge" && status.records.isEmpty)
    #expect(status.json["tip"] == .null)
    #expect(try await store.maintenance.missingObjects().files.isEmpty)
    let error = await failure { try await store.traces.find("c0") }
    #expect(error.code == "store" && error.says("initialize store"))
  }

  @Test("Status counts records by kind, and names experiment and branch")
  func status() async throws {
    let fixture = try await Fixture()
    let status = try await fixture.store.maintenance.status()
    #expect(status.experiment?.name == "support" && status.head != nil)
    #expect(status.records[.trace] == 6 && status.records[.assessment] == 13)
    #expect(status.records[.judge] == 1 && status.records[.experiment] == 1)
    #expect(status.ignored.isEmpty && status.vanished.isEmpty && status.missing.files.isEmpty)
    #expect(status.waiting == nil && status.behind == nil && status.warnings.isEmpty)
    #expect(status.unconfirmed.isEmpty && status.disputed == 0 && status.older.isEmpty)
    #expect(status.reviewer == Fixture.ann && status.json["records"]?["traces"] != .null)
  }

  @Test("Status works without a current experiment")
  func noExperiment() async throws {
    let fixture = try await Fixture(.empty)
    try await fixture.store.experiments.create("sales", use: false)
    try await fixture.store.store.setConfig("judge.experiment", nil)
    #expect(try await fixture.store.maintenance.status().experiment == nil)
  }

  @Test("Labels of an older guideline, disputes and hidden records are counted")
  func findings() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    try await fixture.label("c0", "bad")
    try await store.labels.setRubric("tone", to: "Polite is good.")
    var status = try await store.maintenance.status()
    #expect(status.older.map(\.name) == ["tone"] && status.older.first?.labels == 1)
    #expect(status.older.first?.bySource[Fixture.ann] == 1)
    let other = try #require(
      try await store.traces.find("c1").votes(on: "tone").first {
        $0.assessment.source.id == Fixture.bob
      })
    _ = try await store.redactions.redact(other.id, reason: "asked for")
    let kim = try await fixture.handed(to: "kim@example.com")
    _ = try await kim.redactions.redact("c2", reason: "please")
    status = try await kim.maintenance.status()
    #expect(status.redacted == [.assessment: 1] && status.pending.count == 1)
    #expect(status.json["redacted"] == 1)
  }

  @Test(
    "An export writes a file a record, without hidden ones, and is remembered while it is there")
  func export() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let first = try await store.maintenance.export(to: fixture.path("one"))
    let counted = try await store.maintenance.status().records.values.reduce(0, +)
    #expect(first.written >= counted && first.redacted == 0)
    _ = try await store.redactions.redact("c1", reason: "an address")
    let second = try await store.maintenance.export(to: fixture.path("two"))
    #expect(second.redacted > 0)
    #expect(store.maintenance.exports == [fixture.path("one"), fixture.path("two")])
    try FileManager.default.removeItem(atPath: fixture.path("one"))
    #expect(store.maintenance.exports == [fixture.path("two")])
  }

  @Test("A record that was taken off the branch is named, and repair puts it back")
  func vanished() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    #expect(try await store.maintenance.status().vanished.isEmpty)
    let git = try #require(TestRepository.git)
    // As a squash or a stray `git rm` does it.
    for arguments in [
      ["worktree", "add", "-q", "tree", "judge"], ["-C", "tree", "rm", "-rq", "traces"],
      ["-C", "tree", "commit", "-qm", "Remove"], ["worktree", "remove", "--force", "tree"],
    ] {
      #expect(git.run(arguments, in: fixture.folder.url).status == 0, "\(arguments)")
    }
    #expect(try await store.maintenance.status().vanished.count == 6)
    _ = try await store.maintenance.repair()
    #expect(try await store.maintenance.status().vanished.isEmpty)
    #expect(try await store.traces.all().count == 6)
  }
}
