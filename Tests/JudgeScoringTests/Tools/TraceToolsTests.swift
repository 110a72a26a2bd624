import JudgeJSON
import JudgeModels
import JudgeRecords
import Testing

@testable import JudgeScoring

@Suite("Reading a trace with tools")
struct TraceToolsTests {
  private static func span(_ id: String, _ name: String, _ outputs: String) -> JSONValue {
    [
      "span_id": .string(id), "name": .string(name), "parent_span_id": "root",
      "start_time_unix_nano": .number(Double(id.utf8.count) * 1e6 + 1e15),
      "end_time_unix_nano": .number(Double(id.utf8.count) * 1e6 + 1e15 + 5e6),
      "attributes": ["mlflow.spanType": "TOOL", "mlflow.spanOutputs": .string(outputs)],
    ]
  }

  private func call(_ name: String, _ arguments: JSONObject = [:]) -> ChatToolCall {
    ChatToolCall(id: "1", name: name, arguments: JSONValue.object(arguments).canonicalText)
  }

  private var trace: Trace {
    var trace = Bodies.trace("What is it?", "A needle.")
    trace.spans = [
      Self.span("bb", "second", "in the haystack"), Self.span("a", "first", "a Needle"),
    ]
    trace.retrievedContext = [["content": "a document", "doc_uri": "https://e.com/d"]]
    return trace
  }

  @Test("Spans are listed in order of time with inputs, outputs and sizes")
  func list() {
    let text = TraceTools(trace).answer(call("list_spans"))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.first == "4 parts, 1 documents")
    #expect(lines.map { $0.prefix { $0 != ":" } }.dropFirst() == ["inputs", "outputs", "a", "bb"])
    #expect(text.contains("a: first, TOOL, in root, 5 ms ("))
  }

  @Test("A span and a document are read by page, and what is not there is said")
  func read() {
    var long = trace
    long.outputs = .string(String(repeating: "é", count: 8_000) + "end")
    let tools = TraceTools(long)
    let first = tools.answer(call("get_span", ["span_id": "outputs"]))
    #expect(first.hasSuffix("(It goes on at offset 8000.)"))
    #expect(tools.answer(call("get_span", ["span_id": "outputs", "offset": 8_000])) == "end")
    #expect(tools.answer(call("get_span", ["span_id": "a"])).contains("a Needle"))
    #expect(tools.answer(call("get_span", ["span_id": "zz"])).contains("no part with the id"))
    #expect(tools.answer(call("get_document", ["number": 1])) == "a document")
    #expect(tools.answer(call("get_document", ["number": 2])) == "There are 1 documents.")
    #expect(tools.answer(call("delete_span")).contains("There is no tool \"delete_span\""))
  }

  @Test("A search finds text in spans and documents, far into long ones too")
  func search() {
    var long = trace
    long.inputs = .string(String(repeating: "x", count: 50_000) + "NEEDLE" + "y")
    let tools = TraceTools(long)
    let found = tools.answer(call("search_trace_regex", ["pattern": "need.e"]))
    for part in ["inputs, at offset", "outputs, at offset", "a, at offset"] {
      #expect(found.contains(part), "\(part)")
    }
    #expect(tools.answer(call("search_trace_regex", ["pattern": "docu"])).hasPrefix("document 1"))
    #expect(tools.answer(call("search_trace_regex", ["pattern": "nowhere"])) == "Nothing matches.")
    #expect(tools.answer(call("search_trace_regex", ["pattern": "("])).contains("not valid"))
  }

  @Test("The messages of a session are read in the same way")
  func session() {
    var trace = Bodies.trace()
    trace.conversation = [
      ["role": "user", "content": "Hi"], ["role": "assistant", "content": "Yo"],
    ]
    let tools = TraceTools(trace, ofSession: true)
    #expect(tools.answer(call("list_spans")).contains("message-2: assistant"))
    #expect(tools.answer(call("get_span", ["span_id": "message-2"])).contains("Yo"))
  }
}
