import JudgeTracing
import Testing

@Suite("The ids of spans")
struct SpanIDsTests {
  @Test("A child shares the trace and names its parent; roots differ")
  func children() {
    let root = SpanIDs(below: nil)
    let child = SpanIDs(below: root)
    #expect(root.parentID == nil && root.traceID.utf8.count == 32 && root.spanID.utf8.count == 16)
    #expect(child.traceID == root.traceID && child.parentID == root.spanID)
    #expect(child.spanID != root.spanID && SpanIDs(below: nil).traceID != root.traceID)
    #expect(root.judgeTraceID == "tr-" + root.traceID)
  }

  @Test("Trace Context goes out and comes back; other text is not a context")
  func traceparent() throws {
    let ids = SpanIDs(below: nil)
    let back = try #require(SpanIDs(traceparent: ids.traceparent))
    #expect(back.traceID == ids.traceID && back.spanID == ids.spanID)
    let zeros = String(repeating: "0", count: 32)
    for text in ["", "00-abc-def-01", "00-\(zeros)-00f067aa0ba902b7-01", "x"] {
      #expect(SpanIDs(traceparent: text) == nil, "\(text)")
    }
  }
}
