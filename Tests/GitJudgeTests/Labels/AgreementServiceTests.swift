import Testing

@testable import GitJudge

/// How far people agree with each other, and judges with people.
@Suite struct AgreementServiceTests {
  @Test("The report has every reviewer, and the judge's figures against the majority")
  func report() async throws {
    let fixture = try await Fixture()
    let report = try await fixture.store.agreement.report("tone")
    #expect(report.set.reviewers == [Fixture.ann, Fixture.bob, Fixture.cy])
    #expect(report.set.traces.count == 6 && report.excluded.isEmpty && report.method == .majority)
    let row = try #require(report.judges.first)
    #expect(report.judges.count == 1 && row.sourceID == "gpt")
    #expect(row.comparison.count == 5 && row.comparison.ties == 1)
    let accuracy = try #require(row.comparison.accuracy)
    #expect(abs(accuracy - 0.8) < 1e-9)
    #expect(report.look.isOpen && report.guidelines.map(\.version) == [nil])
  }

  @Test("A misspelt question is told with the near one, or with those that there are")
  func misspelt() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let near = await failure { try await store.agreement.report("tune") }
    #expect(near.code == "not-found" && near.says("\"tune\"; did you mean tone?"))
    let far = await failure { try await store.agreement.report("politeness") }
    #expect(far.says("there are: tone"))
    let progress = await failure { try await store.reviews.progress("tune") }
    #expect(progress.code == "not-found" && progress.says("did you mean tone?"))
    #expect(try await store.reviews.hint(for: "tone") == nil)
    #expect(try await store.reviews.hint(for: "Tone") == "did you mean tone?")
  }

  @Test("A stored verdict is named by the version that gave it")
  func versions() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.store.runs.run(["tone"])
    let report = try await fixture.store.agreement.report("tone")
    #expect(Set(report.judges.compactMap(\.version)) == ["tone@v1"])
    #expect(report.judges.count == 2)
  }

  @Test("The held-out part is looked at once a judge, and stays closed if it must")
  func look() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let closed = try await store.agreement.report("tone", test: .closed)
    #expect(!closed.look.isOpen && closed.notes.contains { $0.contains("stays closed") })
    let counted = try #require(closed.judges.first?.comparison.count)
    #expect(counted < 5, "verdicts on held-out traces are left out")
    #expect(closed.set.table.ratings.count == 13, "figures of people are those of all traces")
    let open = try await store.agreement.report("tone")
    #expect(open.look.judges == 1 && open.judges.first?.comparison.count == 5)
    let commits = try fixture.commits
    #expect(try await store.agreement.report("tone").look.judges == 1)
    #expect(try fixture.commits == commits)
  }

  @Test("A source is left out on demand, and the report says so")
  func without() async throws {
    let fixture = try await Fixture()
    let report = try await fixture.store.agreement.report("tone", without: [Fixture.bob])
    #expect(report.set.reviewers == [Fixture.ann, Fixture.cy])
    #expect(report.excluded.map(\.sourceID) == [Fixture.bob])
    #expect(report.excluded.first?.labels == 6 && report.excluded.first?.reason == "as asked")
    #expect(report.notes.contains { $0.contains(Fixture.bob) })
    let stranger = try await fixture.store.agreement.report("tone", without: ["kim@example.com"])
    #expect(stranger.notes.contains { $0.contains("kim@example.com") && $0.contains("no label") })
  }

  @Test("An adjudicator is left out until they are a reviewer again")
  func roles() async throws {
    let fixture = try await Fixture()
    let agreement = fixture.store.agreement
    #expect(try await agreement.setRole(of: Fixture.cy, to: "adjudicator"))
    let report = try await agreement.report("tone")
    #expect(report.set.reviewers == [Fixture.ann, Fixture.bob])
    #expect(report.roles == [Fixture.cy: "adjudicator"])
    #expect(report.excluded.first?.reason.contains("adjudicator") == true)
    #expect(try await agreement.setRole(of: Fixture.cy, to: "reviewer"))
    #expect(try await agreement.report("tone").set.reviewers.count == 3)
    #expect(try await !agreement.setRole(of: "kim@example.com", to: "adjudicator"))
    let error = await failure { try await agreement.setRole(of: Fixture.cy, to: "boss") }
    #expect(error.code == "usage" && error.says("boss", "reviewer", "adjudicator"))
  }

  @Test("If everybody is left out, the error names each person and the reason")
  func everybody() async throws {
    let fixture = try await Fixture()
    let agreement = fixture.store.agreement
    try await agreement.setRole(of: Fixture.cy, to: "adjudicator")
    let error = await failure {
      try await agreement.report("tone", without: [Fixture.ann, Fixture.bob])
    }
    #expect(error.code == "not-found")
    #expect(error.says("\(Fixture.cy) (an adjudicator)", "\(Fixture.bob) (as asked)"))
  }

  @Test("Labels that a program entered are listed as left out")
  func entered() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n", [Fixture.bob: "good"])])
    var label = LabelService.NewLabel(trace: "n", name: "tone")
    label.text = "good"
    label.enteredBy = "robot"
    _ = try await fixture.store.labels.addFeedback(label)
    let report = try await fixture.store.agreement.report("tone")
    let entered = try #require(report.excluded.first)
    #expect(entered.sourceID == Fixture.ann && entered.labels == 1)
    #expect(entered.reason.contains("robot"))
    #expect(report.set.reviewers.contains(Fixture.ann), "her own labels still count")
  }

  @Test("Figures are given by the values of a tag, traces without it last")
  func byTag() async throws {
    let fixture = try await Fixture()
    let report = try await fixture.store.agreement.report("tone", by: "topic")
    #expect(report.tag == "topic")
    #expect(report.groups.map(\.value) == ["billing", "login", nil])
    #expect(report.groups.map(\.report.set.traces.count) == [3, 1, 2])
    let error = await failure { try await fixture.store.agreement.report("tone", by: "color") }
    #expect(error.code == "not-found" && error.says("color", "topic"))
  }

  @Test("Labels of one guideline version are taken alone, and each version has its row")
  func guidelines() async throws {
    let fixture = try await Fixture()
    try await fixture.label("c0", "bad")
    let agreement = fixture.store.agreement
    let all = try await agreement.report("tone")
    #expect(all.guidelines.map(\.labels) == [1, 12] && all.guidelines.allSatisfy(\.isUsed))
    #expect(all.guidelines.map(\.isCurrent) == [true, false])
    let current = try await agreement.report("tone", guideline: "current")
    #expect(current.set.table.ratings.count == 1)
    #expect(current.guidelines.map(\.isUsed) == [true, false])
  }

  @Test("Nobody has labelled: the error says how to, and where the judge is")
  func unlabelled() async throws {
    let fixture = try await Fixture(.empty, [TraceLine("a")])
    _ = try await fixture.store.judges.create(Fixture.tone)
    let error = await failure { try await fixture.store.agreement.report("tone") }
    #expect(error.code == "not-found" && error.says("tone", "add label"))
    let other = try await fixture.store.experiments.open("other", create: true)
    let elsewhere = await failure { try await other.agreement.report("tone") }
    #expect(elsewhere.code == "not-found" && elsewhere.says("support"))
  }

  @Test("A rule makes one label a trace; a tie stays one unless the rule breaks it")
  func consensus() async throws {
    let fixture = try await Fixture()
    let agreement = fixture.store.agreement
    func label(_ report: ConsensusReport, _ key: String) -> JSONValue? {
      guard let place = report.set.traces.firstIndex(where: { $0.clientRequestID == key }) else {
        return nil
      }
      return report.consensus.labels[place].map { report.set.values[$0] }
    }
    let majority = try await agreement.consensus("tone")
    #expect(label(majority, "c4") == "bad" && label(majority, "c5") == nil)
    let unanimous = try await agreement.consensus("tone", method: .unanimous)
    #expect(label(unanimous, "c4") == nil && label(unanimous, "c0") == "good")
    let alone = try await agreement.consensus("tone", without: [Fixture.bob, Fixture.cy])
    #expect(label(alone, "c5") == "good" && !alone.notes.isEmpty)
    let error = await failure { try await agreement.consensus("tone", method: .median) }
    #expect(error.says("numbers"))
  }

  @Test("Disagreements are listed with their votes, the widest first")
  func disagreements() async throws {
    let fixture = try await Fixture()
    let list = try await fixture.store.agreement.disagreements("tone")
    #expect(list.map(\.trace.clientRequestID) == ["c5", "c4"])
    #expect(abs(list[0].entropy - 1) < 1e-9 && list[1].entropy < 0.95)
    #expect(list[1].votes.map(\.assessment.source.id) == [Fixture.ann, Fixture.bob, Fixture.cy])
    #expect(
      try await fixture.store.agreement.disagreements("tone", without: [Fixture.bob]).count == 1)
  }

  @Test("A judge that learned from the labels is warned about")
  func taught() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    try await fixture.teach()
    _ = try await store.runs.run(["tone"])
    let report = try await store.agreement.report("tone")
    #expect(report.judges.first { $0.version == "tone@v2" }?.taught == 1)
    #expect(report.warnings.contains { $0.contains("tone@v2") && $0.contains("1 of these 5") })
  }
}
