import Testing

@testable import GitJudge

/// Comparisons from stored verdicts alone.
@Suite struct StoredDiffTests {
  @Test("Without asking, only traces with verdicts of both judges count, and no model is called")
  func stored() async throws {
    let chat = try Taught.chat()
    let fixture = try await Fixture(.aligned, models: chat.registry)
    let store = fixture.store
    _ = try await store.runs.run(["tone@v1"])
    let calls = await chat.calls
    let none = try await store.versions.diff("tone@v1", "tone@v2", test: .closed, asks: false)
    #expect(none.unseen?.n == 0 && none.taught?.n == 0)
    #expect(none.notes.contains { $0.contains("no run has the verdicts of both") })
    #expect(await chat.calls == calls)
    _ = try await store.runs.run(["tone@v2"])
    let both = try await store.versions.diff("tone@v1", "tone@v2", test: .known, asks: false)
    #expect((both.unseen?.n ?? 0) + (both.taught?.n ?? 0) > 0)
    #expect(both.chart?.table.rows.first?.first == "traces that taught neither")
  }
}
