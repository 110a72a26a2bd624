import JudgeAgreement
import JudgeEvaluation
import Testing

@testable import GitJudge

/// A judge in production: new traces only, and its verdicts over time.
@Suite struct MonitorServiceTests {
  @Test("A second run of new traces asks nothing and records nothing; a new trace is asked")
  func onlyNew() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let new = RunSelection(onlyPending: true)
    #expect(try await store.runs.run(["tone"], selection: new).n == 6)
    let commits = try fixture.commits
    let again = try await store.runs.run(["tone"], selection: new)
    #expect(again.n == 0 && again.run.isEmpty && again.json["run"] == .null)
    #expect(try fixture.commits == commits)
    _ = try await store.add([TraceLine("c6", said: ["gpt": "good"])])
    #expect(try await store.runs.run(["tone"], selection: new).verdicts == ["tone": ["good": 1]])
    let quiet = try await store.runs.run(["tone"], where: "tag.topic = 'x'", selection: new)
    #expect(quiet.n == 0, "no trace at all is a quiet day, and not an error")
  }

  @Test("Another version is asked about all traces, in the same run as one that is done")
  func versions() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    _ = try await store.runs.run(["tone"])
    _ = try await store.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    let result = try await store.runs.run(
      ["tone@v1", "tone@v2"], selection: RunSelection(onlyPending: true))
    #expect(result.n == 6 && result.verdicts.keys.sorted() == ["tone@v2"])
  }

  @Test("A sample is judged in part, and growing it judges the rest only")
  func sample() async throws {
    let lines = (0..<40).map { TraceLine("s\($0)", said: ["gpt": "good"]) }
    let fixture = try await Fixture(.team, lines)
    let runs = fixture.store.runs
    func run(_ share: Double) async throws -> Int {
      let sample = TraceSample(share: share)
      return try await runs.run(
        ["tone"], selection: RunSelection(onlyPending: true, sample: sample)
      ).n
    }
    let first = try await run(0.3)
    #expect((1..<30).contains(first))
    #expect(try await run(0.3) == 0)
    #expect(try await run(1) == 46 - first)
  }

  @Test("The report counts verdicts, agreement and the look; without verdicts it is refused")
  func report() async throws {
    let fixture = try await Fixture(.team, TraceLine.proof)
    let store = fixture.store
    let none = await failure { try await store.monitoring.report(of: "tone") }
    #expect(none.code == "not-found" && none.says("tone@v1"))
    _ = try await store.runs.run(["tone"])
    var options = MonitorOptions()
    options.period = MonitorPeriod("topic")
    let report = try await store.monitoring.report(of: "tone", options)
    #expect(report.judge == "tone@v1" && report.rows.map(\.period) == ["billing", "login", nil])
    #expect(report.all.judged == 56 && report.all.traces == 56)
    #expect(report.rows.first?.agreement.value == 1 && report.rows[1].agreement.value == 0)
    #expect(report.all.agreement.proportion.total == 55, "c5 is a tie")
    let experiment = try await store.experiments.current().id
    #expect(try await store.looks.all(at: "tone", in: experiment) != Looks())
    options.filter = "tag.topic = 'login'"
    #expect(try await store.monitoring.report(of: "tone", options).all.judged == 1)
  }

  @Test("A closed test set is left out of the agreement, and no look is recorded")
  func closed() async throws {
    let fixture = try await Fixture(.team, TraceLine.proof)
    let store = fixture.store
    _ = try await store.runs.run(["tone"])
    var options = MonitorOptions()
    options.test = .closed
    let report = try await store.monitoring.report(of: "tone", options)
    #expect((1..<55).contains(report.all.agreement.proportion.total))
    #expect(report.notes.contains { $0.contains("closed") })
    let experiment = try await store.experiments.current().id
    #expect(try await store.looks.all(at: "tone", in: experiment) == Looks())
  }
}
