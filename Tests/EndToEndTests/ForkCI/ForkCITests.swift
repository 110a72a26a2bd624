import Foundation
import JudgeTestSupport
import StubModelServer
import Testing

/// CI of a fork's pull request: no key, a shallow checkout, answers of the call cache.
@Suite struct ForkCITests {
  private static let root = PackageFolder.root()

  @Test func theScriptShowsPassAndFail() throws {
    let world = try World()
    let outcome = try world.run(
      "bash", [Self.root.appendingPathComponent("scripts/fork-ci").path],
      environment: ["GIT_JUDGE_BIN": Binary.folder, "TMPDIR": world.folder.path])
    #expect(outcome.status == 0, "\(outcome.all)")
    print(outcome.text)
    let statuses = outcome.lines.compactMap { line -> Int? in
      guard let range = line.range(of: " exit ") else { return nil }
      return line[range.upperBound...].split(separator: " ").first.flatMap { Int($0) }
    }
    #expect(statuses == [0, 1, 1, 125, 0, 1], "\(outcome.all)")
  }

  private static let good = #"{"rationale":"Fine.","result":"good"}"#
  private static let bad = #"{"rationale":"Rude.","result":"bad"}"#

  /// A repository with a judge, rows on `main` and the answers of the judge's model exported.
  private func upstream(_ server: StubModelServer) throws -> Repository {
    let repository = try Repository.ready()
    try repository.newJudge(
      "tone", "--values", "bad,good", "--pass", "good", "--model", "openai:/stub")
    let files = repository.url.appendingPathComponent("eval")
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    let rows = """
      {"client_request_id": "a", "inputs": "q", "outputs": "Gladly."}
      {"client_request_id": "b", "inputs": "q", "outputs": "Go away."}

      """
    try Data(rows.utf8).write(to: files.appendingPathComponent("rows.jsonl"))
    let asked = try repository.judge(
      ["evaluate", "--data", "eval/rows.jsonl", "--judge", "tone", "--no-log", "--json"],
      environment: ["OPENAI_BASE_URL": server.url + "/v1"]
    ).expecting(0).json()
    #expect(asked["calls"] == 2)
    let written = try repository.json("cache", "export", "--output", "eval/calls.jsonl")
    #expect(written["exported"] == 2)
    let exports = try repository.json("redact", "--list")["exports"]?.list ?? []
    #expect(exports.contains { $0.text?.hasSuffix("/eval/calls.jsonl") == true }, "texts are in it")
    try repository.git("add", ".")
    try repository.git("commit", "-qm", "Rows and answers")
    return repository
  }

  @Test func answersGoToAnotherMachineAndAskNothingThere() async throws {
    let server = try await StubModelServer {
      $0.prompt.contains("Go away") ? .text(Self.bad) : .text(Self.good)
    }
    let repository = try upstream(server)
    await server.stop()
    let clone = Repository(repository.world, at: repository.world.folder.file("checkout"))
    try repository.world.run(
      "git", ["clone", "-q", "--depth", "1", "file://\(repository.path)", clone.path]
    ).expecting(0)
    try clone.git("fetch", "-q", "--depth", "1", "origin", "judge:refs/remotes/origin/judge")
    let base = ["OPENAI_BASE_URL": server.url + "/v1"]
    let evaluate = [
      "evaluate", "--data", "eval/rows.jsonl", "--judge", "tone", "--offline", "--json",
    ]
    let without = try clone.judge(evaluate, environment: base)
    #expect(without.status == 125, "\(without.all)")
    #expect(try without.json()["errors"] == 0 && without.json()["unasked"] == 2)

    let taken = try clone.json("cache", "import", "eval/calls.jsonl")
    #expect(taken["imported"] == 2 && taken["present"] == 0)
    #expect(try clone.json("cache", "import", "eval/calls.jsonl")["present"] == 2)
    try clone.judge("cache", "verify").expecting(0)
    let run = try clone.judge(evaluate, environment: base).expecting(0).json()
    #expect(run["calls"] == 0 && run["cached"] == 2 && run["metrics", "tone/pass"] == 0.5)
    let id = try #require(run["run"]?.text)
    #expect(try clone.judge("gate", id, "--min", "tone/pass=0.5", "--allow-unfit").status == 0)
    #expect(try clone.judge("gate", id, "--min", "tone/pass=0.9", "--allow-unfit").status == 1)
    // The same answers give the same bytes, so that the file can be committed.
    try clone.judge("cache", "export", "--output", "again.jsonl").expecting(0)
    try clone.git("diff", "--no-index", "--exit-code", "eval/calls.jsonl", "again.jsonl")
    let printed = try clone.judge("cache", "export", "--model", "openai:/stub").expecting(0)
    #expect(printed.lines.count == 2)
    #expect(try clone.judge("cache", "export", "--model", "openai:/other").text.isEmpty)
  }

  @Test func linesWithoutAnAnswerAreReportedAndOthersImported() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try upstream(server)
    await server.stop()
    let lines = try String(
      contentsOf: repository.url.appendingPathComponent("eval/calls.jsonl"), encoding: .utf8)
    try repository.judge("cache", "clear").expecting(0)
    let file = try repository.world.write(
      "mixed.jsonl", "{\"request\": 1}\n\nnonsense\n" + lines.dropLast())
    let outcome = try repository.judge("cache", "import", file)
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.contains("mixed.jsonl:1: this line is not an answer"))
    #expect(outcome.errorText.contains("mixed.jsonl:3: "))
    #expect(outcome.text == "Read 2 new answers; 0 already in the cache\n", "\(outcome.all)")
    #expect(try repository.judge("cache", "import", "nowhere.jsonl").status == 3)
    let wrong = try repository.world.write(
      "wrong.jsonl", String(repeating: "nonsense\n", count: 25))
    let refused = try repository.judge("cache", "import", wrong)
    #expect(refused.errorText.hasSuffix("… 25 lines were rejected in all\n"), "\(refused.all)")
    // A file does not replace existing answers.
    let other = lines.replacing("Fine.", with: "Forged.")
    #expect(other != lines)
    let forged = try repository.world.write("forged.jsonl", other)
    #expect(try repository.json("cache", "import", forged)["present"] == 2)
    #expect(try !repository.judge("cache", "export").text.contains("Forged"))
    let unwritable = try repository.judge("cache", "export", "--output", "no/such/folder.jsonl")
    #expect(unwritable.status == 3 && unwritable.errorText.contains("cannot be written"))
  }

  @Test func aChangeDoesNotBringItsOwnVerdicts() async throws {
    let server = try await StubModelServer {
      $0.prompt.contains("Go away") ? .text(Self.bad) : .text(Self.good)
    }
    let repository = try upstream(server)
    await server.stop()
    let fork = try repository.clone("fork")
    let answers = fork.url.appendingPathComponent("eval/calls.jsonl")
    let lines = try String(contentsOf: answers, encoding: .utf8)
    let program = "#!/bin/sh\ncat >/dev/null\necho '\"Go away.\"'\n"
    try Data(program.utf8).write(to: fork.url.appendingPathComponent("answer"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: fork.url.appendingPathComponent("answer").path)
    let gate = Self.root.appendingPathComponent("Examples/ci/fork-gate").path
    func gated() throws -> Outcome {
      try fork.world.run(
        "bash", [gate, "tone", "tone/pass=0.9"], in: fork.url,
        environment: ["OPENAI_BASE_URL": server.url + "/v1"])
    }
    #expect(try gated().status == 1)
    try Data(lines.replacing("bad", with: "good").utf8).write(to: answers)
    try fork.judge("cache", "clear").expecting(0)
    let outcome = try gated()
    #expect(outcome.status == 1, "\(outcome.all)")
  }
}
