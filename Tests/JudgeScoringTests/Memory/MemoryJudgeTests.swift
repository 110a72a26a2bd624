import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork
import Synchronization
import Testing

@Suite struct MemoryJudgeTests {
  /// A chat model that keeps its prompts and always says "good".
  private final class Echo: ChatModel, Sendable {
    let uri: ModelURI
    let prompts = Mutex<[String]>([])
    init() throws { uri = try ModelURI("echo:/x") }

    func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
      prompts.withLock { $0.append(request.messages.map(\.content).joined(separator: "\n")) }
      return ChatResponse(text: #"{"rationale": "r", "result": "good"}"#)
    }
  }

  /// Vectors by the first letter; counts its calls.
  private final class Letters: EmbeddingModel, Sendable {
    let uri: ModelURI
    let calls = Mutex<[Int]>([])
    init() throws { uri = try ModelURI("letters:/x") }

    func embed(_ texts: [String]) async throws(JudgeFailure) -> [[Double]] {
      calls.withLock { $0.append(texts.count) }
      return texts.map { $0.hasPrefix("a") ? [3, 0] : $0.hasPrefix("b") ? [0, 2] : [1, 1] }
    }
  }

  private static func trace(_ id: String, _ text: String, group: String? = nil) -> Trace {
    var trace = Trace(id: id, inputs: .string(text), outputs: .string("answer"))
    trace.group = group
    return trace
  }

  private static func body(
    _ cases: [(String, String, String?)], k: Int = 2, floor: Double = 0.05,
    model: String = Retrieval.bm25
  ) -> JudgeBody {
    var body = JudgeBody(name: "tone", instructions: "Is {{ outputs }} good for {{ inputs }}?")
    body.values = ["good", "bad"]
    body.model = "echo:/x"
    body.retrieval = Retrieval(count: k, model: model, floor: floor)
    body.examples = cases.map { id, text, group in
      .object(
        Episode(
          trace: trace(id, text, group: group), value: "bad", rationale: "because \(id)",
          labels: ["a-\(id)"]
        ).example)
    }
    return body
  }

  private func judge(
    _ body: JudgeBody, _ echo: Echo, _ letters: Letters? = nil
  ) throws -> any Judge {
    @Sendable func chat(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? { echo }
    @Sendable func embed(_ uri: ModelURI) throws(JudgeFailure) -> (any EmbeddingModel)? { letters }
    return try ModelRegistry(providers: [chat], embeddings: [embed]).judge(body)
  }

  @Test func theMostSimilarCasesAreShownTheNearestLast() async throws {
    let echo = try Echo()
    let body = Self.body([
      ("tr-1", "where is my parcel", nil), ("tr-2", "refund my money", nil),
      ("tr-3", "where is my red parcel today", nil),
    ])
    let said = try await judge(body, echo).feedback(
      on: Self.trace("tr-9", "where is my red parcel"))
    #expect(said.metadata[MemoryJudge.retrievedKey] == "tr-1,tr-3")
    let prompt = try #require(echo.prompts.withLock { $0.first })
    let near = try #require(prompt.firstRange(of: "because tr-3"))
    let far = try #require(prompt.firstRange(of: "because tr-1"))
    let asked = try #require(prompt.firstRange(of: "The case to judge."))
    #expect(far.lowerBound < near.lowerBound && near.lowerBound < asked.lowerBound)
    #expect(!prompt.contains("tr-2"))
  }

  @Test func aTraceIsNeverShownItselfNorItsGroup() async throws {
    let echo = try Echo()
    let body = Self.body(
      [
        ("tr-1", "where is my parcel", nil), ("tr-2", "Where  is my PARCEL", nil),
        ("tr-3", "the parcel again", "g"), ("tr-4", "a parcel of another", nil),
      ], k: 5, floor: 0)
    let memory = try #require(try judge(body, echo) as? MemoryJudge)
    let own = try await memory.retrieve(for: Self.trace("tr-1", "where is my parcel"))
    #expect(own.map(\.traceID) == ["tr-4", "tr-3"] || own.map(\.traceID) == ["tr-3", "tr-4"])
    let tagged = try await memory.retrieve(for: Self.trace("tr-9", "parcel", group: "g"))
    #expect(!tagged.map(\.traceID).contains("tr-3") && tagged.count == 3)
  }

  @Test func whatIsNotSimilarIsNotShown() async throws {
    let echo = try Echo()
    let body = Self.body([("tr-1", "weather in spring", nil)])
    let judge = try judge(body, echo)
    var trace = Self.trace("tr-9", "where is my parcel")
    trace.outputs = .string("soon")
    let said = await judge.feedback(on: trace)
    #expect(said.metadata[MemoryJudge.retrievedKey] == nil)
    #expect(echo.prompts.withLock { $0.first }?.contains("Example 1") == false)
  }

  @Test func casesWithoutATraceAreAlwaysShown() async throws {
    let echo = try Echo()
    var body = Self.body([("tr-1", "weather", nil)])
    body.examples.insert(
      ["inputs": "fixed question", "outputs": "x", "value": "good"], at: 0)
    _ = try await judge(body, echo).feedback(on: Self.trace("tr-9", "parcel"))
    #expect(echo.prompts.withLock { $0.first }?.contains("fixed question") == true)
  }

  @Test func nothingIsEmbeddedTwiceAndAllInOneCall() async throws {
    let (echo, letters) = (try Echo(), try Letters())
    let body = Self.body(
      [("tr-1", "alpha", nil), ("tr-2", "beta", nil)], k: 1, floor: 0.2, model: "letters:/x")
    let judge = try judge(body, echo, letters)
    let traces = [
      Self.trace("tr-8", "alfa"), Self.trace("tr-9", "bravo"), Self.trace("tr-8", "alfa"),
    ]
    await judge.prepare(traces)
    for trace in traces {
      let said = await judge.feedback(on: trace)
      #expect(said.metadata[MemoryJudge.retrievedKey] == (trace.id == "tr-8" ? "tr-1" : "tr-2"))
    }
    #expect(letters.calls.withLock { $0 } == [4])
  }

  @Test func theBodyIsTheWholeOne() async throws {
    let body = Self.body([("tr-1", "weather", nil)])
    let judge = try judge(body, try Echo())
    let id = try body.record().id
    #expect(judge.body == body && judge.hash == id)
    #expect(try JudgeBody(fields: try body.record().fields) == body)
  }
}
