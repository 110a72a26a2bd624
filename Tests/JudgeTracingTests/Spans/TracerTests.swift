import Foundation
import JudgeJSON
import JudgeTestSupport
import JudgeTracing
import Testing
import Tracing

@Suite("The back end of swift-distributed-tracing")
struct TracerTests {
  private struct Broken: Error {}

  @Test("Instrumented code's spans are kept as they end, with attributes, events and errors")
  func spans() throws {
    let folder = try TemporaryFolder("git-judge-tracer")
    let spool = SpanSpool(folder: folder.path)
    let tracer = JudgeTracer(spool: spool)
    try? tracer.withSpan("outer") { span in
      span.attributes["http.method"] = "GET"
      span.addEvent(SpanEvent(name: "cache miss"))
      // The inner span is on disk before the outer one ends.
      tracer.withSpan("inner") { _ in }
      let lines = try String(
        contentsOfFile: "\(folder.path)/\(span.ids.traceID).jsonl", encoding: .utf8)
      #expect(lines.split(separator: "\n").count == 1)
      throw Broken()
    }
    let spans = try #require(spool.leftovers().first).spans
    #expect(spans.map { $0["name"] } == ["inner", "outer"])
    #expect(spans[0]["parent_span_id"] == spans[1]["span_id"])
    #expect(spans[1]["parent_span_id"] == nil)
    #expect(spans[1]["attributes"] == ["http.method": "GET"])
    #expect(spans[1]["status"]?["code"] == "STATUS_CODE_ERROR")
    let events = spans[1]["events"]?.arrayValue?.map { $0["name"] }
    #expect(events == ["cache miss", "exception"])
  }

  @Test("Ids go to another process and come back")
  func propagation() {
    struct Headers: Injector, Extractor {
      func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key] = value
      }
      func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    }
    let tracer = JudgeTracer(spool: SpanSpool(folder: "/nonexistent"))
    var context = ServiceContext.topLevel
    context.judgeSpan = SpanIDs(below: nil)
    var carrier: [String: String] = [:]
    tracer.inject(context, into: &carrier, using: Headers())
    var other = ServiceContext.topLevel
    tracer.extract(carrier, into: &other, using: Headers())
    #expect(other.judgeSpan?.spanID == context.judgeSpan?.spanID)
    #expect(other.judgeSpan?.traceID == context.judgeSpan?.traceID)
  }
}
