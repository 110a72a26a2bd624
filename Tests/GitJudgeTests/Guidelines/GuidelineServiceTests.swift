import Testing

@testable import GitJudge

/// The guideline of a question, and labels given under older ones.
@Suite struct GuidelineServiceTests {
  @Test("The judge's instructions are the guideline until a rubric is written")
  func text() async throws {
    let fixture = try await Fixture()
    let guidelines = fixture.store.guidelines
    let before = try await guidelines.versions("tone")
    #expect(before.current.text == Fixture.tone.instructions)
    #expect(before.current.values == ["good", "bad"])
    try await fixture.store.labels.setRubric("tone", to: "Polite is good.")
    let after = try await guidelines.versions("tone")
    #expect(after.current.text == "Polite is good." && after.currentHash != before.currentHash)
    try await fixture.store.labels.setRubric("tone", to: Fixture.tone.instructions)
    #expect(try await guidelines.versions("tone").currentHash == before.currentHash)
  }

  @Test("A new judge's instructions are a new guideline; an alignment's are not")
  func instructions() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let first = try await store.guidelines.versions("tone").currentHash
    var aligned = Fixture.judge("tone", "Be strict about {{ outputs }}.")
    aligned.steps = [
      AlignmentStep(
        optimizer: "gepa", seed: 0, base: try await store.judges.find(named: "tone").hash)
    ]
    _ = try await store.judges.create(aligned)
    #expect(try await store.guidelines.versions("tone").currentHash == first)
    _ = try await store.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    #expect(try await store.guidelines.versions("tone").current.text == "Is {{ outputs }} kind?")
  }

  @Test("A question without judge and rubric has no guideline")
  func none() async throws {
    let fixture = try await Fixture()
    let versions = try await fixture.store.guidelines.versions("mood")
    #expect(versions.current.isEmpty && versions.current.values.isEmpty)
  }

  @Test("Labels under an older guideline are counted by person; unknown ones are not")
  func older() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    try await fixture.label("c0", "bad")
    try await fixture.label("c1", "good")
    try await fixture.label("c2", "bad", by: Fixture.bob)
    #expect(try await store.guidelines.olderLabels("tone") == nil)
    try await store.labels.setRubric("tone", to: "Polite is good.")
    let older = try #require(try await store.guidelines.olderLabels("tone"))
    #expect(older.labels == 3 && older.bySource[Fixture.ann] == 2)
    #expect(older.sentence(for: Fixture.bob).contains("3 labels on tone (1 of them yours)"))
    #expect(older.remedy.description.contains("assign stale tone"))
    try await fixture.label("c0", "bad")
    #expect(try await store.guidelines.olderLabels("tone")?.labels == 2)
    let experiment = try await store.experiments.current().id
    #expect(try await store.guidelines.olderLabels(in: experiment).map(\.name) == ["tone"])
  }

  @Test("A version keeps only its labels, and traces that still have one")
  func restricted() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    try await fixture.label("c0", "bad")
    let experiment = try await store.experiments.current().id
    let traces = try await store.labels.labelledTraces("tone", in: experiment)
    let all = try await store.guidelines.restricted(traces, on: "tone", in: experiment, to: nil)
    #expect(all.traces.count == 6 && all.choice == nil)
    let current = try await store.guidelines.restricted(
      traces, on: "tone", in: experiment, to: "current")
    #expect(current.traces.map(\.clientRequestID) == ["c0"])
    #expect(current.traces.first?.votes(on: "tone").map(\.assessment.value) == ["bad"])
    let unknown = try await store.guidelines.restricted(
      traces, on: "tone", in: experiment, to: "unknown")
    #expect(unknown.traces.count == 6 && unknown.choice == .unknown)
    let first = unknown.traces.first { $0.clientRequestID == "c0" }
    #expect(first?.votes(on: "tone").map(\.assessment.source.id) == [Fixture.bob])
  }
}
