import Foundation
import JudgeTestSupport
import Testing

/// Who labels what, in named batches, and how far everybody is.
@Suite struct AssignTests {
  private func ready(_ traces: Int = 30) throws -> Repository {
    try Template.repository("\(traces)") { world in
      let repository = try Repository.ready(world)
      try repository.load((0..<traces).map { Samples.line("case-\($0)") })
    }
  }

  private func share(_ batch: JSON, _ source: String) -> JSON? {
    batch["reviewers"]?.list?.first { $0["source_id"]?.text == source }
  }

  @Test func aBatchIsAssignedAndListed() throws {
    let repository = try ready()
    let made = try repository.json(
      "assign", "tone", "--batch", "june", "--reviewers", "ann@example.com, bob@example.com,eve",
      "--overlap", "2", "--repeat-share", "10%")
    expect(
      made,
      has: [
        "name": .text, "batch": .text, "hash": .text, "traces": .number, "overlap": .number,
        "repeats": .number, "reviewers": .list, "contended": .bool,
      ])
    #expect(made["traces"] == 30 && made["overlap"] == 2 && made["repeats"] == 0.1)
    let assigned = made["reviewers"]?.list?.compactMap { $0["assigned"]?.int }
    #expect(assigned?.count == 3 && assigned?.reduce(0, +) == 60)
    #expect(try repository.json("assign", "tone")["batches"]?.list?.count == 1)
    // The same again is the one that is there.
    let tip = try repository.tip()
    let again = try repository.json("assign", "tone", "--batch", "june", "--overlap", "2")
    #expect(again["hash"] == made["hash"])
    #expect(try repository.tip() == tip)
    #expect(try repository.records("assignments").count == 1)
    try repository.judge("fsck", "--deep").expecting(0)
  }

  @Test func labelsStayWhereTheyAreWhenPeopleComeAndGo() throws {
    let repository = try ready()
    try repository.judge(
      "assign", "tone", "--batch", "june", "--reviewers", "ann@example.com,bob", "--overlap", "1"
    ).expecting(0)
    let before = try repository.json("progress", "tone")["questions"]?.list?.first ?? .null
    let annHad = share(before, "ann@example.com")?["assigned"]?.int ?? 0
    let assignment = try repository.records("assignments").values.first
    for trace in assignment?["traces"]?.list?.compactMap(\.text) ?? [] {
      try repository.judge(
        "feedback", "add", trace, "--name", "tone", "--value", "good", "--source-id",
        "ann@example.com"
      ).expecting(0)
    }
    let after = try repository.json(
      "assign", "tone", "--batch", "june", "--reviewers", "bob,eve")
    #expect(after["traces"] == 30 && after["overlap"] == 1)
    // Ann has left and keeps what she was to label and has labelled; the rest goes to the others.
    #expect(share(after, "ann@example.com")?["assigned"]?.int == annHad)
    #expect(share(after, "ann@example.com")?["left_batch"] == true)
    let others =
      (share(after, "bob")?["assigned"]?.int ?? 0)
      + (share(after, "eve")?["assigned"]?.int ?? 0)
    #expect(others == 30 - annHad)
    let progress = try repository.json("progress", "tone", "--batch", "june")
    let question = progress["questions"]?.list?.first ?? .null
    #expect(share(question, "ann@example.com")?["left"] == 0)
    #expect(share(question, "ann@example.com")?["labels"] == 30)
    // Both lists say who has left, and name all who are there.
    #expect(share(question, "ann@example.com")?["left_batch"] == true)
    #expect(share(question, "eve")?["left_batch"] == false)
    #expect(share(after, "ann@example.com")?["kept"]?.int == annHad)
    let shown = try repository.judge("progress", "tone").expecting(0).text
    #expect(shown.contains("ann@example.com (left)"), "\(shown)")
    #expect(question["complete"]?.int == 30)
  }

  @Test func twoClonesSeeTheSameSeats() throws {
    let repository = try ready(12)
    try repository.judge(
      "assign", "tone", "--batch", "june", "--reviewers", "ann@example.com,bob,eve"
    ).expecting(0)
    let clone = try repository.clone("bobs")
    try clone.judge("experiment", "use", "support").expecting(0)
    #expect(try clone.json("progress", "tone") == repository.json("progress", "tone"))
    #expect(try clone.judge("assign", "tone").text == repository.judge("assign", "tone").text)
  }

  @Test func batchesDifferByExperimentAndQuestion() throws {
    let repository = try ready(4)
    try repository.judge("assign", "tone", "--batch", "june", "--reviewers", "ann").expecting(0)
    try repository.judge("experiment", "create", "other").expecting(0)
    try repository.load([Samples.line("elsewhere")])
    #expect(try repository.json("assign", "tone")["batches"] == [])
    try repository.judge("assign", "tone", "--batch", "june", "--reviewers", "bob").expecting(0)
    #expect(try repository.json("assign", "tone")["batches"]?.list?.first?["traces"] == 1)
    let first = try repository.json("assign", "tone", "--experiment", "support")
    #expect(first["batches"]?.list?.first?["traces"] == 4)
  }

  @Test func aPartOfTheTraces() throws {
    let repository = try Repository.ready()
    try repository.load(
      (0..<20).map {
        Samples.line("case-\($0)", more: ["tags": ["half": .text($0 < 10 ? "a" : "b")]])
      })
    let made = try repository.json(
      "assign", "tone", "--batch", "a", "--reviewers", "ann", "--where", "tag.half = 'a'")
    #expect(made["traces"] == 10)
    let few = try repository.json(
      "assign", "tone", "--batch", "few", "--reviewers", "ann", "--limit", "7")
    #expect(few["traces"] == 7)
  }

  @Test func whatCannotBeAssignedIsRefused() throws {
    let repository = try ready(3)
    let refused: [([String], Int32)] = [
      (["--batch", "june"], 0), (["--reviewers", "ann"], 2),
      (["--batch", "june", "--overlap", "1"], 2),
      (["--batch", "june", "--reviewers", "ann,ann"], 2),
      (["--batch", "june", "--reviewers", "ann,,bob"], 2),
      (["--batch", "june", "--reviewers", "ann", "--overlap", "2"], 2),
      (["--batch", "june", "--reviewers", "ann", "--overlap", "0"], 2),
      (["--batch", "june", "--reviewers", "ann", "--repeat-share", "200%"], 2),
      (["--batch", "june", "--reviewers", "ann", "--repeat-share", "often"], 2),
      (["--batch", "june", "--reviewers", "ann", "--where", "tag.x = 'y'"], 3),
      (["--batch", "june", "--reviewers", "ann", "--where", "nonsense"], 3),
    ]
    for (options, status) in refused {
      let outcome = try repository.judge(["assign", "tone"] + options)
      #expect(outcome.status == status, "\(outcome.all)")
    }
    #expect(try repository.records("assignments").isEmpty)
    #expect(try repository.judge("progress", "tone", "--batch", "june").status == 3)
    #expect(try repository.judge("progress").expecting(0).text.contains("nothing"))
  }

  @Test func whoJoinsLateGetsWhatIsLeftAndIsTold() throws {
    let repository = try ready(6)
    try repository.judge(
      "assign", "tone", "--batch", "june", "--reviewers", "ann@example.com,bob", "--overlap", "2"
    ).expecting(0)
    let traces = try repository.records("assignments").values.first?["traces"]?.list ?? []
    for (source, count) in [("ann@example.com", 6), ("bob", 5)] {
      for trace in traces.compactMap(\.text).prefix(count) {
        try repository.judge(
          "feedback", "add", trace, "--name", "tone", "--value", "good", "--source-id", source
        ).expecting(0)
      }
    }
    let done = try repository.judge(
      "assign", "tone", "--batch", "june", "--reviewers", "ann@example.com,bob,eve,fay", "--json"
    ).expecting(0)
    #expect(done.errorText.contains("stay with who had labelled"), "\(done.errorText)")
    let late =
      (share(try done.json(), "eve")?["assigned"]?.int ?? 0)
      + (share(try done.json(), "fay")?["assigned"]?.int ?? 0)
    #expect(late <= 1)
    let progress = try repository.json("progress", "tone")["questions"]?.list?.first ?? .null
    #expect(progress["reviewers"]?.list?.count == 4, "fay or eve has nothing to do, and is there")
  }
}
