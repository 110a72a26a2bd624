import Testing

@testable import GitJudge

/// Sessions on a labelling page.
@Suite struct ReviewSessionsTests {
  private func trace(_ id: String, _ session: String?, at milliseconds: Int64) -> Trace {
    var trace = Trace(id: id, inputs: .string("in \(id)"), outputs: .string("out \(id)"))
    if let session { trace.metadata["mlflow.trace.session"] = .string(session) }
    trace.requestTime = Timestamp(milliseconds: milliseconds)
    return trace
  }

  @Test func aSessionIsAskedOnceOnItsFirstTraceWithItsWholeConversation() {
    let sessions = ReviewSessions([
      trace("b", "s", at: 2), trace("a", "s", at: 1), trace("c", nil, at: 3),
    ])
    let items = ["b", "a", "c"].map { LabelItem(traceID: $0) }
    #expect(sessions.reduced(items, isWanted: true).map(\.traceID) == ["a", "c"])
    #expect(sessions.reduced(items, isWanted: false) == items)
    // Without its first trace, for example because it is labelled, the others stay.
    let rest = [LabelItem(traceID: "b")]
    #expect(sessions.reduced(rest, isWanted: true) == rest)
    let texts = sessions.conversation(of: "b").compactMap { $0["content"]?.stringValue }
    #expect(texts == ["in a", "out a", "in b", "out b"])
    #expect(sessions.conversation(of: "z").isEmpty)
  }
}
