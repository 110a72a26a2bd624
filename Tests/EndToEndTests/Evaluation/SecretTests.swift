import Foundation
import JudgeTestSupport
import StubModelServer
import Testing

/// Keys of this machine and of others: in no record, cache entry or message.
@Suite struct SecretTests {
  private static let key = "sk-proj-" + "Zq8vN3xW1mT5yR7uK2pL9aB4cD6eF0gH"
  private static let token = "gh" + "p_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"

  /// All that the repository keeps, as text.
  private func everything(_ repository: Repository) throws -> String {
    var all = try repository.git("log", "-p", "--all", "--format=%B").text
    let calls = repository.url.appending(path: ".git/git-judge/calls")
    for file in FileManager.default.subpaths(atPath: calls.path) ?? [] {
      let data = FileManager.default.contents(atPath: calls.path + "/" + file) ?? Data()
      all += String(decoding: data, as: UTF8.self)
    }
    return all
  }

  @Test func aKeyThatTheServerTellsIsKeptNowhere() async throws {
    let server = try await StubModelServer { request in
      let told = request.headers["authorization"] ?? ""
      return .text(#"{"rationale":"You sent \#(told)\u0301.","result":"good"}"#)
    }
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(3))
    try repository.newJudge(
      "tone", "--values", "bad,good", "--pass", "good", "--model", "openai:/stub")
    try repository.git("config", "judge.openai.baseUrl", server.url + "/v1")
    let environment = ["OPENAI_API_KEY": Self.key]
    let run = try repository.judge(["run", "tone", "--json"], environment: environment)
    #expect(run.status == 0, "\(run.all)")
    let list = try repository.judge(["trace", "list", "--jsonl"], environment: environment)
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer " + Self.key })
    for text in [run.all, list.all, try everything(repository)] {
      #expect(!text.contains("Zq8vN3xW1"))
    }
    #expect(try everything(repository).contains("«secret»"))
    await server.stop()
  }

  @Test(arguments: ["\n", "\r\n", "\u{1b}[0m"])
  func aKeyWithAControlCharacterIsRefusedAndNotShown(_ end: String) throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(3))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "openai:/stub")
    let outcome = try repository.judge(
      ["run", "tone"],
      environment: [
        "OPENAI_API_KEY": Self.key + end, "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
      ])
    #expect(outcome.status == 4, "\(outcome.all)")
    #expect(outcome.errorText.contains("OPENAI_API_KEY"))
    #expect(!outcome.all.contains("Zq8vN3xW1"))
    #expect(!(try everything(repository)).contains("Zq8vN3xW1"))
  }

  @Test(arguments: ["http://me:PASSWORD@127.0.0.1:9/v1", "http://127.0.0.1:9/v1?key=PASSWORD"])
  func aBaseURLWithCredentialsIsRefusedAndNotShown(_ base: String) throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(3))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "openai:/stub")
    let outcome = try repository.judge(
      ["run", "tone"], environment: ["OPENAI_API_KEY": Self.key, "OPENAI_BASE_URL": base])
    #expect(outcome.status == 4, "\(outcome.all)")
    #expect(outcome.errorText.contains("OPENAI_BASE_URL") && !outcome.all.contains("PASSWORD"))
  }

  @Test func passwordsOfRemotesAreNotShown() throws {
    let repository = try Repository.ready()
    for url in [
      "https://user:PASSWORD@127.0.0.1:9/x.git", "https://user:PASS WORD@127.0.0.1:9/x.git",
      "https://PASSWORD@127.0.0.1:9/x.git?token=PASSWORD", "http://u:PASSWORD@127.0.0.1:9",
    ] {
      let outcome = try repository.judge("clone", url)
      #expect(outcome.status != 0 && !outcome.all.dropFirst(outcome.command.count).contains("PASS"))
      let sync = try repository.judge("sync", url)
      #expect(sync.status != 0 && !sync.all.dropFirst(sync.command.count).contains("PASS"))
      try repository.git("config", "remote.origin.url", url)
      for command in [["sync"], ["status"], ["fsck"]] {
        let outcome = try repository.judge(command)
        #expect(!outcome.all.dropFirst(outcome.command.count).contains("PASS"), "\(outcome.all)")
      }
    }
  }

  @Test func aKeyOfThisMachineWithoutAFormIsNotRecorded() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(2))
    let key = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"
    let environment = ["MISTRAL_API_KEY": key]
    let file = try repository.world.write(
      "more.jsonl", lines: [Samples.line("m", inputs: ["question": .text("is it \(key)?")])])
    let imported = try repository.judge(["trace", "import", file], environment: environment)
    #expect(imported.status == 3, "\(imported.all)")
    let made = try repository.judge(
      ["new", "tone", "--guideline", "Never say \(key).", "--model", "mistral:/x"],
      environment: environment)
    #expect(made.status == 3, "\(made.all)")
    for outcome in [imported, made] {
      #expect(!outcome.all.dropFirst(outcome.command.count).contains(key))
    }
    #expect(!(try everything(repository)).contains(key))
  }

  /// One program that says a token, a huge rationale, too many names, and no UTF-8, row by row.
  private static let hostile = """
    #!/bin/sh
    read line
    case "$line" in
    *'"q1"'*) echo '{"value": true, "rationale": "see \(token)"}' ;;
    *'"q2"'*) printf '{"value": true, "rationale": "'; head -c 5000000 /dev/zero | tr '\\0' x; echo '"}' ;;
    *'"q3"'*) printf '['; for i in $(seq 1 2000); do printf '{"name":"n%s","value":1},' $i; done; echo '1]' ;;
    *'"q4"'*) printf '{"value": "\\377\\376"}' ;;
    *'"q5"'*) head -c 20000000 /dev/zero ;;
    *) echo true ;;
    esac
    """

  @Test func aHostileProgramCostsItsOwnRowsOnly() throws {
    let repository = try Repository.ready()
    let script = repository.url.appending(path: "check.sh")
    try Data(Self.hostile.utf8).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    try repository.load(
      (0..<8).map { Samples.line("c\($0)", inputs: ["question": .text("q\($0)")]) })
    let outcome = try repository.judge("evaluate", "--exec", "./check.sh", "--json")
    #expect(outcome.status == 0, "\(outcome.errorText)")
    let result = try outcome.json()
    #expect(result["errors"] == 4, "\(outcome.all.prefix(2000))")
    let verdicts = try repository.records("verdicts").values.flatMap { $0["verdicts"]?.list ?? [] }
    #expect(verdicts.count == 8)
    #expect(verdicts.count { $0["value"] == true } == 4)
    #expect(!(try everything(repository)).contains(Self.token))
    #expect(outcome.all.contains("what looks like an access token"))
    _ = try repository.checked()
    let start = ContinuousClock.now
    try repository.judge("evaluate", "--exec", "true").expecting(0)
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func namesBodiesTagsAndReasonsAreLookedAt() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(2))
    let ids = try repository.json("trace", "list")["traces"]?.list?
      .compactMap { $0["trace_id"]?.text }
    let id = try #require(ids?.first)
    let rules = try repository.world.write("rubric.md", "Never tell \(Self.token).")
    let body = try repository.world.write("body.md", "Is {{ outputs }} like \(Self.token)?")
    let escaped = try repository.world.write(
      "j.json",
      "{\"name\":\"j\",\"instructions\":\"{{ outputs }} \\u201c\(Self.token)\\u201d\"}")
    let key = Self.token
    for command in [
      ["experiment", "create", key], ["trace", "tag", id, "note=\(key)"],
      ["new", "tone", "--instructions", "@\(body)", "--values", "a,b"],
      ["new", "j", "--from", escaped],
      ["new", "tone", "--guideline", "Never say \(key).", "--model", "openai:/x"],
      ["new", "fine", "--builtin", "safety", "--tag", "note=\(key)", "--model", "openai:/x"],
      ["redact", id, "--reason", "it holds \(key)"],
      ["rubric", "tone", rules],
      ["feedback", "add", id, "--name", "tone", "--value", "good", "--rationale", "see \(key)"],
      ["feedback", "add", id, "--name", key, "--value", "good"],
      ["adjudicate", "tone", id, "--value", "good", "--rationale", "see \(key)"],
    ] {
      let before = try repository.tip()
      let outcome = try repository.judge(command)
      #expect(outcome.status != 0, "\(outcome.all)")
      #expect(try repository.tip() == before, "\(outcome.all)")
    }
    #expect(!(try everything(repository)).contains(key))
    // The way out.
    let allowed = try repository.world.run(
      "git", ["-c", "judge.secrets=allow", "judge", "experiment", "create", key],
      in: repository.url)
    #expect(allowed.status == 0, "\(allowed.all)")
  }

  @Test func aKeyInAMembersNameIsBlankedAndTheRunIsKept() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(3))
    let script = repository.url.appending(path: "p.sh")
    try Data(
      "#!/bin/sh\ncat >/dev/null\necho '{\"value\":{\"\(Self.token)\":1},\"rationale\":\"r\"}'\n"
        .utf8
    ).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    try repository.judge("new", "p", "--exec", "./p.sh").expecting(0)
    let run = try repository.json("run", "p")
    #expect(run["errors"] == 0 && run["warnings"]?.list?.count == 1, "\(run)")
    try repository.judge("evaluate", "--judge", "p").expecting(0)
    let all = try everything(repository)
    #expect(!all.contains(Self.token) && all.contains("«secret»"))
  }
}
