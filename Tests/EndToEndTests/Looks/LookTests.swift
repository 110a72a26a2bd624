import Foundation
import JudgeTestSupport
import Testing

/// Looks at the held-out part: recorded before a figure is printed, counted across clones, and never
/// made by a command that records nothing.
@Suite struct LookTests {
  /// A store of 80 labelled traces with judges `tone@v1…`, one per recorded source.
  private func ready(
    sources: [String] = ["right", "reversed", "third"]
  ) throws -> Repository {
    try Template.repository(sources.joined(separator: ",")) { world in
      let repository = try Repository.ready(world)
      let lines = Samples.labelled(80).map { line -> JSON in
        guard case .object(var members) = line, let said = members["assessments"]?.list,
          let right = said.first(where: { $0["source_id"] == "right" }),
          case .object(var third) = right
        else { return line }
        third["source_id"] = "third"
        members["assessments"] = .list(said + [.object(third)])
        return .object(members)
      }
      try repository.load(lines)
      for source in sources {
        try repository.newJudge(
          "tone", "--values", "bad,good", "--pass", "good", "--model", "recorded:/\(source)")
      }
    }
  }

  private func looks(_ repository: Repository) throws -> [JSON] {
    try repository.records("reports").values.filter { $0["report_type"] == "look" }
  }

  private func judges(_ result: JSON) -> Int? {
    result["test_set", "tone"]?["judges_measured"]?.int
  }

  @Test func twoClonesAddUpAndTheSameJudgeCostsNothing() throws {
    let origin = try ready()
    let world = origin.world
    let remote = try Repository(world, "team.git", options: ["--bare"])
    try remote.judge("hooks", "install", "--server").expecting(0)
    try origin.git("remote", "add", "origin", remote.path)
    try origin.judge("sync").expecting(0)
    let other = Repository(world, at: world.folder.file("other"))
    try world.run("git", ["clone", "-q", "-b", "judge", remote.path, "other"]).expecting(0)
    try other.git("config", "judge.experiment", "support")

    let first = try origin.json("evaluate", "--judge", "tone@v1")
    #expect(judges(first) == 1, "\(first["test_set"]?.line ?? "")")
    let record = try #require(try looks(origin).first)
    #expect(record["time"] == nil && record["author"] == nil, "a look names no person")
    #expect(record["feedback_name"] == "tone")
    #expect(record["figures"]?["groups"]?.list?.count ?? 0 > 10)

    // The other clone does not know of it yet: another judge is its first, the same one is a record
    // with the same name.
    let second = try other.json("evaluate", "--judge", "tone@v2")
    #expect(judges(second) == 1)
    try other.json("evaluate", "--judge", "tone@v1")
    #expect(try looks(other).count == 2)
    try origin.judge("sync").expecting(0)
    try other.judge("sync").expecting(0)
    try origin.judge("sync").expecting(0)
    for clone in [origin, other] {
      #expect(try looks(clone).count == 2)
      let again = try clone.json("evaluate", "--judge", "tone@v1")
      #expect(judges(again) == 2)
      #expect(try looks(clone).count == 2)
    }
    let third = try origin.judge("evaluate", "--judge", "tone@v3").expecting(0)
    #expect(third.text.contains("3rd judge measured on this test set"), "\(third.text)")
    #expect(try origin.checked().judge["problems"] == [])
    // A second experiment with the same traces is the same test set.
    try origin.judge("experiment", "create", "again").expecting(0)
    try origin.load(Samples.labelled(80, seed: 1), as: "again.jsonl")
    try origin.newJudge(
      "tone", "--values", "good,bad", "--pass", "good", "--model", "recorded:/right")
    let elsewhere = try origin.json("evaluate", "--judge", "tone")
    #expect(judges(elsewhere) == 4, "\(elsewhere["test_set"]?.line ?? "")")
  }

  @Test func intervalsHoldForTheBest() throws {
    let repository = try ready()
    let first = try repository.json("evaluate", "--judge", "tone@v1")
    let alone = try #require(first["fit", "tone"]?["criteria"]?.list?.first?["interval"]?.list)
    for version in ["tone@v2", "tone@v3"] { try repository.json("evaluate", "--judge", version) }
    let last = try repository.json("evaluate", "--judge", "tone@v1")
    let best = try #require(last["fit", "tone"]?["criteria"]?.list?.first?["interval"]?.list)
    #expect(best[0].number ?? 1 < alone[0].number ?? 0)
    let confidence = try #require(last["test_set", "tone"]?["confidence"]?.number)
    #expect(abs(confidence - (1 - 0.05 / 3)) < 1e-9)
  }

  @Test func commandsThatRecordNothingKeepItClosed() throws {
    let repository = try ready()
    let closed = try repository.judge("evaluate", "--judge", "tone@v1", "--no-log", "--json")
      .expecting(0)
    let open = try repository.json("evaluate", "--judge", "tone@v1", "--no-log", "--open-test")
    let few = try #require(try closed.json()["metrics", "tone/labelled"]?.int)
    #expect(few < 70 && open["metrics", "tone/labelled"] == 80)
    #expect(closed.errorText.contains("those of the training part"), "\(closed.errorText)")
    #expect(try closed.json()["test_set", "tone"]?["open"] == false)
    #expect(try looks(repository).count == 1, "--open-test recorded it")

    let curve = [
      "learning-curve", "tone@v2", "--sizes", "10", "--seeds", "1", "--optimizer", "calibration",
    ]
    let drawn = try repository.judge(curve).expecting(0)
    #expect(drawn.text.contains("figures of the training part"))
    #expect(try looks(repository).count == 1)
    try repository.judge(curve + ["--open-test"]).expecting(0)
    #expect(try looks(repository).count == 2)
  }

  @Test func askRecordsNothingAndSaysSo() throws {
    let repository = try ready()
    let group = try repository.json(
      "evaluate", "--judge", "tone@v2", "--where", "client_request_id = 'case-0'")
    var id: String?
    for number in 0..<20 where id == nil {
      let trace = try repository.traceID("case-\(number)")
      let answer = try repository.json("ask", "tone@v1", "--trace", trace)
      if answer["warnings"]?.list?.isEmpty == false { id = trace }
    }
    let before = try looks(repository).count
    let trace = try #require(id, "one of 20 traces is held out; \(group["n"]?.line ?? "")")
    let asked = try repository.json("ask", "tone@v1", "--trace", trace, "--open-test")
    #expect(asked["warnings"] == [])
    #expect(try looks(repository).count == before + 1)
  }

  @Test func aStoreThatCannotBeWrittenStaysClosed() throws {
    let repository = try ready()
    try repository.json("run", "tone@v1")
    // Without an identity nothing can be committed, as in a fresh container.
    try repository.git("config", "user.useConfigOnly", "true")
    try repository.git("config", "user.email", "")
    let closed = try repository.judge("agreement", "tone", "--json").expecting(0)
    let row = try #require(
      try closed.json()["judges"]?.list?.first { $0["version"] == "tone@v1" })
    #expect(row["n"]?.int ?? 80 < 70 && row["missing"]?.int ?? 0 > 10)
    #expect(closed.errorText.isEmpty || !closed.errorText.contains("fatal"))
    let warnings = try closed.json()["warnings"]?.list?.compactMap(\.text) ?? []
    #expect(warnings.contains { $0.contains("held-out part stays closed") }, "\(warnings)")
    #expect(try looks(repository).isEmpty)
    let open = try repository.judge("agreement", "tone", "--open-test", "--json").expecting(0)
      .json()
    let all = open["judges"]?.list?.first { $0["version"] == "tone@v1" }
    #expect(all?["n"] == 80)
    #expect(open["test_set"]?["note"]?.text?.contains("could not be recorded") == true)
  }

  @Test func verdictsOfNobodysJudgeAreNoLook() throws {
    let repository = try ready(sources: [])
    let report = try repository.json("agreement", "tone")
    #expect(report["judges"]?.list?.count == 3 && report["test_set"]?["judges_measured"] == 0)
    #expect(try looks(repository).isEmpty)
    // A judge that replays a source makes its verdicts those of a judge.
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/right")
    let after = try repository.json("agreement", "tone")
    #expect(after["test_set"]?["judges_measured"] == 1)
    #expect(try looks(repository).count == 1)
    let text = try repository.judge("agreement", "tone").expecting(0).text
    #expect(text.contains("1st judge measured on this test set"))
  }

  @Test func openingsOfEarlierVersionsCount() throws {
    let repository = try ready()
    let experiment = try #require(try repository.json("experiment", "show")["hash"]?.text)
    for time in ["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"] {
      try repository.plant(
        "reports",
        "{\"author\":{\"email\":\"ann@example.com\",\"name\":\"Ann\"},\"experiment\":\"\(experiment)\","
          + "\"feedback_name\":\"tone\",\"kind\":\"report\",\"report_type\":\"opening\",\"time\":"
          + "\"\(time)\",\"v\":1}")
    }
    let result = try repository.json("evaluate", "--judge", "tone@v1")
    #expect(judges(result) == 3)
    let aligned = try repository.json("align", "tone@v2", "--optimizer", "calibration")
    #expect(aligned["split", "judges_measured"] == 5)
    #expect(
      try repository.judge("show", "tone").expecting(0).status == 0)
  }

  @Test func figuresOverTracesThatTaughtAreMarkedWhereverTheyStand() throws {
    let set = try AlignedSet()
    let repository = set.repository
    let train = try #require(set.aligned["split", "train"]?.int)
    let run = try repository.json("run", "tone@v2")["run"]?.text ?? ""
    let shown = try repository.json("runs", "show", run)
    #expect(shown["metrics", "tone/taught"]?.int == train)
    let agreement = try repository.json("agreement", "tone")
    let row = agreement["judges"]?.list?.first { $0["version"] == "tone@v2" }
    #expect(row?["taught"]?.int == train)
    let evaluated = try repository.json("evaluate", "--judge", "tone@v2")
    #expect(evaluated["metrics", "tone/taught"]?.int == train)
    #expect(evaluated["warnings"]?.list?.first?.text?.contains("training examples") == true)
    let first = set.run["run"]?.text ?? ""
    let compared = try repository.json("compare", first, run)
    #expect(compared["assessments", "tone"]?["taught"]?.int == train)
    let gate = try repository.judge("gate", run, "--json").json()
    #expect(gate["warnings"]?.list?.first?.text?.contains("training examples") == true)
    // The fitness is that of the other traces alone.
    let counted = gate["fit"]?.list?.first?["criteria"]?.list?.compactMap { $0["n"]?.int } ?? []
    #expect(counted.reduce(0, +) == 80 - train)
  }
}
