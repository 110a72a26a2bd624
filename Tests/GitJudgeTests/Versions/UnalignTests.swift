import Testing

@testable import GitJudge

/// Taking labels back out of a judge that learned from them.
@Suite struct UnalignTests {
  /// `tone@v2`, which few-shot made of 40 traces.
  private func aligned() async throws -> Fixture {
    try await Fixture(.aligned, models: try Taught.chat().registry)
  }

  @Test("Without any of its labels it is the base judge again, and the step is dropped")
  func allLabels() async throws {
    let fixture = try await aligned()
    let store = fixture.store
    let result = try await store.alignments.unalign(
      "tone", without: [.reviewer(Fixture.ann), .reviewer(Fixture.bob)])
    let base = try await store.judges.find(named: "tone@v1")
    let body = try await store.judges.judgeBody(result.hash)
    #expect(body.examples.isEmpty && body.steps.isEmpty && result.hash == base.hash)
    #expect(result.steps.map(\.outcome) == ["dropped"] && result.isChanged)
    #expect(result.affected == ["tone@v2"] && !result.notes.isEmpty)
    let step = try await store.judges.find(named: "tone@v2").body.steps[0]
    #expect(Set(result.removed) == Set(step.labels))
  }

  @Test("The steps are done again with the labels that are left, as if the others never were")
  func oneTrace() async throws {
    let fixture = try await aligned()
    let store = fixture.store
    let version = try await store.judges.find(named: "tone@v2")
    let label = try await store.labels.find(version.body.steps[0].labels[0])
    let trace = label.assessment.traceID
    let result = try await store.alignments.unalign("tone", without: [.trace(trace)])
    #expect(result.removed.count == 2 && result.steps.map(\.outcome) == ["replayed"])
    #expect(result.steps.first?.improved == true && result.hash != version.hash)
    let body = try await store.judges.judgeBody(result.hash)
    #expect(Set(body.steps[0].labels).isDisjoint(with: result.removed))
    #expect(!Lineage(body).traces.contains(trace))
    let report = try #require(
      try await store.versions.reports(.alignment).last { $0.id == result.report })
    #expect(report.value.figures["optimizer"] == "unalign" && report.value.base == version.hash)
    #expect(report.value.figures["aligned"] == nil, "the held-out part is not opened")
    let made = try await store.alignments.registerAligned("tone")
    #expect(made.version == 3 && made.hash == result.hash)
  }

  @Test("One label is taken out by its id; the other person's label on the trace stays")
  func oneLabel() async throws {
    let fixture = try await aligned()
    let store = fixture.store
    let labels = try await store.judges.find(named: "tone@v2").body.steps[0].labels
    let result = try await store.alignments.unalign("tone", without: [.label(labels[3])])
    #expect(result.removed == [labels[3]])
    let left = try await store.judges.judgeBody(result.hash).steps.first?.labels
    #expect(left.map { Set($0) } == Set(labels).subtracting([labels[3]]))
  }

  @Test("Labels that taught nothing leave the version as it is, and nothing is written")
  func untouched() async throws {
    let fixture = try await aligned()
    let store = fixture.store
    let held = try #require(
      try await store.traces.all().first {
        HeldOutSplit.part(of: $0, feedbackName: "tone") == .test
      })
    let commits = try fixture.commits
    let version = try await store.judges.find(named: "tone")
    let result = try await store.alignments.unalign("tone", without: [.trace(held.id)])
    #expect(!result.isChanged && result.hash == version.hash && result.removed.isEmpty)
    #expect(result.affected.isEmpty && result.notes.contains { $0.contains("stays as it is") })
    #expect(try fixture.commits == commits)
  }

  @Test("Unknown labels, people, traces and judges are named")
  func unknown() async throws {
    let fixture = try await aligned()
    let alignments = fixture.store.alignments
    let none = await failure { try await alignments.unalign("tone", without: []) }
    #expect(none.code == "usage")
    let person = await failure {
      try await alignments.unalign("tone", without: [.reviewer("kim@example.com")])
    }
    #expect(person.code == "not-found" && person.says("kim@example.com", Fixture.ann))
    let trace = await failure { try await alignments.unalign("tone", without: [.trace("x99")]) }
    #expect(trace.code == "not-found" && trace.says("x99"))
    let judge = await failure { try await alignments.unalign("tome", without: [.redacted]) }
    #expect(judge.code == "not-found" && judge.says("tome"))
  }

  @Test("A version that does not record its steps cannot be rebuilt")
  func noSteps() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let label = try await fixture.teach()
    let error = await failure {
      try await store.alignments.unalign("tone", without: [.label(label.id)])
    }
    #expect(error.code == "invalid" && error.says("tone@v2", "steps"))
  }

  @Test("Every registered version that learned from a label is listed, by name and number")
  func lineages() async throws {
    let fixture = try await aligned()
    _ = try await fixture.store.alignments.registerAligned("tone", as: "copy")
    let lineages = try await fixture.store.alignments.lineages()
    #expect(lineages.map(\.label) == ["copy@v1", "tone@v1", "tone@v2"])
    #expect(lineages.map { $0.lineage.labels.isEmpty } == [false, true, false])
    let result = try await fixture.store.alignments.unalign(
      "tone@v1", without: [.reviewer(Fixture.bob)])
    #expect(result.affected == ["copy@v1", "tone@v2"] && !result.isChanged)
  }
}
