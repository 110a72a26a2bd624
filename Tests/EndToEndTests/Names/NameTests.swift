import Foundation
import JudgeTestSupport
import Testing

/// Names are held to one rule where they are made and where they arrive.
@Suite struct NameTests {
  @Test func aBadNameIsRefusedBeforeAnythingIsWritten() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a", labels: ["ann": "good"])])
    let trace = try repository.traceID("a")
    try repository.newJudge("tone", "--values", "bad,good")
    let file = try repository.world.write("j.md", "Judge {{ outputs }}\n")
    let rubric = try repository.world.write("r.md", "Be kind.\n")
    let tip = try repository.tip()
    let names = [
      "../../x", "a\nJudge-Purge: 0", "a\u{2028}b", " a", "a\u{200b}", "..", "\u{202e}x",
    ]
    for (number, bad) in names.enumerated() {
      var commands = [
        ["new", bad, "--instructions", "@\(file)"], ["experiment", "create", bad],
        ["experiment", "rename", "support", bad], ["alias", bad, "tone"],
        ["assign", "tone", "--batch", bad, "--reviewers", "a@b"],
      ]
      if bad != "../../x" {
        commands += [
          ["feedback", "add", trace, "--name", bad, "--value", "x"],
          ["expectation", "add", trace, "--name", bad, "--value", "x"], ["rubric", bad, rubric],
        ]
      }
      // The long tests try every name on every command; the others three of a name's, in turn.
      let tried =
        PropertyRuns.isLong
        ? commands : (0..<3).map { commands[(number + 2 * $0) % commands.count] }
      for command in tried {
        let outcome = try repository.judge(command)
        #expect([2, 3].contains(outcome.status), "\(outcome.all)")
        #expect(try repository.tip() == tip, "\(outcome.all)")
      }
    }
    let lines = try repository.world.write(
      "bad.jsonl", lines: [Samples.line("b", labels: ["ann": "good"], name: "a\u{200b}b")])
    let refused = try repository.judge("trace", "import", lines)
    #expect(refused.status == 3 && refused.errorText.contains("name"), "\(refused.all)")
    #expect(try repository.tip() == tip)
  }

  /// Somebody else's record with such a name is refused by a hook, and listed where there is none.
  @Test func aBadNameThatArrivesIsRefusedOrListed() throws {
    let world = try World()
    let server = try Repository(world, "team.git", options: ["--bare"])
    try server.judge("hooks", "install", "--server").expecting(0)
    let clone = try Repository.ready(world, "clone")
    try clone.git("remote", "add", "origin", server.path)
    try clone.judge("sync").expecting(0)
    let script = """
      r='{"kind":"experiment","name":"a\\nJudge-Purge: 0","v":1}'
      at $tip; h=$(printf %s "$r" | sha256sum | cut -c1-64)
      printf %s "$r" | put experiments/$h.json; made=$(made $tip)
      """
    let outcome = try clone.plumb(script + "\ngit push -q origin $made:refs/heads/judge")
    #expect(
      outcome.status != 0 && outcome.errorText.contains("control characters"), "\(outcome.all)")
    try FileManager.default.removeItem(at: server.url.appending(path: "hooks/pre-receive"))
    try clone.plumb(script + "\ngit push -q origin $made:refs/heads/judge").expecting(0)
    try clone.judge("sync").expecting(0)
    let kinds = try clone.judge("fsck", "--json").json()["problems"]?.list?
      .compactMap { $0["kind"]?.text }
    #expect(kinds == ["name"])
    // Nothing dies of it, and no message has it raw.
    for command in [
      ["experiment", "list"], ["status"], ["experiment", "use", "a\nJudge-Purge: 0"],
    ] {
      try clone.judge(command).expecting(0)
    }
    try clone.load([Samples.line("a", labels: ["ann": "good"])])
    try clone.newJudge("tone", "--values", "bad,good")
    try clone.judge("sync").expecting(0)
    let log = try clone.git("log", "--format=%B%(trailers)", "judge").text
    #expect(!log.contains("\nJudge-Purge"))
    let tags = try clone.git("tag", "-l", "--format=%(contents)").text
    #expect(!tags.contains("\nJudge-Purge"))
  }

  @Test func aReasonIsNoTrailer() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try repository.judge("redact", "a", "--reason", "Judge-Purge: 0\nJudge-Purge: 1").expecting(0)
    let message = try repository.git("log", "-1", "--format=%B", "judge").text
    let parsed = try repository.plumb(
      "git log -1 --format=%B judge | git interpret-trailers --parse")
    #expect(
      !parsed.text.contains("Judge-Purge: 0\n") && !parsed.text.hasPrefix("Judge-Purge"),
      "\(message)")
  }

  /// Ids that are taken for a pinned reviewer's do not come in, and are told where they did.
  @Test func sourcesThatAreTakenForOthers() throws {
    let world = try World()
    let server = try Repository(world, "team.git", options: ["--bare"])
    try server.judge("hooks", "install", "--server").expecting(0)
    let clone = try Repository.ready(world, "clone")
    try clone.git("remote", "add", "origin", server.path)
    try clone.load([Samples.line("a"), Samples.line("b")])
    try clone.judge("sync").expecting(0)
    let trace = try clone.traceID("a")
    let list = try world.write("reviewers", "bob@example.org\n")
    try server.git("config", "judge.reviewers", list)
    func add(_ source: String) throws -> Outcome {
      try clone.judge(
        "feedback", "add", trace, "--name", "tone", "--value", "good", "--source-id", source)
    }
    // A clone that pins nobody makes it, and the server refuses it.
    try add("Bob@example.org").expecting(0)
    let refused = try clone.judge("sync")
    #expect(
      refused.status == 3 && refused.errorText.contains("taken for bob@example.org"),
      "\(refused.all)")
    let kinds = { () throws -> [String] in
      try clone.judge("fsck", "--json").json()["problems"]?.list?.compactMap { $0["kind"]?.text }
        ?? []
    }
    #expect(try !kinds().contains("source-twin"))
    try clone.git("config", "judge.reviewers", list)
    #expect(try kinds() == ["source-twin"])
    let tip = try clone.tip()
    for source in [
      "BOB@example.org", "bob @example.org", "bob\u{200b}@example.org", "ｂob@example.org",
    ] {
      let outcome = try add(source)
      #expect(outcome.status == 2, "\(outcome.all)")
      let csv = try world.write(
        "labels.csv", "client_request_id,name,value,source_id\na,tone,good,\"\(source)\"\n")
      #expect(try clone.judge("feedback", "import", csv).status == 3)
      let lines = try world.write("t.jsonl", lines: [Samples.line("c", labels: [source: "good"])])
      #expect(try clone.judge("trace", "import", lines).status == 3)
      // A reader of a list sees the id of a judge or of code too.
      let verdict = Samples.line("d", verdicts: [source: "good"])
      let judged = try world.write("d.jsonl", lines: [verdict])
      #expect(try clone.judge("trace", "import", judged).status == 3)
    }
    #expect(try clone.tip() == tip)
    try add("carol@example.org").expecting(0)
  }
}
