import JudgeJSON
import JudgeRecords
import Testing

/// Tokens, tools and messages of spans in the conventions of several tools.
@Suite struct SpanFactsTests {
  @Test(
    "Tokens have many spellings",
    arguments: [
      #"{"mlflow.chat.tokenUsage": {"input_tokens": 3, "output_tokens": 4}}"#,
      #"{"mlflow.chat.tokenUsage": "{\"input_tokens\": 3, \"output_tokens\": 4}"}"#,
      #"{"gen_ai.usage.input_tokens": 3, "gen_ai.usage.output_tokens": 4}"#,
      #"{"gen_ai.usage.prompt_tokens": "3", "gen_ai.usage.completion_tokens": "4"}"#,
      #"{"llm.token_count.prompt": 3, "llm.token_count.completion": 4}"#,
      #"{"ai.usage.promptTokens": 3, "ai.usage.completionTokens": 4, "ai.usage.totalTokens": 7}"#,
      #"{"langfuse.observation.usage_details": "{\"input\": 3, \"output\": 4, \"total\": 7}"}"#,
    ])
  func tokens(_ attributes: String) throws {
    let object = try #require(try JSONValue(parsing: Array(attributes.utf8)).objectValue)
    #expect(
      SpanFacts.tokens(object)?.json == ["input_tokens": 3, "output_tokens": 4, "total_tokens": 7])
    #expect(SpanFacts.tokens(["gen_ai.usage.input_tokens": -1]) == nil)
  }

  @Test("The tokens of a trace are those of the outermost spans that have any")
  func sum() {
    func span(_ id: String, _ parent: String, _ tokens: Int?) -> JSONValue {
      let attributes: JSONObject =
        tokens.map { ["gen_ai.usage.input_tokens": .integer($0)] } ?? [:]
      return [
        "span_id": .string(id), "parent_span_id": .string(parent),
        "attributes": .object(attributes),
      ]
    }
    // The agent has the sum of its calls; the second agent has none.
    let spans = [
      span("agent", "", 5), span("x", "agent", nil), span("call", "x", 5), span("other", "", nil),
      span("second", "other", 7), span("loop", "loop", nil), span("large", "", .max),
    ]
    #expect(TokenCounts.sum(of: Array(spans.dropLast()))?.input == 12)
    #expect(TokenCounts.sum(of: spans)?.input == .max)
    #expect(TokenCounts.sum(of: [span("a", "", nil)]) == nil)
  }

  @Test("Calls of tools in attributes with numbers are those of chat models")
  func calls() {
    let openInference: JSONObject = [
      "llm.output_messages.0.message.role": "assistant",
      "llm.output_messages.0.message.tool_calls.0.tool_call.id": "1",
      "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "f",
      "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": "{}",
    ]
    let openLLMetry: JSONObject = [
      "gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.tool_calls.0.id": "1",
      "gen_ai.completion.0.tool_calls.0.name": "f",
      "gen_ai.completion.0.tool_calls.0.arguments": "{}",
    ]
    let expected: JSONValue = [
      "role": "assistant",
      "tool_calls": [
        ["id": "1", "type": "function", "function": ["name": "f", "arguments": "{}"]]
      ],
    ]
    #expect(SpanContent.outputs(openInference) == expected)
    #expect(SpanContent.outputs(openLLMetry) == expected)
    let parts: JSONObject = [
      "llm.input_messages.2.message.contents.0.message_content.text": "a",
      "llm.input_messages.10.message.contents.0.message_content.type": "image",
    ]
    #expect(
      SpanContent.inputs(parts) == [
        "messages": [["content": "a"], ["content": [["type": "image"]]]]
      ])
  }

  @Test("Definitions of tools, session and user")
  func facts() {
    let tool: JSONValue = ["type": "function", "function": ["name": "f"]]
    #expect(SpanFacts.tools(["gen_ai.tool.definitions": .array([tool])]) == [tool])
    #expect(
      SpanFacts.tools(["llm.tools.0.tool.json_schema": .string(tool.canonicalText)]) == [tool])
    #expect(SpanFacts.tools(["llm.request.functions.0.name": "f"]) == [tool])
    #expect(SpanFacts.session(["metadata": #"{"thread_id": "t"}"#]) == "t")
    #expect(SpanFacts.session(["gen_ai.conversation.id": 7]) == "7")
    #expect(SpanFacts.user(["enduser.id": "u"]) == "u")
    #expect(SpanFacts.tags(["tag.tags": ["a", "b"]]) == ["a", "b"])
  }

  @Test("Messages that are events of the span, in order of time")
  func events() {
    let span: JSONObject = [
      "events": [
        ["name": "gen_ai.choice", "time_unix_nano": "30", "attributes": ["message": "done"]],
        ["name": "gen_ai.user.message", "time_unix_nano": "9", "attributes": ["content": "q"]],
        ["name": "exception", "time_unix_nano": "10"],
        [
          "name": "gen_ai.tool.message", "time_unix_nano": "20",
          "body": ["id": "1", "content": "r"],
        ],
      ]
    ]
    #expect(
      SpanContent.inputs(of: span) == [
        "messages": [
          ["role": "user", "content": "q"],
          ["role": "tool", "content": "r", "tool_call_id": "1"],
        ]
      ])
    #expect(SpanContent.outputs(of: span) == "done")
    let old: JSONObject = [
      "events": [
        ["name": "gen_ai.content.prompt", "attributes": ["gen_ai.prompt": #"[{"role": "user"}]"#]],
        ["name": "gen_ai.content.completion", "attributes": ["gen_ai.completion": "a"]],
      ]
    ]
    #expect(SpanContent.inputs(of: old) == ["messages": [["role": "user"]]])
    #expect(SpanContent.outputs(of: old) == "a")
  }
}
