import Foundation
import JudgeTestSupport
import Testing

@testable import GitJudge

/// Opening stores, working in experiments, and what every write is checked for.
@Suite struct JudgeRepositoryTests {
  @Test("A folder outside of git repositories has no store")
  func outside() async throws {
    let folder = try TemporaryFolder()
    let error = await failure { try await JudgeRepository.open(at: folder.path) }
    #expect(error.code == "store" && error.says(folder.path))
  }

  @Test("A store is opened from any folder of the work tree")
  func inside() async throws {
    let fixture = try await Fixture()
    let inner = fixture.path("deep/down")
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    let store = try await JudgeRepository.open(at: inner, models: ModelRegistry())
    #expect(try await store.traces.all().count == 6 && store.indexProblem == nil)
  }

  @Test("An experiment of the caller's choice beats the current one")
  func override() async throws {
    let fixture = try await Fixture()
    try await fixture.store.experiments.create("other")
    #expect(try await fixture.store.traces.all().isEmpty)
    let store = try await JudgeRepository.open(
      at: fixture.folder.path, experiment: "support", models: ModelRegistry())
    #expect(try await store.traces.all().count == 6)
    let other = try await store.experiments.find("other")
    #expect(try await store.in(other).traces.all().isEmpty)
    #expect(try await store.traces.all().count == 6, "the copy has its own")
    let wrong = try await JudgeRepository.open(
      at: fixture.folder.path, experiment: "none", models: ModelRegistry())
    #expect(await failure { try await wrong.traces.all() }.says("none", "support"))
  }

  @Test("A write of another process is seen by the next question")
  func seen() async throws {
    let fixture = try await Fixture()
    #expect(try await fixture.store.traces.all().count == 6)
    let other = try await JudgeRepository.open(at: fixture.folder.path, models: ModelRegistry())
    try await other.add([TraceLine("late")])
    #expect(try await fixture.store.traces.all().count == 7)
    let now = try await fixture.store.current()
    try await other.add([TraceLine("later")])
    #expect(try await now.traces.all().count == 7, "one operation sees one tree")
    #expect(try await now.fresh.traces.all().count == 8)
  }

  @Test("The store is a plain git branch: a reset takes records out of all lists")
  func reset() async throws {
    let fixture = try await Fixture()
    let head = fixture.folder.file(".git/refs/heads/judge")
    let before = try Data(contentsOf: head)
    try await fixture.store.add([TraceLine("late")])
    #expect(try await fixture.store.traces.all().count == 7)
    try before.write(to: head)
    #expect(try await fixture.store.traces.all().count == 6)
    #expect(await failure { try await fixture.store.traces.find("late") }.code == "not-found")
  }

  @Test("Without an index the same answers come from the records")
  func rebuilt() async throws {
    let fixture = try await Fixture()
    let ids = try await fixture.store.traces.all().map(\.id)
    let state = fixture.store.store.location.stateDirectory
    for name in try FileManager.default.contentsOfDirectory(atPath: state)
    where name.hasPrefix("index") {
      try FileManager.default.removeItem(atPath: state + "/" + name)
    }
    let again = try await JudgeRepository.open(at: fixture.folder.path, models: ModelRegistry())
    #expect(try await again.traces.all().map(\.id) == ids)
    #expect(try await again.labels.all().count == 13)
  }

  @Test("The same change again writes nothing; another value supersedes it")
  func change() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let target = ChangeTarget(kind: .trace, id: try await store.traces.find("c0").id)
    try await store.change(target, "tag/k", "1", message: "one")
    let commits = try fixture.commits
    try await store.change(target, "tag/k", "1", message: "one")
    #expect(try fixture.commits == commits)
    try await store.change(target, "tag/k", "2", message: "two")
    let changes = try await store.caughtUp().changes(on: target).map(\.value)
    #expect(changes.count == 2 && changes.map(\.supersedes.count).sorted() == [0, 1])
    #expect(changes.allSatisfy { $0.source == .human(Fixture.ann) && $0.time != nil })
  }

  @Test("A name with characters that nobody sees is refused unless the store has it")
  func names() async throws {
    let fixture = try await Fixture()
    let error = await failure { try await fixture.label("c0", "x", on: "to\u{200B}ne") }
    #expect(error.code == "usage" && error.says("name"))
    _ = try await fixture.label("c0", "x", on: "tone of voice")
  }

  @Test("A label that looks as if it held a secret is refused, and the find is not repeated")
  func secrets() async throws {
    let fixture = try await Fixture()
    let token = "gh" + "p_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    let error = await failure {
      try await fixture.label("c0", "bad", because: "It shows \(token).")
    }
    #expect(error.code == "invalid" && error.says("allow secrets") && !error.says(token))
    var open = fixture.store
    open.allowsSecrets = true
    var label = LabelService.NewLabel(trace: "c0", name: "tone")
    label.text = "bad"
    label.rationale = "It shows \(token)."
    let allowed = label
    #expect(try await open.labels.addFeedback(allowed).commit != nil)
  }

  @Test("Personal data in a reason is refused only if the setting says so")
  func personal() async throws {
    let fixture = try await Fixture()
    let reason = "The card is 4111 1111 1111 1111."
    #expect(try await fixture.label("c0", "bad", because: reason).commit != nil)
    try await fixture.store.store.setConfig("judge.personalData", "refuse")
    let error = await failure { try await fixture.label("c1", "good", because: reason) }
    #expect(error.code == "invalid" && !error.says("1111 1111"))
    try await fixture.store.store.setConfig("judge.personalData", "perhaps")
    let setting = await failure { try await fixture.label("c1", "good", because: reason) }
    #expect(setting.code == "usage" && setting.says("judge.personalData", "perhaps"))
  }

  @Test("The model of judges that name none is set in git's configuration")
  func defaultModel() async throws {
    let fixture = try await Fixture()
    try await fixture.store.store.setConfig("judge.model", "recorded:/gpt")
    #expect(try await fixture.store.defaultModel() == "recorded:/gpt")
    _ = try await fixture.store.judges.create(
      Fixture.judge("tone", "Is {{ outputs }} kind?", model: nil))
    #expect(try await fixture.store.runs.run(["tone"]).verdicts["tone"] == ["good": 4, "bad": 2])
  }
}
