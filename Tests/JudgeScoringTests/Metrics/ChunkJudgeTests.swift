import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeWork
import Testing

@testable import JudgeScoring

@Suite("A judge of each retrieved document")
struct ChunkJudgeTests {
  private func row(_ contents: String...) -> Trace {
    var trace = Bodies.trace("Which port?", "8080")
    trace.retrievedContext = contents.map {
      ["content": .string($0), "doc_uri": .string("\($0).md")]
    }
    return trace
  }

  private func judge(_ chat: any ChatModel) throws -> any Judge {
    @Sendable func provide(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? { chat }
    var body = try #require(BuiltInCatalog.body(named: "chunk_relevance"))
    body.model = "fake:/model"
    return try ModelRegistry(providers: [provide]).judge(body)
  }

  @Test("One call per document; the share of good ones is the precision, half is enough to pass")
  func precision() async throws {
    let chat = try KeyedChat([
      ("alpha", #"{"rationale": "names it", "result": "yes"}"#),
      ("beta", #"{"rationale": "off", "result": "no"}"#),
      ("gamma", #"{"rationale": "off", "result": "no"}"#),
    ])
    let said = await (try judge(chat)).feedbacks(on: row("alpha", "beta", "gamma"))
    #expect(
      said.map(\.name) == ["chunk_relevance", "chunk_relevance/precision"]
        + Array(repeating: "chunk_relevance/chunk", count: 3))
    #expect(said[0].value == "no" && said[1].value == .number(1.0 / 3))
    #expect(said.dropFirst(2).map(\.value) == ["yes", "no", "no"])
    #expect(said[2].metadata == ["chunk_index": "0", "doc_uri": "alpha.md"])
    #expect(said[0].inputTokens == 30 && said[2].inputTokens == nil)
    #expect(chat.asked.count == 3)
    // Each call sees its own document and no other.
    let first = chat.asked.first { $0.messages[1].content.contains("alpha") }
    #expect(first?.messages[1].content.contains("beta") == false)

    let half = await (try judge(chat)).feedback(on: row("alpha", "beta"))
    #expect(half.value == "yes")
  }

  @Test("A document that failed leaves no precision: not a share of those that happened to work")
  func failure() async throws {
    let chat = try KeyedChat([("alpha", #"{"rationale": "", "result": "yes"}"#)])
    let said = await (try judge(chat)).feedbacks(on: row("alpha", "beta"))
    #expect(said[0].error?.message?.contains("1 of 2 documents failed") == true)
    #expect(said[1].value == nil && said[2].value == "yes" && said[3].value == nil)
    let none = await (try judge(chat)).feedbacks(on: Bodies.trace())
    #expect(none.count == 1 && none[0].error?.code == "MISSING_FIELD")
  }

  @Test("Documents come from the outermost retriever spans where the row names none")
  func spans() {
    func span(_ id: String, _ parent: String?, _ type: String, _ outputs: JSONValue) -> JSONValue {
      var object: JSONObject = [
        "span_id": .string(id), "name": "s", "start_time_unix_nano": .string(id),
        "attributes": ["mlflow.spanType": .string(type), "mlflow.spanOutputs": outputs],
      ]
      if let parent { object["parent_span_id"] = .string(parent) }
      return .object(object)
    }
    var trace = Bodies.trace()
    trace.spans = [
      span("1", nil, "AGENT", "x"),
      span("3", "2", "RETRIEVER", [["page_content": "inner"]]),
      span(
        "2", "1", "RETRIEVER",
        [["page_content": "outer", "metadata": ["doc_uri": "o.md"]], "bare"]),
    ]
    let chunks = RetrievedChunk.all(of: trace)
    #expect(chunks.map(\.content) == ["outer", "bare"])
    #expect(chunks.map(\.uri) == ["o.md", nil] && chunks.map(\.spanID) == ["2", "2"])
  }
}
