import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeInterchange

/// Inputs and outputs of spans in the conventions of several tools, and files without any.
@Suite struct SpanContentTests {
  @Test(
    "Each convention has inputs and outputs",
    arguments: [
      (
        #"{"mlflow.spanInputs": {"a": 1}, "input.value": "x", "mlflow.spanOutputs": 2}"#,
        #"{"a": 1}"#, "2"
      ),
      (#"{"input.value": "hi", "output.value": "[1]"}"#, #""hi""#, "[1]"),
      (
        #"{"input.value": "[1]", "input.mime_type": "text/plain", "output.value": "b"}"#,
        #""[1]""#, #""b""#
      ),
      (
        #"{"traceloop.entity.input": "{\"q\": 1}", "traceloop.entity.output": "x"}"#,
        #"{"q": 1}"#, #""x""#
      ),
      (
        #"{"gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "q", "gen_ai.completion.0.content": "a"}"#,
        #"{"messages": [{"role": "user", "content": "q"}]}"#, #""a""#
      ),
      (
        #"{"gen_ai.input.messages": [{"role": "user", "parts": [{"type": "text", "content": "q"}]}], "gen_ai.output.messages": "[{\"role\": \"assistant\", \"parts\": [{\"type\": \"tool_call\", \"name\": \"f\"}]}]"}"#,
        #"{"messages": [{"role": "user", "content": "q"}]}"#,
        #"{"role": "assistant", "tool_calls": [{"type": "tool_call", "name": "f"}]}"#
      ),
      (
        #"{"ai.prompt": "{\"prompt\": \"q\"}", "ai.response.text": "a"}"#, #"{"prompt": "q"}"#,
        #""a""#
      ),
    ])
  func conventions(attributes: String, inputs: String, outputs: String) throws {
    let object = try #require(try JSONValue(parsing: Array(attributes.utf8)).objectValue)
    #expect(SpanContent.inputs(object) == (try JSONValue(parsing: Array(inputs.utf8))))
    #expect(SpanContent.outputs(object) == (try JSONValue(parsing: Array(outputs.utf8))))
  }

  @Test("Types are MLflow's words")
  func types() {
    #expect(SpanContent.type(["openinference.span.kind": "retriever"]) == "RETRIEVER")
    #expect(SpanContent.type(["traceloop.span.kind": "workflow"]) == "CHAIN")
    #expect(SpanContent.type(["gen_ai.operation.name": "execute_tool"]) == "TOOL")
    #expect(SpanContent.type(["mlflow.spanType": "\"LLM\""]) == "LLM")
    #expect(SpanContent.type([:]) == nil)
  }

  @Test("A line of the own form takes the content of its spans")
  func line() throws {
    let item = try read(
      #"""
      {"trace_id": "tr-5b8efff798038103d269b633813fc601", "spans": [{"span_id": "eee19b7ec3c1b101", "name": "chat", "attributes": {"gen_ai.input.messages": "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]", "gen_ai.output.messages": "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"hello\"}]}]"}}]}
      """#)
    #expect(item.holdsTrace && item.trace.outputs == "hello")
    #expect(item.trace.inputs == ["messages": [["role": "user", "content": "hi"]]])
  }

  @Test("Spans without content are kept and told, and a file of nothing else is not clean")
  func without() throws {
    var plan = ImportPlan(byRequest: TextMap(), byTrace: TextMap())
    var foreign = ForeignReader()
    let text =
      #"{"trace_id": "tr-1", "spans": [{"span_id": "a", "attributes": {"http.method": "GET"}}]}"#
    try plan.add(
      split(text), file: "f", reader: LineReader(experiment: experiment), foreign: &foreign,
      isStrict: false
    ) { _ in nil }
    _ = try plan.finish(known: [])
    #expect(plan.result.withoutContent == 1 && !plan.result.isClean)
    #expect(plan.result.warnings.first?.contains("http.method") == true)
  }

  @Test("A document that nothing understands is rejected with its members")
  func unknown() {
    let error = rejection(of: #"{"foo": 1, "bar": 2}"#)
    #expect(error?.message.contains("it has: bar, foo") == true)
  }

  @Test("Lines of the own form are never taken for another tool's")
  func own() throws {
    for text in [
      #"{"client_request_id": "a", "inputs": {"messages": [{"role": "user", "content": "x"}]}, "outputs": "b"}"#,
      #"{"inputs": "q", "outputs": "a", "expectations": {"expected_response": "x"}, "tags": {"run_type": "x"}}"#,
      #"{"trace_id": "tr-1", "assessments": []}"#,
    ] {
      let object = try #require(try JSONValue(parsing: Array(text.utf8)).objectValue)
      #expect(!ForeignReader.recognizes(object), "\(text)")
    }
  }
}
