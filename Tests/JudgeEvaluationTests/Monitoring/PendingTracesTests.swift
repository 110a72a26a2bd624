import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeEvaluation

/// Which traces are in a sample, and which are still to be judged.
@Suite struct PendingTracesTests {
  private static let judge = ContentID(hashing: Array("judge".utf8))
  private static let other = ContentID(hashing: Array("other".utf8))

  private static func trace(
    _ id: String, session: String? = nil, at time: Int64? = nil, _ verdicts: [Feedback] = []
  ) -> Trace {
    var trace = Trace(id: id, inputs: .string(id), outputs: "x")
    trace.requestTime = time.flatMap { Timestamp(milliseconds: $0) }
    if let session { trace.metadata[Conversation.sessionKey] = .string(session) }
    trace.verdicts = verdicts
    return trace
  }

  private static func said(
    by judge: ContentID = judge, error code: String? = nil, at time: Int64? = nil
  ) -> Feedback {
    let source = AssessmentSource(type: .llmJudge, id: "m")
    var said =
      code.map {
        Feedback(name: "q", error: AssessmentError(code: $0, message: nil), source: source)
      }
      ?? Feedback(name: "q", value: "yes", rationale: nil, source: source)
    said.judge = judge
    said.createTime = time.flatMap { Timestamp(milliseconds: $0) }
    return said
  }

  private static func pending(_ traces: [Trace], sessions: Bool = false) -> [String] {
    PendingTraces.of(traces, judge: judge, isSessionLevel: sessions).map(\.id)
  }

  @Test("A verdict of this version answers a trace; one of another version does not")
  func answered() {
    #expect(
      Self.pending([
        Self.trace("a"), Self.trace("b", [Self.said()]),
        Self.trace("c", [Self.said(by: Self.other)]),
      ]) == ["a", "c"])
  }

  @Test("A failed verdict is asked again twice; an outage is asked again always")
  func failures() {
    let bad = Self.said(error: "INVALID_REPLY")
    let outage = Self.said(error: "RATE_LIMITED")
    #expect(
      Self.pending([
        Self.trace("two", [bad, bad]), Self.trace("three", [bad, bad, bad]),
        Self.trace("outage", [outage, outage, outage, outage]),
        Self.trace("at last", [bad, bad, Self.said()]),
      ]) == ["two", "outage"])
  }

  @Test("A session is asked as a whole, and again if it goes on after its verdict")
  func sessions() {
    let old = [
      Self.trace("a", session: "s", at: 1, [Self.said(at: 10)]),
      Self.trace("b", session: "s", at: 2),
    ]
    #expect(Self.pending(old, sessions: true) == [])
    let new = old + [Self.trace("c", session: "s", at: 20), Self.trace("d")]
    #expect(Self.pending(new, sessions: true) == ["a", "b", "c", "d"])
  }

  @Test("A sample has its share, contains smaller ones, and keeps sessions together")
  func sample() {
    let traces = (0..<5000).map { Self.trace("tr-\($0)") }
    let tenth = traces.filter(TraceSample(share: 0.1).contains)
    #expect((400...600).contains(tenth.count))
    let third = Set(traces.filter(TraceSample(share: 0.3).contains).map(\.id))
    #expect(tenth.allSatisfy { third.contains($0.id) })
    #expect(traces.allSatisfy(TraceSample(share: 1).contains))
    for number in 0..<50 {
      let first = Self.trace("x\(number)", session: "s\(number)")
      let second = Self.trace("y\(number)", session: "s\(number)")
      let sample = TraceSample(share: 0.5)
      #expect(sample.contains(first) == sample.contains(second))
    }
    // The choice is part of the interface: machines with other versions must agree.
    #expect(
      traces.prefix(40).filter(TraceSample(share: 0.1).contains).map(\.id)
        == ["tr-14", "tr-15", "tr-17", "tr-22", "tr-23", "tr-24", "tr-25"])
  }
}
