import Foundation
import JudgeTestSupport
import Testing

/// What is redacted is shown nowhere, and whatever refers to it stays valid.
@Suite struct RedactionTests {
  private static let secret = "Flat 12, 7 Garden Row"

  private func store() throws -> Repository {
    try Template.repository { world in
      let repository = try Repository.ready(world)
      try repository.load([
        Samples.line(
          "a", inputs: ["question": .text(Self.secret)], labels: ["ann@example.com": "good"]),
        Samples.line("b", labels: ["ann@example.com": "good", "bob@example.com": "bad"]),
        Samples.line("c", labels: ["ann@example.com": "bad", "bob@example.com": "bad"]),
      ])
      try repository.newJudge("tone", "--values", "bad,good")
    }
  }

  @Test func aRedactedTraceIsShownNowhere() throws {
    let repository = try store()
    let world = repository.world
    let id = try repository.traceID("a")
    let done = try repository.json("redact", id, "--reason", "an address")
    #expect(done["redacted"] == 1 && done["pending"] == false, "\(done)")

    let list = try repository.json("trace", "list")
    #expect(list["traces"]?.list?.count == 2 && list["redacted"] == 1)
    #expect(try repository.judge("trace", "show", id).status == 3)
    let found = try repository.json("trace", "list", "--where", "text LIKE '%Garden Row%'")
    #expect(found["traces"]?.list?.isEmpty == true)
    #expect(try repository.json("agreement", "tone")["redacted"] == 1)
    #expect(try repository.json("consensus", "tone")["labels"]?.list?.count == 2)
    #expect(try repository.json("status")["redacted"] == 1)
    let check = try repository.json("fsck")
    #expect(check["ok"] == true && check["redacted"] == 1, "\(check)")

    let folder = world.folder.file("out")
    #expect(try repository.json("export", "--output", folder.path)["redacted"] == 1)
    #expect(try world.run("grep", ["-rq", "Garden Row", folder.path]).status == 1)
    // Nor does a byte of it stay in the files of the index.
    let state = repository.url.appending(path: ".git/git-judge")
    #expect(try world.run("grep", ["-rqa", "Garden Row", state.path]).status == 1)
    // The record itself is there, and verifies.
    #expect(try repository.records("traces").count == 3)
  }

  @Test func whatIsRedactedAlreadyIsSaidAndNotWrittenAgain() throws {
    let repository = try store()
    let trace = try repository.traceID("a")
    let labels = try repository.json("feedback", "list", "--source-id", "bob@example.com")
    let label = try #require(labels["feedback"]?.list?.first?["assessment_id"]?.text)
    try repository.json("redact", trace, "--reason", "an address")
    // Bob's label waits for Bob, its importer or an owner.
    try repository.git("config", "user.email", "eve@example.com")
    try repository.json("redact", label, "--reason", "rude")
    let waiting = try repository.tip()
    let asked = try repository.json("redact", label, "--reason", "rude")
    #expect(asked["already"] == true && asked["pending"] == true, "\(asked)")
    #expect(try repository.tip() == waiting)

    try repository.git("config", "user.email", "ann@example.com")
    try repository.judge("owners", "lead@example.com", "--force").expecting(0)
    try repository.git("config", "user.email", "lead@example.com")
    let hidden = try repository.json("redact", label, "--reason", "rude")
    #expect(hidden["already"] == false && hidden["redacted"] == 1, "\(hidden)")
    try repository.json("redact", "bob@example.com", "--reason", "asked")
    let tip = try repository.tip()
    for (what, kind) in [
      (trace, "trace"), (String(trace.prefix(9)), "trace"), (label, "assessment"),
      ("bob@example.com", "reviewer"),
    ] {
      let again = try repository.json("redact", what, "--reason", "again")
      #expect(again["already"] == true && again["target"] == .text(kind), "\(again)")
      #expect(again["redactions"]?.list?.isEmpty == true)
      let said = try repository.judge("redact", what, "--reason", "again").expecting(0)
      #expect(said.text.contains("redacted already"), "\(said.all)")
    }
    #expect(try repository.tip() == tip, "nothing is written")
    #expect(try repository.judge("redact", "tr-abcdef", "--reason", "x").status == 3)

    // An owner can still have the bytes out of the history.
    let purged = try repository.json("redact", label, "--reason", "rude", "--purge")
    #expect(purged["already"] == false && purged["purge"] != .null, "\(purged)")
  }

  @Test func anAnswerThatHoldsItIsForgotten() throws {
    let repository = try store()
    let calls = repository.url.appending(path: ".git/git-judge/calls/ab")
    try FileManager.default.createDirectory(at: calls, withIntermediateDirectories: true)
    let inside = #"{"request":{"messages":[{"content":"{\"question\":\"\#(Self.secret)\"}"}]}}"#
    try Data(inside.utf8).write(to: calls.appending(path: "one.json"))
    try Data(#"{"request":{"embedding":"\#(Self.secret)"}}"#.utf8)
      .write(to: calls.appending(path: "two.json"))
    try Data(#"{"request":{"messages":[]}}"#.utf8).write(to: calls.appending(path: "three.json"))
    try repository.json("redact", try repository.traceID("a"), "--reason", "an address")
    let left = try FileManager.default.contentsOfDirectory(atPath: calls.path)
    #expect(left == ["three.json"])
  }

  @Test func anothersLabelIsPendingUntilAnOwnerConfirms() throws {
    let repository = try store()
    let labels = try repository.json("feedback", "list", "--source-id", "bob@example.com")
    let id = try #require(labels["feedback"]?.list?.first?["assessment_id"]?.text)
    try repository.git("config", "user.email", "eve@example.com")
    let asked = try repository.json("redact", id, "--reason", "rude")
    #expect(asked["pending"] == true && asked["redacted"] == 0)
    #expect(
      try repository.json("feedback", "list", "--source-id", "bob@example.com")["feedback"]?
        .list?.count == 2, "it hides nothing")
    let number = try #require(asked["redactions"]?.list?.first?.text)
    #expect(
      try repository.json("status")["pending_redactions"]?.list?.first?["redaction"]
        == .text(number))
    #expect(try repository.json("fsck")["pending_redactions"] == 1)

    try repository.git("config", "user.email", "ann@example.com")
    try repository.judge("owners", "lead@example.com", "--force").expecting(0)
    try repository.git("config", "user.email", "lead@example.com")
    let confirmed = try repository.json("redact", number, "--reason", "agreed")
    #expect(confirmed["pending"] == false && confirmed["redacted"] == 1, "\(confirmed)")
    #expect(
      try repository.json("feedback", "list", "--source-id", "bob@example.com")["feedback"]?
        .list?.count == 1)
    #expect(try repository.json("redact", "--list")["pending"]?.list?.isEmpty == true)
  }

  @Test func aForgedRedactionHidesNothing() throws {
    let repository = try store()
    let world = repository.world
    try repository.judge("owners", "lead@example.com", "--force").expecting(0)
    let path = try #require(try repository.records("assessments").keys.sorted().first)
    let hash = path.split(separator: "/").dropFirst().joined().dropLast(5)
    // Its source says an owner; the commit says otherwise.
    let record =
      #"{"hashes":["\#(hash)"],"kind":"redaction","reason":"x","source":{"source_id":"#
      + #""lead@example.com","source_type":"HUMAN"},"v":1}"#
    let tree = Repository(world, at: world.folder.file("tree"))
    try repository.git("worktree", "add", "-q", tree.path, "judge")
    try FileManager.default.createDirectory(
      at: tree.url.appending(path: "redactions"), withIntermediateDirectories: true)
    let name = try world.run(
      "sha256sum", [try world.write("record", record)]
    ).text.prefix(64)
    try Data(record.utf8).write(to: tree.url.appending(path: "redactions/\(name).json"))
    try tree.git("add", "-A")
    try tree.git("-c", "user.email=eve@example.com", "commit", "-q", "-m", "forged")
    let status = try repository.json("status")
    #expect(status["redacted"] == 0)
    #expect(status["pending_redactions"]?.list?.first?["vouched"] == false)
  }

  @Test func aReviewerIsForgottenAndNotBroughtBack() throws {
    let repository = try store()
    let other = try repository.clone("other")
    try repository.judge("owners", "ann@example.com").expecting(0)
    let done = try repository.json("redact", "bob@example.com", "--reason", "asked for it")
    #expect(done["target"] == "reviewer" && done["redacted"] == 2)
    let one = try repository.json("consensus", "tone")["labels"]?.list ?? []
    #expect(one.count == 3)
    // Imported once more, they stay out.
    let again = try repository.load(
      [Samples.line("c", labels: ["ann@example.com": "bad", "bob@example.com": "bad"])],
      as: "again.jsonl")
    #expect(again["redacted"] == 1 && again["assessments"] == 0, "\(again)")
    // The other clone hides them as soon as it has the redaction, and counts them.
    try other.git("fetch", "-q", "origin", "judge:refs/heads/judge")
    let labels = try other.json("feedback", "list", "--experiment", "support")
    #expect(labels["redacted"] == 2 && labels["feedback"]?.list?.count == 3, "\(labels)")
  }

  @Test func aShallowCloneHidesToo() throws {
    let repository = try store()
    let world = repository.world
    try repository.judge("redact", try repository.traceID("a"), "--reason", "x").expecting(0)
    try repository.git("config", "user.email", "bob@example.com")
    try repository.judge("experiment", "create", "later").expecting(0)
    let target = world.folder.file("shallow")
    try world.run(
      "git",
      ["clone", "-q", "--depth", "1", "-b", "judge", "file://\(repository.path)", target.path]
    ).expecting(0)
    let shallow = Repository(world, at: target)
    #expect(try shallow.json("status")["redacted"] == 1)
    #expect(
      try shallow.json("trace", "list", "--experiment", "support")["traces"]?.list?.count == 2)
  }

  @Test func whoeverLearnedFromItNoLongerRuns() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.load(Samples.labelled(80))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/reversed")
    try repository.judge("align", "tone").expecting(0)
    try repository.judge("register", "tone").expecting(0)
    try repository.judge("run", "tone").expecting(0)
    let done = try repository.json(
      "redact", try repository.traceID("case-3"), "--reason", "an address")
    #expect(done["judges"] == ["tone@v2"])
    let refused = try repository.judge("run", "tone")
    #expect(refused.status == 4, "\(refused.all)")
    #expect(
      refused.errorText.contains("git judge unalign tone@v2 --redacted"), "\(refused.all)")
    try repository.judge("run", "tone@v1").expecting(0)
    // What is fitted without it runs.
    try repository.judge("align", "tone@v1").expecting(0)
    try repository.judge("register", "tone").expecting(0)
    try repository.judge("run", "tone").expecting(0)
  }
}
