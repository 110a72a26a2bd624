import Foundation
import JudgeTestSupport
import StubModelServer
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
      ("exit 3", "status 3"), ("echo '{'", "not valid JSON"), ("sleep 30", "TIMEOUT"),
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

  @Test func aProgramAsksAJudgeAndUsesItsScore() async throws {
    let server = try await StubModelServer { request in
      .text(
        request.prompt.contains("ann@example.org")
          ? #"{"rationale":"An address.","result":2}"# : #"{"rationale":"None.","result":5}"#)
    }
    let repository = try Repository.ready()
    try repository.git("config", "judge.openai.baseUrl", server.url + "/v1").expecting(0)
    let prompt = try repository.world.write("prompt.txt", "Is {response} free of personal data?")
    try repository.judge("new", "no_pii_metric", "--prompt", prompt, "--model", "openai:/stub")
      .expecting(0)
    // A Boolean and a number from one call of the model.
    try script(
      repository, "post.sh",
      #"""
      #!/bin/sh
      score=$(eval "$GIT_JUDGE_ASK no_pii_metric --json" | sed -n 's/^  "score": \([0-9.]*\).*/\1/p')
      pass=false; [ "$score" -ge 3 ] && pass=true
      echo "[{\"name\": \"no_pii\", \"value\": $pass}, {\"name\": \"no_pii_score\", \"value\": $score}]"

      """#)
    let file = try repository.world.write(
      "rows.jsonl",
      """
      {"request": "Who?", "response": "Write to ann@example.org"}
      {"request": "Who?", "response": "I do not know"}
      """)
    // The program runs in another folder than the command, and with the same experiment.
    let result = try repository.json("evaluate", "--data", file, "--exec", "./post.sh")
    #expect(result.row(0)["no_pii/value"] == false && result.row(0)["no_pii_score/value"] == 2)
    #expect(result.row(1)["no_pii/value"] == true && result.row(1)["no_pii_score/value"] == 5)
    #expect(server.requests.count == 2)
    await server.stop()
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

  /// A judge that a record names and nobody here has made: the bytes are put on the branch by git.
  @discardableResult
  private func plant(
    _ repository: Repository, _ name: String, settings: String, beside: String = ""
  ) throws -> String {
    let experiment = try #require(try repository.records("experiments").keys.first)
      .dropFirst("experiments/".count).dropLast(".json".count)
    let judge = try repository.plant(
      "judges",
      "{\(beside)\"form\":\"program\",\"instructions\":\"\",\"kind\":\"judge\",\"name\":\"\(name)\","
        + "\"settings\":\(settings),\"v\":1,\"values\":[\"yes\",\"no\"]}")
    try repository.plant(
      "registrations",
      "{\"experiment\":\"\(experiment)\",\"judge\":\"\(judge)\",\"kind\":\"registration\","
        + "\"name\":\"\(name)\",\"v\":1,\"version\":1}")
    return judge
  }

  @Test func noCommandRunsAProgramThatNobodyHereHasTrusted() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(12))
    let marker = repository.world.folder.file("ran")
    try plant(
      repository, "tone", settings: "{\"command\":[\"/usr/bin/touch\",\"\(marker.path)\"]}")
    try repository.judge("new", "fine", "--builtin", "regex_match", "--set", "pattern=a")
      .expecting(0)
    let file = try rows(repository)
    for command in [
      ["run", "tone"], ["evaluate", "--data", file, "--judge", "tone"], ["align", "tone"],
      ["align", "tone", "--optimizer", "calibration"],
      ["align", "tone", "--compare", "calibration,few-shot"],
      ["learning-curve", "tone", "--sizes", "4", "--seeds", "1"], ["diff", "tone", "tone"],
      ["diff", "fine", "tone"],
    ] {
      let outcome = try repository.judge(command)
      let ran = FileManager.default.fileExists(atPath: marker.path)
      #expect(!ran, "\(outcome.all)")
      let isHarmless = command.first == "diff" && outcome.status == 0
      #expect(outcome.status == 4 || isHarmless, "\(outcome.all)")
    }
    // A member of an ensemble is asked for too.
    try repository.judge(
      "new", "panel", "--ensemble", "majority", "--member", "tone", "--member", "fine"
    ).expecting(0)
    #expect(try repository.judge("run", "panel").status == 4)
    #expect(!FileManager.default.fileExists(atPath: marker.path))
  }

  @Test(
    "Trust pins the files that a command names, however it names them",
    arguments: [
      (#"["./check.sh"]"#, "check.sh"), (#"["sh","./check.sh"]"#, "check.sh"),
      (#"["sh","check.sh"]"#, "check.sh"), (#"["sh","-c","./check.sh -v"]"#, "check.sh"),
      (#"["env","A=1","./check.sh"]"#, "check.sh"),
    ])
  func trustPins(_ command: String, _ file: String) throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try script(repository, file, "#!/bin/sh\ncat >/dev/null\necho '\"yes\"'\n")
    try plant(repository, "tone", settings: "{\"command\":\(command)}")
    #expect(try repository.judge("run", "tone").status == 4)
    try repository.judge("trust", "tone").expecting(0)
    try repository.judge("run", "tone").expecting(0)
    try script(repository, file, "#!/bin/sh\ntouch ran\necho '\"no\"'\n")
    let changed = try repository.judge("run", "tone")
    #expect(changed.status == 4, "\(changed.all)")
    #expect(changed.errorText.contains(file))
    #expect(!FileManager.default.fileExists(atPath: repository.url.appending(path: "ran").path))
    try repository.judge("trust", "tone").expecting(0)
    try repository.judge("run", "tone").expecting(0)
    #expect(FileManager.default.fileExists(atPath: repository.url.appending(path: "ran").path))
  }

  @Test func aFileThatWasNotThereIsNotTrusted() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try plant(repository, "tone", settings: #"{"command":["sh","-c","./later.sh || echo 1"]}"#)
    try repository.judge("trust", "tone").expecting(0)
    try script(repository, "later.sh", "#!/bin/sh\ntouch ran\necho '\"no\"'\n")
    let outcome = try repository.judge("run", "tone")
    #expect(outcome.status == 4, "\(outcome.all)")
    #expect(outcome.errorText.contains("later.sh was not there"))
  }

  @Test func trustWithoutRecordedFilesIsAskedForAgain() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try script(repository, "check.sh", "#!/bin/sh\ncat >/dev/null\necho '\"yes\"'\n")
    let hash = try plant(repository, "tone", settings: #"{"command":["./check.sh"]}"#)
    // As earlier versions left it.
    try repository.git("config", "judge.\(hash).trusted", "true")
    let outcome = try repository.judge("run", "tone")
    #expect(outcome.status == 4, "\(outcome.all)")
    #expect(outcome.errorText.contains("check.sh"))
    // The hashes of a judge that `new` made are in its body.
    try repository.judge("new", "own", "--exec", "./check.sh").expecting(0)
    let state = repository.url.appending(path: ".git/git-judge/trusted")
    try FileManager.default.removeItem(at: state)
    try repository.judge("run", "own").expecting(0)
  }

  @Test func aStepThatNamesAPathRunsNothing() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(12))
    try script(repository, "evil.sh", "#!/bin/sh\ntouch ran\n")
    let base = try repository.newJudge(
      "tone", "--values", "bad,good", "--pass", "good",
      "--model", "embedded:/lexical")
    let ids = try repository.records("assessments").keys.sorted().map { path in
      "a-" + path.split(separator: "/").dropFirst().joined().prefix(32)
    }
    let all = JSON.list(ids.map { .text($0) }).line
    let body = try #require(try repository.records("judges")["judges/\(base).json"]?.object)
    for step in [
      ##"{"base":"\##(base)","labels":\##(all),"optimizer":"./evil.sh"}"##,
      ##"{"base":"\##(base)","labels":\##(all),"optimizer":"program","settings":{"command":["./evil.sh"]}}"##,
    ] {
      var planted = body
      planted["steps"] = try .list([JSON(parsing: Data(step.utf8))])
      let hash = try repository.plant("judges", JSON.object(planted).line)
      let outcome = try repository.judge("unalign", String(hash.prefix(12)), "--label", ids[0])
      #expect(outcome.status != 0, "\(outcome.all)")
      #expect(!FileManager.default.fileExists(atPath: repository.url.appending(path: "ran").path))
    }
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
    #expect(
      result.row(1)["any/error_message"]
        == "PREDICTION_FAILED: the application ended with status 1 and printed no error")
    #expect(result["metrics", "latency_seconds/mean"] != nil)
  }

  @Test func aProgramOnThePathInTheWorkTreeIsPinned() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try FileManager.default.createDirectory(
      at: repository.url.appending(path: "bin"), withIntermediateDirectories: true)
    try script(repository, "bin/tone-check", "#!/bin/sh\ncat >/dev/null\necho true\n")
    let path =
      repository.url.appending(path: "bin").path + ":"
      + (repository.world.environment["PATH"] ?? "")
    func judge(_ arguments: String...) throws -> Outcome {
      try repository.judge(arguments, environment: ["PATH": path])
    }
    try judge("new", "mine", "--exec", "tone-check").expecting(0)
    try judge("run", "mine").expecting(0)
    let marker = repository.url.appending(path: "ran").path
    try script(repository, "bin/tone-check", "#!/bin/sh\ntouch '\(marker)'\necho true\n")
    let refused = try judge("run", "mine")
    #expect(refused.status == 4 && refused.errorText.contains("bin/tone-check"), "\(refused.all)")
    #expect(!FileManager.default.fileExists(atPath: marker))
  }
}
