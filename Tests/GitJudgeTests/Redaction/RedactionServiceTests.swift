import Testing

@testable import GitJudge

/// Hiding records: what, by whom, and what it stops.
@Suite struct RedactionServiceTests {
  /// A store whose owner is Ann.
  private func owned() async throws -> Fixture {
    let fixture = try await Fixture()
    try await fixture.store.trust.owners(setting: [Fixture.ann])
    return fixture
  }

  @Test("A hidden trace leaves lists, searches and figures; its file stays")
  func trace() async throws {
    let fixture = try await owned()
    let store = fixture.store
    let trace = try await store.traces.find("c1")
    let done = try await store.redactions.redact("c1", reason: "an address")
    #expect(done.target == "trace" && done.id == trace.id && done.hidden > 0)
    #expect(!done.isPending && !done.wasThere && done.purge == nil && !done.hasResidue)
    #expect(try await store.traces.all().count == 5)
    #expect(await failure { try await store.traces.find(trace.id) }.code == "not-found")
    #expect(try await store.agreement.report("tone").set.traces.count == 5)
    #expect(try await store.redactions.redacted([.trace]) == 1)
    let record = try #require(trace.record)
    #expect(try await store.store.record(RecordPath(kind: .trace, id: record)) != nil)
    #expect(done.json()["target"] == "trace" && done.json()["pending"] == false)
  }

  @Test("A hidden label is no vote; the trace and other labels stay")
  func label() async throws {
    let fixture = try await owned()
    let store = fixture.store
    let label = try #require(
      try await store.traces.find("c0").votes(on: "tone").first {
        $0.assessment.source.id == Fixture.bob
      })
    let done = try await store.redactions.redact(label.id, reason: "asked for")
    #expect(done.target == "assessment" && done.hashes == [label.record] && done.hidden == 1)
    #expect(try await fixture.votes("c0") == [Fixture.ann: "good"])
    #expect(try await store.redactions.redactedCounts() == [.assessment: 1])
    #expect(try await store.redactions.redacted() == 1)
  }

  @Test("All labels of a reviewer are hidden at once; later ones are not")
  func reviewer() async throws {
    let fixture = try await owned()
    let done = try await fixture.store.redactions.redact(Fixture.bob, reason: "left")
    #expect(done.target == "reviewer" && done.hidden == 6)
    #expect(
      try await fixture.store.agreement.report("tone").set.reviewers == [Fixture.ann, Fixture.cy])
    try await fixture.label("c0", "bad", by: Fixture.bob)
    #expect(try await fixture.votes("c0")[Fixture.bob] == "bad")
  }

  @Test("The same redaction again is recognized by its old name, and writes nothing")
  func again() async throws {
    let fixture = try await owned()
    let redactions = fixture.store.redactions
    let trace = try await fixture.store.traces.find("c1")
    let label = try #require(try await fixture.store.traces.find("c0").labels.first)
    _ = try await redactions.redact(trace.id, reason: "an address")
    _ = try await redactions.redact(label.id, reason: "asked for")
    let commits = try fixture.commits
    for name in [trace.id, String(trace.id.prefix(12)), label.id] {
      let again = try await redactions.redact(name, reason: "again")
      #expect(again.wasThere && again.hidden > 0 && again.redactions.isEmpty, "\(name)")
    }
    #expect(try fixture.commits == commits)
  }

  @Test("A request of somebody without the right waits; an owner confirms it by its number")
  func pending() async throws {
    let fixture = try await owned()
    let bob = try await fixture.handed(to: Fixture.bob)
    let asked = try await bob.redactions.redact("c1", reason: "an address")
    #expect(asked.isPending && asked.hidden == 0)
    #expect(try await bob.traces.all().count == 6)
    #expect(try await bob.redactions.redact("c1", reason: "please").wasThere)
    let waiting = try #require(try await bob.redactions.pendingRedactions().first)
    #expect(waiting.source == Fixture.bob && waiting.reason == "an address" && waiting.isVouched)
    #expect(waiting.text.contains(Fixture.bob))
    let ann = try await fixture.handed(to: Fixture.ann)
    let done = try await ann.redactions.redact(waiting.redaction.prefix(8), reason: "confirmed")
    #expect(done.target == "redaction" && !done.isPending && done.hidden > 0)
    #expect(try await ann.traces.all().count == 5)
    #expect(try await ann.redactions.pendingRedactions().isEmpty)
  }

  @Test("A person hides their own label without an owner")
  func own() async throws {
    let fixture = try await owned()
    let bob = try await fixture.handed(to: Fixture.bob)
    var new = LabelService.NewLabel(trace: "c0", name: "mood")
    new.text = "calm"
    let label = try await bob.labels.addFeedback(new)
    let done = try await bob.redactions.redact(label.assessmentID, reason: "a slip")
    #expect(!done.isPending && done.hidden == 1)
  }

  @Test("An owner takes a redaction back")
  func lifted() async throws {
    let fixture = try await owned()
    let store = fixture.store
    let done = try await store.redactions.redact("c1", reason: "an address")
    var request = EndorsementRequest()
    request.lift = [try #require(done.redactions.first).prefix(10)]
    _ = try await store.trust.endorse(request)
    #expect(try await store.traces.all().count == 6)
    #expect(try await fixture.votes("c1") == [Fixture.ann: "bad", Fixture.bob: "bad"])
  }

  @Test("A redaction needs a reason and something that is there")
  func refused() async throws {
    let fixture = try await owned()
    let redactions = fixture.store.redactions
    let reason = await failure { try await redactions.redact("c1", reason: "") }
    #expect(reason.code == "usage" && reason.says("reason"))
    for text in ["c99", "kim@example.com", "a-00000000"] {
      let error = await failure { try await redactions.redact(text, reason: "x") }
      #expect(error.code == "not-found" && error.says(text), "\(text)")
    }
  }

  @Test("A look at the held-out part cannot be hidden")
  func look() async throws {
    let fixture = try await owned()
    let store = fixture.store
    _ = try await store.agreement.report("tone")
    let look = try #require(try await store.versions.reports(.look).first)
    let error = await failure { try await store.redactions.redact(look.id.hex, reason: "x") }
    #expect(error.code == "usage" && error.says(look.id.prefix(12)))
  }

  @Test("Only an owner purges")
  func purge() async throws {
    let fixture = try await owned()
    let bob = try await fixture.handed(to: Fixture.bob)
    let error = await failure { try await bob.redactions.redact("c1", reason: "x", purge: true) }
    #expect(error.code == "not-trusted" && error.says(Fixture.bob, Fixture.ann))
    #expect(try await bob.redactions.pendingRedactions().isEmpty)
  }

  @Test("A purge without a remote takes the bytes out of the history at once")
  func purged() async throws {
    let fixture = try await owned()
    let store = fixture.store
    let trace = try await store.traces.find("c1")
    let done = try await store.redactions.redact("c1", reason: "an address", purge: true)
    let purge = try #require(done.purge)
    #expect(purge.isApplied && !purge.steps.isEmpty)
    let record = try #require(trace.record)
    #expect(try await store.store.record(RecordPath(kind: .trace, id: record)) == nil)
    #expect(try await store.traces.all().count == 5)
    #expect(try await store.redactions.preparePurge() == nil, "nothing is left to purge")
  }

  /// A judge with a guideline and an example that `c0` taught.
  private func learned(_ fixture: Fixture) async throws -> (trace: Trace, label: Label) {
    let store = fixture.store
    let trace = try await store.traces.find("c0")
    let label = trace.votes(on: "tone")[0]
    var body = Fixture.tone
    body.guidelines = [Guideline(text: "Be kind.", labels: [label.id])]
    body.examples = [FewShotExamples.example(trace, value: "good", rationale: nil)]
    _ = try await store.judges.create(body)
    return (trace, label)
  }

  @Test("A judge that learned from a hidden trace no longer runs, and shows no word of it")
  func judges() async throws {
    let fixture = try await owned()
    let store = fixture.store
    let (trace, _) = try await learned(fixture)
    #expect(try await store.judges.callable("tone").version.number == 2)
    let done = try await store.redactions.redact(trace.id, reason: "an address")
    #expect(done.judges == ["tone@v2"] && done.remedies.count == 1)
    let run = await failure { try await store.runs.run(["tone"]) }
    #expect(run.code == "not-trusted" && run.says("tone@v2", "redacted"))
    let version = try await store.judges.find(named: "tone@v2")
    let shown = try await store.redactions.shown(version)
    #expect(shown.warning?.text.contains("tone@v2") == true)
    #expect(shown.version.body.guidelines.map(\.text) == ["(redacted)"])
    #expect(shown.version.body.examples == [["redacted": true]])
    let old = try await store.judges.find(named: "tone@v1")
    #expect(try await store.redactions.shown(old).warning == nil)
    #expect(try await store.runs.run(["tone@v1"]).n == 5)
    let parts = try await store.versions.blame("tone").parts
    #expect(parts.first?.text == "(redacted)" && parts.first?.labels.first?.standing == "redacted")
  }

  @Test("A new judge must not hold a hidden case")
  func newJudge() async throws {
    let fixture = try await owned()
    let store = fixture.store
    let trace = try await store.traces.find("c0")
    _ = try await store.redactions.redact("c0", reason: "an address")
    var body = Fixture.judge("copy")
    body.examples = [FewShotExamples.example(trace, value: "good", rationale: nil)]
    let made = body
    let error = await failure { try await store.judges.create(made) }
    #expect(error.code == "not-trusted" && error.says("copy", "redacted"))
  }

  @Test("A hidden trace that is imported again stays hidden")
  func reimported() async throws {
    let fixture = try await owned()
    let store = fixture.store
    _ = try await store.redactions.redact("c1", reason: "an address")
    let result = try await store.add(TraceLine.team)
    #expect(result.redacted > 0 && result.traces == 0)
    #expect(try await store.traces.all().count == 5)
  }

  @Test("Exports that a redaction does not reach are named")
  func exports() async throws {
    let fixture = try await owned()
    let folder = fixture.path("out")
    _ = try await fixture.store.maintenance.export(to: folder)
    let done = try await fixture.store.redactions.redact("c1", reason: "an address")
    #expect(done.exports == [folder])
  }
}
