import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork
import Testing

@Suite("What answers for a model URI")
struct ModelRegistryTests {
  @Test("URIs are a provider and all that follows")
  func uris() throws {
    let uri = try ModelURI("recorded:/ChatGPT/CoT")
    #expect(uri.provider == "recorded" && uri.name == "ChatGPT/CoT")
    #expect(uri.description == "recorded:/ChatGPT/CoT")
    #expect(try ModelURI("a:/b:/c").name == "b:/c")
  }

  @Test(arguments: ["", "gpt-4", "openai:gpt-4", ":/x", "openai:/", "Open AI:/x", "o1:/x"])
  func badURIs(text: String) {
    let error = #expect(throws: JudgeFailure.self) { try ModelURI(text) }
    #expect(error?.code == .invalidURI && error?.description.contains("PROVIDER:/NAME") == true)
  }

  @Test("Recorded and embedded sources are built in")
  func builtIn() async throws {
    let recorded = try makeJudge(
      name: "tone", instructions: Bodies.instructions, values: ["yes", "no"],
      model: "recorded:/a/b")
    #expect(recorded.source == AssessmentSource(type: .llmJudge, id: "recorded:/a/b"))
    let lexical = try makeJudge(
      name: "tone", instructions: Bodies.instructions, values: ["yes", "no"], pass: ["yes"],
      model: "embedded:/lexical")
    let said = await lexical(inputs: "How do I pay?", outputs: "You pay in Billing.")
    #expect(said.value != nil && said.source.id == "embedded:/lexical")
  }

  @Test(
    "What nothing answers for is an error that lists what there is",
    arguments: [
      ("openai:/gpt-4", JudgeFailure.Code.unknownProvider), ("embedded:/other", .unknownProvider),
      ("nonsense", .invalidURI),
    ])
  func unknown(uri: String, code: JudgeFailure.Code) {
    let error = #expect(throws: JudgeFailure.self) { try ModelRegistry().engine(for: uri) }
    #expect(error?.code == code && error?.description.contains("embedded:/lexical") == true)
  }

  @Test("Providers are asked in order, and their errors pass")
  func providers() async throws {
    let chat = try FakeChat(replies: #"{"result": "no"}"#)
    @Sendable func broken(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? {
      guard uri.provider == "broken" else { return nil }
      throw JudgeFailure(.failed, "no key")
    }
    @Sendable func fake(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? {
      uri.provider == "fake" ? chat : nil
    }
    let registry = ModelRegistry(providers: [broken, fake])
    let judge = try makeJudge(
      name: "tone", instructions: Bodies.instructions, values: ["yes", "no"], model: "fake:/model",
      registry: registry)
    #expect(await judge(inputs: "a", outputs: "b").value == "no")
    #expect(throws: JudgeFailure(.failed, "no key")) { try registry.engine(for: "broken:/x") }
  }

  @Test("A body without a model takes the default, and without one says how to choose")
  func noModel() throws {
    let body = Bodies.yesNo()
    #expect(try ModelRegistry().judge(body, defaultModel: "recorded:/x").source.id == "recorded:/x")
    let error = #expect(throws: JudgeFailure.self) { try ModelRegistry().judge(body) }
    #expect(error?.code == .noModel && error?.description.contains("judge.model") == true)
  }

  @Test("A calibration that this program cannot use is an error, and values must fit")
  func badBodies() {
    var body = Bodies.yesNo()
    body.model = "embedded:/lexical"
    body.calibration = ["version": 99]
    #expect(throws: JudgeFailure.self) { try ModelRegistry().judge(body) }
    #expect(throws: RecordError.self) {
      try makeJudge(
        name: "tone", instructions: "{{ inputs }}", values: ["yes", "yes"],
        model: "embedded:/lexical")
    }
    #expect(throws: RecordError.self) {
      try makeJudge(
        name: "tone", instructions: "{{ inputs }}", values: ["yes", "no"], pass: ["good"],
        model: "embedded:/lexical")
    }
  }
}
