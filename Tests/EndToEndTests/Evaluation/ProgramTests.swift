import Foundation
import Testing

/// Judges and applications that are programs, and what may run.
@Suite struct ProgramTests {
  private func script(_ repository: Repository, _ name: String, _ text: String) throws {
    let url = repository.url.appending(path: name)
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
  }

  private static let check = """
    #!/bin/sh
    if grep -q '"outputs":"long' >/dev/null; then echo '{"value": false, "rationale": "long"}'
    else echo true; fi
    """

  private func rows(_ repository: Repository) throws -> String {
    try repository.world.write(
      "rows.jsonl",
      """
      {"inputs": "q", "outputs": "long and winding"}
      {"inputs": "q", "outputs": "brief"}
      """)
  }

  @Test func aProgramJudgesRowsAndItsFailuresAreErrors() throws {
    let repository = try Repository.ready()
    try script(repository, "check.sh", Self.check)
    let file = try rows(repository)
    let result = try repository.json("evaluate", "--data", file, "--exec", "./check.sh")
    #expect(result.row(0)["check/value"] == false)
    #expect(result.row(0)["check/rationale"] == "long")
    #expect(result.row(1)["check/value"] == true)
    #expect(result["metrics", "check/mean"] == 0.5)
    for (text, expected) in [
      ("exit 3", "status 3"), ("echo '{'", "no JSON"), ("sleep 30", "TIMEOUT"),
    ] {
      try script(repository, "bad.sh", "#!/bin/sh\n\(text)\n")
      let outcome = try repository.judge(
        "evaluate", "--data", file, "--exec", "./bad.sh", "--timeout", "0.5", "--json")
      #expect(outcome.status == 3)
      let bad = try outcome.json()
      #expect(bad["errors"] == 2)
      #expect(bad.row(0)["bad/error_message"]?.text?.contains(expected) == true, "\(bad.row(0))")
    }
    try script(repository, "quiet.sh", "#!/bin/sh\ncat >/dev/null\n")
    let quiet = try repository.json("evaluate", "--data", file, "--exec", "./quiet.sh")
    #expect(quiet["errors"] == 0 && quiet.row(0)["quiet/value"] == nil)
  }

  @Test func aFetchedProgramRunsOnlyWhereItIsTrustedAndUnchanged() throws {
    let repository = try Repository.ready()
    try script(repository, "check.sh", "#!/bin/sh\ncat >/dev/null\ntouch ran\necho true\n")
    try repository.load([Samples.line("a")])
    try repository.judge("new", "format", "--exec", "./check.sh").expecting(0)
    #expect(try repository.json("run", "format")["verdicts", "format", "true"] == 1)
    let marker = repository.url.appending(path: "ran")
    try FileManager.default.removeItem(at: marker)

    let other = try repository.clone("other")
    try script(other, "check.sh", "#!/bin/sh\ncat >/dev/null\ntouch ran\necho true\n")
    let refused = try other.judge("run", "format")
    #expect(refused.status == 4, "\(refused.all)")
    #expect(refused.errorText.contains("git judge trust"))
    #expect(!FileManager.default.fileExists(atPath: other.url.appending(path: "ran").path))
    let evaluated = try other.judge("evaluate", "--judge", "format", "--data", try rows(other))
    #expect(evaluated.status == 4)
    try other.judge("trust", "format").expecting(0)
    #expect(try other.json("run", "format")["errors"] == 0)
    // Another file under the same name is not what was trusted.
    try FileManager.default.removeItem(at: other.url.appending(path: "ran"))
    try script(other, "check.sh", "#!/bin/sh\ntouch ran\necho false\n")
    let changed = try other.judge("evaluate", "--judge", "format", "--data", try rows(other))
    #expect(changed.status == 4, "\(changed.all)")
    #expect(changed.errorText.contains("is not the file that format@v1 was made with"))
    #expect(try other.judge("trust", "format").status == 4)
    #expect(!FileManager.default.fileExists(atPath: other.url.appending(path: "ran").path))
  }

  @Test func anApplicationAnswersTheRows() throws {
    let repository = try Repository.ready()
    try script(
      repository, "app.sh",
      "#!/bin/sh\nread line\n[ \"$line\" = '\"boom\"' ] && exit 1\necho \"$line\"\n")
    let file = try repository.world.write(
      "rows.jsonl", "{\"inputs\": \"hello\"}\n{\"inputs\": \"boom\"}\n")
    try repository.judge(
      "new", "any", "--builtin", "regex_match", "--set", "pattern=hello"
    ).expecting(0)
    let app = repository.url.appending(path: "app.sh").path
    let result = try repository.json(
      "evaluate", "--data", file, "--predict", app, "--judge", "any")
    #expect(result.row(0)["any/value"] == "yes")
    #expect(result.row(1)["any/error_message"]?.text?.contains("PREDICTION_FAILED") == true)
    #expect(result["metrics", "latency_seconds/mean"] != nil)
  }
}
