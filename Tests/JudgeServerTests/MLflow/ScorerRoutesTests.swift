import GitJudge
import HTTPTypes
import Testing

@testable import JudgeServer

/// The registry of scorers, in both directions.
@Suite struct ScorerRoutesTests {
  static let instructions = """
    {"name": "tone", "aggregations": [], "mlflow_version": "3.17.2", "serialization_version": 1, \
    "instructions_judge_pydantic_data": {"instructions": "Rate {{ outputs }} for {{ inputs }}", \
    "model": "openai:/gpt-4o-mini", "odd": 1.0, \
    "feedback_value_type": {"enum": ["good", "bad"], "type": "string"}}}
    """

  static func memory(_ trace: String, level: String = "") -> String {
    """
    {"name": "tone", "timeout": 0,\(level) "memory_augmented_judge_data": {"base_judge": {"name": \
    "tone",\(level) "instructions_judge_pydantic_data": {"instructions": "Rate {{ outputs }}", \
    "model": "openai:/gpt-4o-mini", "feedback_value_type": {"enum": ["good", "bad"]}}}, \
    "episodic_trace_ids": ["\(trace)"], "semantic_memory": [{"guideline_text": "Be short.", \
    "source_trace_ids": ["\(trace)"]}], "retrieval_k": 3, "embedding_model": "embedded:/bm25"}}
    """
  }

  private func register(
    _ fixture: ServerFixture, _ name: String, _ text: String
  ) async throws -> ServerFixture.Answer {
    try await fixture.send(
      .post, "/api/3.0/mlflow/scorers/register",
      [
        "experiment_id": .string(fixture.experiment), "name": .string(name),
        "serialized_scorer": .string(text),
      ])
  }

  private func get(
    _ fixture: ServerFixture, _ name: String, client: String? = nil, version: Int? = nil
  ) async throws -> ServerFixture.Answer {
    let version = version.map { "&version=\($0)" } ?? ""
    return try await fixture.send(
      .get,
      "/api/3.0/mlflow/scorers/get?experiment_id=\(fixture.experiment)&name=\(name)\(version)",
      client: client)
  }

  private func names(_ fixture: ServerFixture) async throws -> [String?] {
    let answer = try await fixture.send(
      .get, "/api/3.0/mlflow/scorers/list?experiment_id=\(fixture.experiment)")
    #expect(answer.status == 200)
    return (answer["scorers"]?.arrayValue ?? []).map { $0["scorer_name"]?.stringValue }
  }

  @Test("A judge of instructions is kept byte for byte, and is a judge of the store")
  func instructions() async throws {
    let fixture = try await ServerFixture()
    let first = try await register(fixture, "tone", Self.instructions)
    #expect(first.status == 200 && first["version"] == 1 && first["name"] == "tone")
    #expect(first["experiment_id"]?.stringValue == fixture.experiment)
    #expect(first["serialized_scorer"]?.stringValue == Self.instructions)
    // The same body again is the next version.
    let second = try await register(fixture, "tone", Self.instructions)
    #expect(second["version"] == 2 && second["scorer_id"] == first["scorer_id"])
    let found = try await get(fixture, "tone")
    #expect(found["scorer"]?["scorer_version"] == 2)
    #expect(found["scorer"]?["serialized_scorer"]?.stringValue == Self.instructions)
    #expect(found["scorer"]?["experiment_id"]?.doubleValue != nil)
    let judge = try await fixture.repository.judges.find(named: "tone")
    #expect(judge.label == "tone@v2" && judge.body.values == ["good", "bad"])
    #expect(
      judge.body.model == "openai:/gpt-4o-mini" && judge.registration?.parents.isEmpty == true)
    #expect(try await names(fixture) == ["tone"])
  }

  @Test("A MemAlign judge keeps its guidelines and what it remembers")
  func memory() async throws {
    let fixture = try await ServerFixture()
    try await fixture.add([
      [
        "trace_id": "tr-1", "inputs": ["q": "a"], "outputs": "b",
        "assessments": [
          [
            "name": "tone", "value": "good", "source_type": "HUMAN",
            "source_id": "ann@example.com", "rationale": "kind",
          ]
        ],
      ]
    ])
    let text = Self.memory("tr-1")
    #expect(try await register(fixture, "quality", text).status == 200)
    let body = try await fixture.repository.judges.find(named: "quality").body
    #expect(body.guidelines.map(\.text) == ["Be short."] && body.guidelines[0].traces == ["tr-1"])
    #expect(body.feedbackName == "tone" && body.retrieval?.count == 3)
    #expect(body.examples.first?["value"] == "good" && body.examples.first?["rationale"] == "kind")
    #expect(try await get(fixture, "quality")["scorer"]?["serialized_scorer"]?.stringValue == text)
  }

  @Test("An older client gets a scorer without null members that it does not know")
  func olderClient() async throws {
    let fixture = try await ServerFixture()
    let text = Self.memory("tr-1", level: " \"session_level\": null,")
    _ = try await register(fixture, "tone", text)
    func seen(_ client: String?) async throws -> String {
      try await get(fixture, "tone", client: client)["scorer"]?["serialized_scorer"]?.stringValue
        ?? ""
    }
    #expect(try await seen("3.18.0") == text)
    #expect(try await seen(nil) == text)
    let old = try await seen("3.17.2")
    #expect(!old.contains("session_level") && old.contains("Be short."))
    #expect(try JSONValue(parsing: old)["memory_augmented_judge_data"]?["retrieval_k"] == 3)
  }

  @Test("Guidelines, built-in judges and checks become judges")
  func builtIn() async throws {
    let fixture = try await ServerFixture()
    for (name, type, data) in [
      ("polite", "Guidelines", #""guidelines": ["Be polite."], "model": "openai:/m""#),
      ("relevant", "RelevanceToQuery", #""model": null"#),
      ("digits", "RegexMatch", #""pattern": "^[0-9]+$""#),
      ("short", "ResponseLength", #""max_length": 10, "min_length": null, "unit": "chars""#),
    ] {
      let text = """
        {"name": "\(name)", "builtin_scorer_class": "\(type)", \
        "builtin_scorer_pydantic_data": {\(data)}}
        """
      #expect(try await register(fixture, name, text).status == 200)
      let body = try await fixture.repository.judges.find(named: name).body
      #expect(body.form != .mlflow, "\(name)")
      #expect(body.name == name)
    }
    let said = try await fixture.repository.judges.ask(
      "short", .fields(["inputs": "q", "outputs": "far too long for this"]))
    #expect(said.value == "no")
  }

  @Test("Unknown families are kept, and never break the list")
  func unknown() async throws {
    let fixture = try await ServerFixture()
    let texts = [
      "new": #"{"name":"new","serialization_version":7,"odd_data":[1.0]}"#, "text": "not JSON",
      "code": #"{"name":"code","call_source":"return 1","original_func_name":"code"}"#,
      "panel": #"{"name":"panel","ensemble_scorer_data":{"ensemble_fn":"mean","scorers":[]}}"#,
    ]
    for (name, text) in texts {
      #expect(try await register(fixture, name, text).status == 200)
      #expect(try await get(fixture, name)["scorer"]?["serialized_scorer"]?.stringValue == text)
    }
    // Clients refuse code, and families that they do not know.
    #expect(try await names(fixture) == ["panel"])
    #expect(try await fixture.repository.judges.all().count == 4)
    let failure = await #expect(throws: JudgeFailure.self) {
      try await fixture.repository.judges.callable("new")
    }
    #expect(failure?.message.contains("only MLflow's client") == true)
  }

  @Test("Versions are deleted, one or all")
  func deleted() async throws {
    let fixture = try await ServerFixture()
    for _ in 0..<3 { _ = try await register(fixture, "tone", Self.instructions) }
    func delete(_ version: JSONValue?) async throws -> Int {
      var body: JSONObject = ["experiment_id": .string(fixture.experiment), "name": "tone"]
      body["version"] = version
      return try await fixture.send(.delete, "/api/3.0/mlflow/scorers/delete", .object(body)).status
    }
    #expect(try await delete(2) == 200)
    let missing = try await get(fixture, "tone", version: 2)
    #expect(missing.status == 404 && missing["error_code"] == "RESOURCE_DOES_NOT_EXIST")
    let versions = try await fixture.send(
      .get, "/api/3.0/mlflow/scorers/versions?experiment_id=\(fixture.experiment)&name=tone")
    #expect(versions["scorers"]?.arrayValue?.map { $0["scorer_version"] } == [1, 3])
    #expect(try await delete(nil) == 200)
    #expect(try await get(fixture, "tone").status == 404)
    #expect(try await delete(nil) == 404)
    #expect(try await names(fixture).isEmpty)
  }

  @Test("Judges of the store are listed as judges of a gateway, with fixed bytes")
  func gateway() async throws {
    let fixture = try await ServerFixture()
    var body = JudgeBody(name: "quality", instructions: "Rate {{ outputs }} for {{ inputs }}.")
    body.feedbackNameOverride = "tone"
    body.values = ["good", "bad"]
    body.model = "openai:/m"
    body.examples = [["inputs": "{{ secrets }}", "outputs": "x", "value": "good"]]
    _ = try await fixture.repository.judges.create(body)
    let found = try await get(fixture, "quality", client: "3.17.2")
    let text = try #require(found["scorer"]?["serialized_scorer"]?.stringValue)
    #expect(try await get(fixture, "quality")["scorer"]?["serialized_scorer"]?.stringValue == text)
    let scorer = try JSONValue(parsing: text)
    let data = scorer["instructions_judge_pydantic_data"]
    #expect(scorer["name"] == "tone" && data?["model"] == "gateway:/quality@v1")
    #expect(data?["instructions"]?.stringValue == body.instructions)
    #expect(data?["feedback_value_type"]?["enum"] == ["good", "bad"])
    #expect(
      Set(data?.objectValue?.map(\.key) ?? []) == ["instructions", "model", "feedback_value_type"])
    #expect(!text.contains("secrets") && !text.contains("null"))
    #expect(try await names(fixture) == ["quality"])
  }

  @Test("A name and version that two experiments have carries its registration")
  func shared() async throws {
    let fixture = try await ServerFixture()
    for (experiment, words) in [("support", "Rate"), ("sales", "Judge")] {
      let info = try await fixture.repository.experiments.create(experiment, use: false).experiment
      var body = JudgeBody(name: "tone", instructions: "\(words) {{ outputs }}.")
      body.model = "openai:/m"
      _ = try await fixture.repository.in(info).judges.create(body)
    }
    let text = try await get(fixture, "tone")["scorer"]?["serialized_scorer"]?.stringValue
    let data = try JSONValue(parsing: text ?? "")["instructions_judge_pydantic_data"]
    let pin = data?["inference_params"]?["metadata"]?["git_judge"]?.stringValue
    let version = try await fixture.state.desks.version(
      "tone@v1", pin: pin, in: fixture.repository)
    #expect(version.body.instructions == "Rate {{ outputs }}.")
  }
}
