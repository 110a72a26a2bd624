import JudgeJSON
import JudgeModels
import JudgeWork
import StubModelServer
import Testing

@testable import JudgeProviders

@Suite("Inference parameters") struct ParameterTests {
  @Test(
    "Unknown names and wrong types are refused by name, with the near one",
    arguments: [
      (["temprature": 0], "temprature: no such parameter", "did you mean temperature?"),
      (["max_output_tokens": 5], "max_output_tokens: no such", "did you mean max_tokens?"),
      (["n": 3], "n: no such parameter", "there are temperature, top_p"),
      (["temperature": "0"], "temperature: must be a number from 0 to 2, not \"0\"", ""),
      (["temperature": 2.5], "temperature: must be", ""),
      (["max_tokens": 12.5], "max_tokens: must be a whole number of at least 1, not 12.5", ""),
      (["max_completion_tokens": 0], "max_completion_tokens: must be", ""),
      (["seed": true], "seed: must be a whole number, not true", ""),
      (["stop": []], "stop: must be a text, or a list of texts, not []", ""),
      (["stop": ["a", 1]], "stop: must be", ""),
      (["top_p": .null], "top_p: must be a number from 0 to 1, not null", ""),
      (["reasoning_effort": 1], "reasoning_effort: must be a text, not 1", ""),
      (["extra_body": "x"], "extra_body: must be an object, not \"x\"", ""),
      (["extra_body": ["messages": []]], "extra_body.messages: git-judge sets", "leave it out"),
      (["extra_body": ["seed": 1]], "extra_body.seed: this is a parameter", "move it out"),
      (["max_tokens": 5, "max_completion_tokens": 5], "mean the same", "keep the one"),
    ] as [(JSONObject, String, String)])
  func refused(object: JSONObject, message: String, remedy: String) {
    let error = #expect(throws: JudgeFailure.self) { try InferenceParameters(object) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    let said = error?.remedy.map { "\($0)" } ?? ""
    #expect(remedy.isEmpty ? said.isEmpty : said.contains(remedy), "\(said)")
    let kept = InferenceParameters(validOf: object.merging(["top_p": 0.5])).object
    #expect(kept["top_p"] == 0.5)
  }

  private static let all: JSONObject = [
    "temperature": 0.5, "top_p": 0.9, "max_completion_tokens": 500, "reasoning_effort": "low",
    "seed": 7, "stop": "END", "presence_penalty": 1, "frequency_penalty": -1,
    "extra_body": ["provider": ["order": ["a"]], "min_p": 0.1],
  ]

  @Test(
    "Each protocol gets the parameters that it has, under its names",
    arguments: [
      (
        "openai:/m",
        [
          "temperature": 0.5, "top_p": 0.9, "max_completion_tokens": 500, "seed": 7, "stop": "END",
          "reasoning_effort": "low", "presence_penalty": 1, "frequency_penalty": -1, "min_p": 0.1,
          "provider": ["order": ["a"]], "max_tokens": .null,
        ], []
      ),
      ("mistral:/m", ["max_tokens": 500, "random_seed": 7, "seed": .null, "stop": "END"], []),
      ("ollama:/m", ["max_tokens": 500, "seed": 7, "reasoning_effort": "low"], []),
      ("databricks:/m", ["max_tokens": 500, "seed": .null, "min_p": 0.1], ["seed"]),
      (
        "anthropic:/m",
        [
          "max_tokens": 500, "stop_sequences": ["END"], "output_config": ["effort": "low"],
          "seed": .null, "reasoning_effort": .null, "min_p": 0.1,
        ], ["frequency_penalty", "presence_penalty", "seed"]
      ),
      (
        "gemini:/gemini-3-pro",
        [
          "min_p": 0.1,
          "generationConfig": [
            "temperature": 0.5, "topP": 0.9, "maxOutputTokens": 500, "seed": 7,
            "stopSequences": ["END"], "presencePenalty": 1, "frequencyPenalty": -1,
            "thinkingConfig": ["thinkingLevel": "low"],
          ],
        ], []
      ),
    ] as [(String, JSONObject, [String])])
  func sent(uri: String, members: JSONObject, unsent: [String]) async throws {
    let calling = try await Calling { _ in .text("fine") }
    let parameters = try InferenceParameters(Self.all)
    var request = ChatRequest(messages: [ChatMessage(.user, "x")])
    request.set(parameters)
    let model = try calling.model(uri)
    _ = try await model.complete(request)
    let body = try #require(calling.server.requests.first?.body)
    for member in members where member.key != "generationConfig" {
      #expect(body[member.key] ?? .null == member.value, "\(member.key)")
    }
    for member in members["generationConfig"]?.objectValue ?? [:] {
      #expect(body["generationConfig"]?.objectValue?[member.key] == member.value, "\(member.key)")
    }
    #expect(model.unsent(parameters) == unsent)
    await calling.server.stop()
  }

  @Test("A model that thinks is not made to use a tool")
  func thinking() async throws {
    let calling = try await Calling { _ in .text("fine") }
    var request = Calling.request("x")
    request.set(try InferenceParameters(["thinking": ["type": "enabled", "budget_tokens": 1024]]))
    _ = try await calling.model("anthropic:/m").complete(request)
    let body = try #require(calling.server.requests.first?.body)
    #expect(body["thinking"] == ["type": "enabled", "budget_tokens": 1024])
    #expect(body["tool_choice"] == nil)
    await calling.server.stop()
  }

  @Test("Answers with other parameters are other answers in the cache")
  func cached() throws {
    var hashes: Set<String> = []
    let all: [JSONObject] = [
      [:], ["seed": 1], ["seed": 2], ["stop": "x"], ["reasoning_effort": "low"],
      ["max_completion_tokens": 5], ["max_tokens": 5], ["extra_body": ["a": 1]],
    ]
    for object in all {
      var request = ChatRequest(messages: [ChatMessage(.user, "x")])
      request.set(try InferenceParameters(object))
      hashes.insert(CallKey(request, uri: try ModelURI("openai:/m"), baseURL: "http://a").hash)
    }
    #expect(hashes.count == all.count)
  }
}
