import JudgeTestSupport
import Testing

@testable import GitJudge

/// What a page about a judge or a run is made of.
@Suite struct ReportServiceTests {
  private func isTest(_ trace: Trace) -> Bool {
    HeldOutSplit.part(of: trace, feedbackName: "tone") == .test
  }

  @Test("A report asks no model, records nothing, and shows no case of the test set")
  func closed() async throws {
    let chat = try Taught.chat()
    let fixture = try await Fixture(.aligned, models: chat.registry)
    _ = try await fixture.store.runs.run(["tone@v2"])
    let (calls, commits) = (await chat.calls, try fixture.commits)
    let report = try await fixture.store.reports.judge("tone")
    #expect(await chat.calls == calls)
    #expect(try fixture.commits == commits)
    #expect(report.version?.label == "tone@v2" && report.log.count == 2)
    #expect(report.diff?.a.label == "tone@v1" && report.fitness != nil)
    #expect(report.flips.values.allSatisfy { !isTest($0) })
    let errors = try #require(report.errors?.json.canonicalText)
    let tests = try await fixture.store.traces.all().filter(isTest)
    #expect(!tests.isEmpty && tests.allSatisfy { !errors.contains($0.id) })
    #expect(report.judgesMeasured >= 2)
  }

  @Test("Figures of the test set are shown only for judges that were measured there before")
  func known() async throws {
    let fixture = try await Taught.fixture()
    _ = try await fixture.store.runs.run(["tone"])
    let commits = try fixture.commits
    let before = try await fixture.store.reports.judge("tone")
    #expect(before.agreement?.look.isOpen == false && before.fitness?.look.isOpen == false)
    #expect(try fixture.commits == commits && before.judgesMeasured == 0)
    _ = try await fixture.store.agreement.report("tone")
    let looked = try fixture.commits
    let after = try await fixture.store.reports.judge("tone")
    #expect(after.agreement?.look.isOpen == true && after.judgesMeasured == 1)
    #expect(try fixture.commits == looked)
    // The picture of single traces has no verdict on the test set.
    let rows = try #require(before.agreement).disagreementChart
    #expect(rows == nil, "nobody differs here")
  }

  @Test("A question without a judge, and a judge without labels, have a report")
  func partial() async throws {
    let fixture = try await Fixture(.team)
    _ = try await fixture.store.judges.create(Fixture.judge("calm"))
    let calm = try await fixture.store.reports.judge("calm")
    #expect(calm.agreement == nil && calm.version != nil && !calm.notes.isEmpty)
    try await fixture.label("c0", "good", by: Fixture.ann, on: "other")
    let other = try await fixture.store.reports.judge("other")
    #expect(other.version == nil && other.agreement != nil && other.fitness == nil)
    await #expect(throws: JudgeFailure.self) { try await fixture.store.reports.judge("none") }
  }

  @Test("A run is compared with a baseline, and its costs are added up")
  func run() async throws {
    let fixture = try await Taught.fixture()
    let first = try await fixture.store.runs.run(["tone"]).run
    let second = try await fixture.store.runs.run(["tone"]).run
    let report = try await fixture.store.reports.run(second, baseline: first)
    #expect(report.table.rows.count == 40 && report.comparison["tone"] != nil)
    #expect(report.comparison["tone"]?.figures.fixed.isEmpty == true)
    let wrong = try #require(report.wrong.first)
    #expect(wrong.judge == "tone@v1" && !wrong.verdicts.cases.isEmpty && wrong.heldOut > 0)
    #expect(!wrong.verdicts.cases.contains { isTest($0.trace) })
    #expect(wrong.verdicts.count + wrong.heldOut == 40)
    #expect(report.baseline?.id.runID == first && report.inputTokens != nil)
  }

  @Test("The heat map has a row per rater, with intervals from ten groups on")
  func heatMap() async throws {
    let fixture = try await Taught.fixture()
    _ = try await fixture.store.runs.run(["tone"])
    let report = try await fixture.store.agreement.report("tone")
    let table = report.heatMap.table
    let names = Set(table.rows.map { $0[0] })
    #expect(names == ["ann", "bob", "tone@v1"])
    let people = try #require(table.rows.first { $0[0] == "ann" && $0[1] == "bob" })
    #expect(people[2] == "1.00" && people[3].hasPrefix("[") && people[5] == "40")
    let judge = try #require(table.rows.first { $0[0] == "tone@v1" && $0[1] == "the others" })
    #expect(judge[2] == "0.50")
  }

  @Test("A learning curve is read from the document of its command, and from nothing else")
  func curve() throws {
    let json: JSONValue = [
      "judge": "tone", "optimizer": "calibration", "train_only": true,
      "sizes": [
        [
          "n": 40, "seeds": 1, "base_accuracy": 0.5, "base_interval": .null,
          "aligned_accuracy": 0.8, "aligned_interval": .null,
        ],
        [
          "n": 10, "seeds": 3, "base_accuracy": 0.5, "base_interval": [0.4, 0.6],
          "aligned_accuracy": 0.625, "aligned_interval": [0.5, 0.75],
        ],
      ],
    ]
    let curve = try #require(RecordedCurve(json))
    #expect(curve.isTrainingOnly && curve.optimizer == "calibration")
    #expect(
      curve.chart.table.rows == [
        ["10", "3", "0.50", "[0.40, 0.60]", "0.63", "[0.50, 0.75]"],
        ["40", "1", "0.50", "–", "0.80", "–"],
      ])
    #expect(RecordedCurve(["judge": "tone", "sizes": []]) == nil)
    #expect(RecordedCurve(["judge": "tone", "optimizer": "x", "sizes": [["n": 1e30]]]) == nil)
  }
}
