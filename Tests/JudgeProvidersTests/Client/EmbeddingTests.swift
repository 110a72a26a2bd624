import JudgeJSON
import JudgeModels
import JudgeProviders
import JudgeTestSupport
import JudgeWork
import StubModelServer
import Testing

@Suite("Embeddings") struct EmbeddingTests {
  /// Answers each text with its length and a one, in the protocol of the path.
  private static func answer(_ request: StubRequest) -> StubAnswer {
    let openAI = request.body["input"]?.arrayValue?.compactMap(\.stringValue)
    let gemini = request.body["requests"]?.arrayValue?.compactMap {
      $0["content"]?["parts"]?.arrayValue?.first?["text"]?.stringValue
    }
    let vectors = (openAI ?? gemini ?? []).map { text -> JSONValue in
      [.number(Double(text.count)), 1]
    }
    let body: JSONValue =
      gemini != nil
      ? ["embeddings": .array(vectors.map { ["values": $0] })]
      : [
        "model": "stub",
        // Backwards: the index says which is whose.
        "data": .array(
          vectors.enumerated().reversed().map {
            ["index": .number(Double($0.offset)), "embedding": $0.element]
          }), "usage": ["prompt_tokens": 7],
      ]
    return .status(200, headers: [:], body: body.canonicalText)
  }

  private func model(_ providers: Providers, _ uri: String) throws -> any EmbeddingModel {
    try #require(try providers.embeddingModel(for: ModelURI(uri)))
  }

  @Test(
    "Each provider that has them is asked at its path",
    arguments: [
      ("openai:/m", "/v1/embeddings"), ("mistral:/m", "/v1/embeddings"),
      ("ollama:/m", "/v1/embeddings"), ("gemini:/m", "/v1beta/models/m:batchEmbedContents"),
      ("endpoints:/m", "/serving-endpoints/m/invocations"),
    ])
  func each(uri: String, path: String) async throws {
    let calling = try await Calling { Self.answer($0) }
    let vectors = try await model(Providers(calling.options), uri).embed(["ab", "abc", "ab"])
    #expect(vectors == [[2, 1], [3, 1], [2, 1]])
    #expect(calling.server.requests.map(\.path) == [path])
    await calling.server.stop()
  }

  @Test("A text is embedded once over runs, and --offline answers from the cache")
  func cached() async throws {
    var calling = try await Calling { Self.answer($0) }
    let folder = try TemporaryFolder("git-judge-embeddings")
    calling.options.cacheFolder = folder.path
    let first = try model(Providers(calling.options), "openai:/m")
    #expect(try await first.embed(["ab", "abc"]) == [[2, 1], [3, 1]])
    #expect(try await first.embed(["abc", "abcd"]) == [[3, 1], [4, 1]])
    #expect(calling.server.requests.count == 2)
    #expect(calling.server.requests[1].body["input"] == ["abcd"])
    calling.options.isOffline = true
    let offline = try model(Providers(calling.options), "openai:/m")
    #expect(try await offline.embed(["abcd", "ab"]) == [[4, 1], [2, 1]])
    await #expect(throws: JudgeFailure.self) { try await offline.embed(["new"]) }
    #expect(CallCache(folder: folder.path).list().damaged == [])
    #expect(calling.server.requests.count == 2)
    await calling.server.stop()
  }

  @Test("Many texts go in calls of a hundred; an answer that is short is an error")
  func batches() async throws {
    let calling = try await Calling { Self.answer($0) }
    let providers = Providers(calling.options)
    let texts = (0..<250).map { String(repeating: "x", count: $0 + 1) }
    let vectors = try await model(providers, "openai:/m").embed(texts)
    #expect(vectors.map { Int($0[0]) } == Array(1...250) && calling.server.requests.count == 3)
    await calling.server.stop()
    let short = try await Calling { _ in
      .status(200, headers: [:], body: #"{"data": [{"embedding": [1]}]}"#)
    }
    await #expect(throws: JudgeFailure.self) {
      try await model(Providers(short.options), "openai:/m").embed(["a", "b"])
    }
    #expect(throws: JudgeFailure.self) {
      try Providers(short.options).embeddingModel(for: ModelURI("anthropic:/m"))
    }
    await short.server.stop()
  }
}
