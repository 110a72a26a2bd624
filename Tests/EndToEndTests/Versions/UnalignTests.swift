import Foundation
import JudgeTestSupport
import StubModelServer
import Testing

/// `unalign`: the judge that there would be if some labels had never been given, byte for byte.
@Suite struct UnalignTests {
  /// The bundled conversations with the labels of some reviewers.
  private func support(_ world: World, _ name: String, _ reviewers: [String]) throws -> Repository {
    let examples = PackageFolder.root().appendingPathComponent("Examples/support").path
    let repository = try Repository.ready(world, name)
    try repository.json("trace", "import", "\(examples)/traces.jsonl")
    for reviewer in reviewers {
      try repository.json("trace", "import", "\(examples)/labels/reviewer-\(reviewer).jsonl")
    }
    try repository.json("new", "support_quality", "--from", "\(examples)/judge.json")
    return repository
  }

  /// A store of all reviewers whose judge was aligned and registered as "aligned", and what `align`
  /// printed.
  private func aligned() throws -> (repository: Repository, aligned: JSON) {
    let repository = try Template.repository { world in
      let repository = try support(world, "reviews", ["a", "b", "c"])
      let aligned = try repository.judge(Self.align).expecting(0)
      try world.write("aligned.json", aligned.text)
      try repository.json("register", "support_quality", "--as", "aligned")
    }
    let printed = try Data(contentsOf: repository.world.folder.file("aligned.json"))
    return (repository, try JSON(parsing: printed))
  }

  private static let align = [
    "align", "support_quality", "--optimizer", "calibration", "--json",
  ]

  @Test func withoutAReviewerItIsTheJudgeOfAStoreThatNeverHadThem() throws {
    let (repository, aligned) = try aligned()
    try repository.json("register", "support_quality")
    let other = try support(repository.world, "others", ["a", "c"])
    let expected = try other.judge(Self.align).expecting(0).json()
    #expect(expected["hash"] != aligned["hash"])

    let result = try repository.json("unalign", "aligned@v1", "--reviewer", Self.reviewer("b"))
    #expect(result["hash"] == expected["hash"])
    #expect(result["calls"] == 0)
    #expect(result["affected_versions"] == ["aligned@v1", "support_quality@v2"])
    let labels = try other.json("show", try #require(expected["hash"]?.text))
    #expect(labels["calibration"] != .null)
    let registered = try repository.json("register", "aligned")
    #expect(registered["hash"] == expected["hash"] && registered["version"] == 2)
    #expect(try repository.json("fsck")["ok"] == true)

    // What was overridden or deleted since taught it all the same, and is taken out all the same.
    let before = try repository.json("blame", "aligned@v1:calibration")
    let some = before.list?.first?["labels"]?.list ?? []
    #expect(some.count == 489)
    for label in some.prefix(3) {
      try repository.judge("trace", "delete", try #require(label["trace_id"]?.text)).expecting(0)
    }
    let again = try repository.json("unalign", "aligned@v1", "--reviewer", Self.reviewer("b"))
    #expect(again["hash"] == expected["hash"])
  }

  @Test func withoutAnyLabelItIsTheBaseJudge() throws {
    let (repository, _) = try aligned()
    let base = try repository.json("show", "support_quality@v1")["hash"]
    let result = try repository.json(
      "unalign", "aligned", "--reviewer", Self.reviewer("a"), "--reviewer", Self.reviewer("b"),
      "--reviewer", Self.reviewer("c"))
    #expect(result["hash"] == base)
    #expect(result["removed"] == 489)
    #expect(result["steps"]?.list?.first?["outcome"] == "dropped")
    let refused = try repository.judge("register", "aligned")
    #expect(refused.status == 1, "\(refused.all)")
    #expect(try repository.json("register", "aligned", "--force")["hash"] == base)
  }

  @Test func oneLabelOneTraceAndWhatTaughtNothing() throws {
    let (repository, aligned) = try aligned()
    let labels =
      try repository.json("blame", "aligned:calibration").list?.first?["labels"]?.list ?? []
    let label = try #require(labels.first?["assessment_id"]?.text)
    let trace = try #require(labels.first?["trace_id"]?.text)
    let byLabel = try repository.json("unalign", "aligned", "--label", label)
    #expect(byLabel["removed"] == 1)
    let byTrace = try repository.json("unalign", "aligned", "--trace", String(trace.prefix(12)))
    #expect(byTrace["removed"]?.int == labels.count { $0["trace_id"]?.text == trace })
    #expect(byTrace["hash"] != byLabel["hash"] && byTrace["hash"] != aligned["hash"])

    let tip = try repository.tip()
    let taught = Set(labels.compactMap { $0["trace_id"]?.text })
    let heldOut = try #require(
      try repository.json("trace", "list", "--limit", "1000")["traces"]?.list?
        .compactMap { $0["trace_id"]?.text }.first { !taught.contains($0) })
    let nothing = try repository.json("unalign", "aligned", "--trace", heldOut)
    #expect(nothing["hash"] == aligned["hash"] && nothing["removed"] == 0)
    #expect(nothing["affected_versions"] == [] && nothing["notes"]?.list?.count == 1)
    #expect(try repository.json("unalign", "aligned", "--redacted")["removed"] == 0)
    #expect(try repository.tip() == tip, "nothing is written where nothing changes")
    for wrong in [
      ["--label", "a-00000000000000000000"], ["--trace", "tr-0000000000000000"],
      ["--reviewer", "nobody@example.org"],
    ] {
      let refused = try repository.judge(["unalign", "aligned"] + wrong)
      #expect(refused.status == 3, "\(refused.all)")
    }
    #expect(try repository.judge("unalign", "aligned").status == 2)
  }

  @Test(arguments: ["memalign", "few-shot"])
  func whatAModelLearnedIsReplayedToo(optimizer: String) async throws {
    let server = try await StubModelServer { .text(ReviewedSet.answer($0.prompt)) }
    let world = try World()
    var hashes: [[JSON?]] = []
    var last: Repository?
    for (name, people) in [("all", ReviewedSet.everybody), ("others", ["ann", "bob"])] {
      let repository = try ReviewedSet.store(world, name, of: people, url: server.url)
      let first = try repository.json("align", "tone", "--optimizer", optimizer, "--seed", "5")
      try repository.json("register", "tone", "--as", "tone_aligned", "--force")
      let second = try repository.json("align", "tone_aligned", "--optimizer", "calibration")
      hashes.append([first["hash"], second["hash"]])
      if last == nil {
        try repository.json("register", "tone_aligned", "--force")
        last = repository
      }
    }
    let repository = try #require(last)
    #expect(hashes[0][0] != hashes[1][0], "cleo taught it something")
    let asked = server.requests.count
    let offline = try repository.judge(
      "unalign", "tone_aligned@v1", "--reviewer", "cleo", "--offline")
    #expect(offline.status == 125, "\(offline.all)")
    #expect(server.requests.count == asked)
    let one = try repository.judge("unalign", "tone_aligned@v1", "--reviewer", "cleo", "--json")
      .expecting(0)
    #expect(one.errorText.contains("at most about"), "\(one.errorText)")
    #expect(try one.json()["hash"] == hashes[1][0])
    #expect(try one.json()["calls"]?.int == server.requests.count - asked)
    let text = try #require(one.errorText.firstMatch(of: #/at most about (\d+) calls/#))
    #expect(server.requests.count - asked <= Int(text.1) ?? 0, "the bound holds")
    let two = try repository.json("unalign", "tone_aligned@v2", "--reviewer", "cleo")
    #expect(two["hash"] == hashes[1][1], "both steps, one after the other")
    #expect(two["steps"]?.list?.count == 2 || hashes[0][0] == hashes[0][1])
    let cached = server.requests.count
    let again = try repository.json(
      "unalign", "tone_aligned@v1", "--reviewer", "cleo", "--offline")
    #expect(again["calls"] == 0 && server.requests.count == cached)
    await server.stop()
  }

  /// Where the judge learns nothing in words, calibration on top is what improves it, and makes
  /// way for the next alignment.
  @Test(arguments: [true, false])
  func aMemoryThatGrewIsReplayedStepByStep(follows: Bool) async throws {
    let server = try await StubModelServer {
      .text(ReviewedSet.answer($0.prompt, follows: follows))
    }
    let world = try World()
    var last: [JSON?] = []
    var stores: [Repository] = []
    for (name, people) in [("all", ReviewedSet.everybody), ("others", ["ann", "bob"])] {
      let repository = try ReviewedSet.store(world, name, of: people, url: server.url)
      try repository.json("align", "tone", "--then", "calibration")
      try repository.json("register", "tone", "--force")
      let isCalibrated = try repository.json("show", "tone@v2")["calibration"] != .null
      #expect(isCalibrated == !follows)
      let more = Array(ReviewedSet.lines(80, of: people).suffix(20))
      try repository.load(more, as: "\(name)-more.jsonl")
      let second = try repository.json(
        "align", "tone", "--seed", "2", "--set", "retrieval_k=2",
        "--optimizer", "memalign")
      last.append(second["hash"])
      stores.append(repository)
    }
    try stores[0].json("register", "tone", "--as", "grown", "--force")
    let shown = try stores[0].json("show", "grown")
    #expect(shown["hash"] == last[0] && last[0] != last[1])
    #expect(shown["steps"]?.list?.count == 2, "\(shown["steps"]?.line ?? "")")
    let result = try stores[0].json("unalign", "grown", "--reviewer", "cleo")
    #expect(result["hash"] == last[1])
    #expect(result["steps"]?.list?.map { $0["outcome"] } == ["replayed", "replayed"])
    // A label of the second import only: the first step is not done again.
    let first = Set(shown["steps"]?.list?.first?["labels"]?.list ?? [])
    let later = shown["steps"]?.list?.last?["labels"]?.list?.first { !first.contains($0) }
    let label = try #require(later?.text)
    let one = try stores[0].json("unalign", "grown", "--label", label)
    #expect(one["steps"]?.list?.map { $0["outcome"] } == ["unchanged", "replayed"])
    #expect(one["affected_versions"] == ["grown@v1"], "the version before knew nothing of it")
    await server.stop()
  }

  @Test func aProgramOfAStepIsRunWhereItIsTrusted() throws {
    let world = try World()
    let repository = try ReviewedSet.store(world, "all", url: nil)
    let program = try world.write(
      "all/teach",
      """
      #!/usr/bin/env python3
      import json, sys
      job = json.load(sys.stdin)
      job["judge"]["instructions"] += "\\nThere were %d cases." % len(job["examples"])
      print(json.dumps(job["judge"]))
      """)
    try world.run("chmod", ["+x", program]).expecting(0)
    try repository.json("align", "tone", "--optimizer", "./teach")
    let made = try repository.json("register", "tone", "--as", "taught", "--force")
    let refused = try repository.judge("unalign", "taught", "--reviewer", "cleo")
    #expect(refused.status == 4, "\(refused.all)")
    #expect(refused.errorText.contains("git judge trust"))
    try repository.judge("trust", try #require(made["hash"]?.text)).expecting(0)
    let result = try repository.json("unalign", "taught", "--reviewer", "cleo")
    #expect(result["hash"] != made["hash"])
    let instructions = { (hash: JSON?) in
      try repository.json("show", hash?.text ?? "")["instructions"]?.text ?? ""
    }
    #expect(try instructions(made["hash"]) != instructions(result["hash"]))
  }

  private static func reviewer(_ letter: String) -> String { "reviewer-\(letter)@example.org" }
}
