import Foundation
import GitJudge
import JudgeTestSupport
import Testing

@Suite("Traced applications", .enabled(if: TestRepository.git != nil, "needs git"))
struct TracedTests {
  private struct Broken: Error {}

  private func spans(_ trace: Trace) -> [SpanSummary] { trace.spans.compactMap(SpanSummary.init) }

  /// A span's name, type, and parent's name.
  private struct SpanSummary {
    let id: String
    let parent: String?
    let name: String
    let type: String?
    let code: String?

    init?(_ span: JSONValue) {
      guard let object = span.objectValue else { return nil }
      id = object["span_id"]?.stringValue ?? ""
      parent = object["parent_span_id"]?.stringValue
      name = object["name"]?.stringValue ?? ""
      type = object["attributes"]?.objectValue?["mlflow.spanType"]?.stringValue
      code = object["status"]?.objectValue?["code"]?.stringValue
    }
  }

  @Test("What looks like a secret is blanked in every span, and the application's answer stays")
  func secrets() async throws {
    let token = "gh" + "p_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    let repository = try TestRepository()
    let store = try await repository.open()
    let experiment = try await store.experiments.open("x", create: true)
    let (answer, _) = try await store.traces.traced("agent", inputs: ["q": .string("use \(token)")])
    {
      _ = try await store.traces.traced("tool", inputs: .string(token)) { "ok" }
      return "I used \(token)."
    }
    #expect(answer == "I used \(token).")
    let trace = try #require(try await experiment.traces.all().first)
    #expect(trace.inputs == ["q": "use «secret»"] && trace.outputs == "I used «secret».")
    #expect(trace.spans.count == 2)
    #expect(!JSONValue.array(trace.spans).canonicalText.contains(token))
  }

  @Test("Nested calls and model calls are children; the answer is the trace's output")
  func nested() async throws {
    let chat = try RuleChat { _ in #"{"rationale": "", "result": "yes"}"# }
    let repository = try TestRepository()
    let store = try await repository.open(chat.registry)
    let experiment = try await store.experiments.open("x", create: true)
    let judge = try makeJudge(
      name: "ok", instructions: "{{ outputs }}", values: ["yes", "no"], model: "openai:/m",
      registry: chat.registry)
    let (answer, id) = try await store.traces.traced("agent", type: "AGENT", inputs: ["q": "Hi"]) {
      let (found, inner) = try await store.traces.traced("search", type: "RETRIEVER") {
        [["content": "x"]]
      }
      #expect(inner.hasPrefix("tr-") && found.count == 1)
      return await judge(inputs: "Hi", outputs: "Ho").value ?? .null
    }
    #expect(answer == "yes")
    let traces = try await experiment.traces.all()
    let trace = try #require(traces.first)
    #expect(traces.count == 1 && trace.id == id && trace.state == "OK")
    #expect(trace.inputs == ["q": "Hi"] && trace.outputs == "yes")
    let spans = spans(trace)
    let root = try #require(spans.first { $0.parent == nil })
    #expect(root.name == "agent" && spans.count == 3)
    let children = spans.filter { $0.parent == root.id }
    #expect(Set(children.compactMap(\.type)) == ["RETRIEVER", "CHAT_MODEL"])
    #expect(trace.executionDuration ?? -1 >= 0 && trace.requestTime != nil)
    let retrieved = trace.spans.contains {
      $0["attributes"]?["mlflow.spanOutputs"] == [["content": "x"]]
    }
    #expect(retrieved)
  }

  @Test("An error is recorded with its trace and thrown on")
  func error() async throws {
    let repository = try TestRepository()
    let store = try await repository.open()
    let experiment = try await store.experiments.open("x", create: true)
    await #expect(throws: Broken.self) {
      try await store.traces.traced("agent", inputs: "Hi") { () -> String in throw Broken() }
    }
    let trace = try #require(try await experiment.traces.all().first)
    #expect(trace.state == "ERROR" && trace.outputs.isNull)
    #expect(spans(trace).first?.code == "STATUS_CODE_ERROR")
  }

  @Test("Instrumented code leaves traces through the back end; what crashed is in progress")
  func backEnd() async throws {
    let repository = try TestRepository()
    let store = try await repository.open()
    let experiment = try await store.experiments.open("x", create: true)
    let tracer = store.traces.tracer
    // A root that ends.
    let ids = SpanIDs(below: nil)
    var span = FinishedSpan(ids: ids, name: "GET /", start: 1_000_000, end: 3_000_000)
    span.attributes = ["http.status": 200]
    let spool = SpanSpool(folder: store.store.location.stateDirectory + "/spans")
    spool.add(span)
    spool.close(ids.traceID)
    // A child whose root never ends, as a crash leaves it: whole lines, then half of one.
    let lost = SpanIDs(below: nil)
    spool.add(
      FinishedSpan(ids: SpanIDs(below: lost), name: "query", start: 5_000_000, end: 6_000_000))
    let file = spool.folder + "/\(lost.traceID).jsonl"
    // While its program runs it is left alone.
    #expect(try await store.traces.collect() == [ids.judgeTraceID])
    spool.close(lost.traceID)
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(#"{"name":"cut"#.utf8))
    try handle.close()
    #expect(try await store.traces.collect() == [lost.judgeTraceID])
    #expect(try await store.traces.collect().isEmpty)
    let states = try await experiment.traces.all().map { [$0.id, $0.state] }
    #expect(
      Set(states) == [[ids.judgeTraceID, "OK"], [lost.judgeTraceID, "IN_PROGRESS"]])
    _ = tracer
  }
}
