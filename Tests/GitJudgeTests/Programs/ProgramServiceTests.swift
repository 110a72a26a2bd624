import Foundation
import JudgeTestSupport
import Testing

@testable import GitJudge

/// Judges that are programs: made with the hashes of their files, run only if trusted here.
@Suite struct ProgramServiceTests {
  private static let script = """
    #!/bin/sh
    cat > /dev/null
    echo '{"value": "good"}'
    """

  private func write(_ fixture: Fixture, _ text: String = script) throws {
    let path = try fixture.file("judge.sh", text)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  /// A store with the registered program `mine`.
  private func registered() async throws -> Fixture {
    let fixture = try await Fixture()
    try write(fixture)
    var body = try fixture.store.programs.programBody("mine", command: ["./judge.sh"])
    body.values = ["good", "bad"]
    _ = try await fixture.store.judges.create(body)
    return fixture
  }

  @Test("A body names its command and the hashes of its files; a missing program is refused")
  func body() async throws {
    let fixture = try await Fixture()
    try write(fixture)
    let programs = fixture.store.programs
    let body = try programs.programBody("mine", command: ["./judge.sh", "-v"], timeout: 5)
    #expect(body.form == .program && body.settings["command"] == ["./judge.sh", "-v"])
    #expect(body.settings["files"]?["./judge.sh"]?.stringValue?.count == 64)
    let missing = await failure { try programs.programBody("mine", command: ["./none.sh"]) }
    #expect(missing.code == "not-found" && missing.says("./none.sh"))
    let none = await failure { try programs.programBody("mine", command: []) }
    #expect(none.code == "usage")
    #expect(try programs.programBody("mine", command: ["true"]).settings["files"] == nil)
  }

  @Test("A program that nobody here trusted does not run; trust names it and lets it")
  func trusted() async throws {
    let fixture = try await registered()
    let store = fixture.store
    let error = await failure { try await store.runs.run(["mine"]) }
    #expect(error.code == "not-trusted")
    #expect(error.says("mine@v1", "./judge.sh", "trust program"))
    let version = try await store.judges.find(named: "mine")
    #expect(await !store.programs.areTrusted([version]))
    #expect(try await store.programs.trust("mine").hash == version.hash)
    #expect(await store.programs.areTrusted([version]))
    #expect(try await store.judges.ask("mine", .trace("c0")).value == "good")
  }

  @Test("A file that changed is not the one that was trusted")
  func changed() async throws {
    let fixture = try await registered()
    let store = fixture.store
    _ = try await store.programs.trust("mine")
    try write(fixture, Self.script + "\n# more")
    let error = await failure { try await store.judges.callable("mine") }
    #expect(error.code == "not-trusted" && error.says("judge.sh", "mine@v1"))
    let again = await failure { try await store.programs.trust("mine") }
    #expect(again.code == "not-trusted" && again.says("create judge mine"))
    try write(fixture)
    #expect(try await store.judges.callable("mine").version.number == 1)
  }

  @Test("A judge without a program needs no trust")
  func nothing() async throws {
    let fixture = try await Fixture()
    let error = await failure { try await fixture.store.programs.trust("tone") }
    #expect(error.code == "invalid" && error.says("tone@v1", "no program"))
    let tone = try await fixture.store.judges.find(named: "tone")
    #expect(await fixture.store.programs.areTrusted([tone]))
  }

  @Test("An application answers in JSON or text, and its failure is an error")
  func application() async throws {
    let programs = try await Fixture(.plain).store.programs
    let text = try await programs.predictor(["sh", "-c", "cat >/dev/null; echo hello"])("q")
    #expect(text == "hello")
    let json = try await programs.predictor(["sh", "-c", "cat"])(["q": 1])
    #expect(json == ["q": 1])
    let failed = await failure {
      try await programs.predictor(["sh", "-c", "cat >/dev/null; exit 7"])("q")
    }
    #expect(failed.code == "invalid" && failed.says("7"))
  }
}
