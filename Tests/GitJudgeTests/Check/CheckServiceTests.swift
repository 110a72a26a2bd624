import Testing

@testable import GitJudge

/// A checked file as a store: the cases, the judge and its first look.
@Suite struct CheckServiceTests {
  private static var table: String {
    "id,inputs,outputs,ann,bob,judge\n"
      + (0..<20).map { number in
        let value = number % 2 == 0 ? "good" : "bad"
        let said = number == 3 ? "good" : value
        return "k\(number),question \(number),answer \(number),\(value),\(value),\(said)"
      }.joined(separator: "\n")
  }

  private func checked() throws -> CheckResult {
    var options = CheckOptions()
    options.judge = "judge"
    options.humans = ["ann", "bob"]
    options.id = "id"
    options.passing = ["good"]
    return try CheckFile.check(Array(Self.table.utf8), name: "cases.csv", options)
  }

  @Test("A file is checked without a store: judge, people, values and differences")
  func check() throws {
    let result = try checked()
    #expect(result.judge == "judge" && result.people == ["ann", "bob"] && result.cases.count == 20)
    #expect(result.passing == ["good"] && result.unlabelled == 0 && result.problems.isEmpty)
    #expect(result.report.differences.map { result.cases[$0.item].key } == ["k3"])
    #expect(result.json()["disagreements"]?.arrayValue?.first?["line"] == 5)
    #expect(result.json(limit: 0)["disagreements"] == [])
  }

  @Test("Keeping it makes store, experiment, traces, labels and a judge that answers as the file")
  func kept() async throws {
    let fixture = try await Fixture(.plain)
    let store = fixture.store
    let kept = try await store.checks.keep(try checked(), as: "tone")
    #expect(kept.experiment == "tone" && kept.version == 1)
    #expect(kept.imported.traces == 20 && kept.imported.assessments == 60 && kept.imported.isClean)
    let judge = try await store.judges.find(named: "tone")
    #expect(judge.body.model == "recorded:/judge" && judge.body.pass == ["good"])
    #expect(judge.body.values == ["bad", "good"] || judge.body.values == ["good", "bad"])
    #expect(try await store.judges.ask("tone", .trace("k3")).value == "good")
    #expect(try await fixture.votes("k3") == ["ann": "bad", "bob": "bad"])
    let report = try await store.agreement.report("tone", test: .closed)
    #expect(report.set.traces.count == 20)
  }

  @Test("The figures of a check are the judge's first look")
  func look() async throws {
    let fixture = try await Fixture(.plain)
    let store = fixture.store
    _ = try await store.checks.keep(try checked(), as: "tone")
    let experiment = try await store.experiments.current().id
    let judge = try await store.judges.find(named: "tone").hash
    let held = try await store.traces.all().count {
      HeldOutSplit.part(of: $0, feedbackName: "tone") == .test
    }
    try #require(held > 0)
    let groups = try await store.looks.all(at: "tone", in: experiment).groups(of: judge)
    #expect(groups.count == held)
  }

  @Test("The same file again adds nothing")
  func again() async throws {
    let fixture = try await Fixture(.plain)
    _ = try await fixture.store.checks.keep(try checked(), as: "tone")
    let commits = try fixture.commits
    let again = try await fixture.store.checks.keep(try checked(), as: "tone")
    #expect(again.imported.traces == 0 && again.imported.alreadyPresent == 20 && again.version == 1)
    #expect(try fixture.commits == commits)
  }

  @Test("A file without rows, or with columns that are not there, is named")
  func unreadable() async {
    let empty = await failure {
      try CheckFile.check(Array("id,judge\n".utf8), name: "cases.csv", CheckOptions())
    }
    #expect(empty.code == "invalid" && empty.says("cases.csv", "no rows"))
    var options = CheckOptions()
    options.judge = "model"
    let wrong = options
    let column = await failure {
      try CheckFile.check(Array(Self.table.utf8), name: "cases.csv", wrong)
    }
    #expect(!column.code.isEmpty && column.says("model"))
  }
}
