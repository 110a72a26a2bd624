import JudgeJSON
public import StubModelServer
import Synchronization

/// Serves a ``SimulatedLLM`` and embeddings over OpenAI's protocol, on loopback.
///
/// `POST /v1/chat/completions` (one choice, with usage) and `POST /v1/embeddings`; anything else
/// is a 404. Samples of the same request bytes are numbered in order of arrival, so that a run is
/// the same whatever the order in which different requests arrive.
public final class SimulatedModelServer: Sendable {
  /// The server.
  public let stub: StubModelServer

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - model: what answers chats.
  ///   - embedding: what answers embeddings.
  ///   - latency: how long each answer takes at least.
  ///   - port: the port, 0 for a free one.
  /// - Throws: where the port cannot be had.
  public init(
    model: SimulatedLLM = SimulatedLLM(), embedding: HashedEmbedding = HashedEmbedding(),
    latency: Duration = .zero, port: Int = 0
  ) async throws {
    let samples = Samples()
    stub = try await StubModelServer(port: port) { request in
      if latency > .zero { try? await Task.sleep(for: latency) }
      return Answering(model: model, embedding: embedding, samples: samples).answer(request)
    }
  }

  /// The base URL as `OPENAI_BASE_URL` has it.
  public var baseURL: String { stub.url + "/v1" }

  /// The chat requests so far.
  public var chats: [StubRequest] {
    stub.requests.filter { $0.path.hasSuffix("/chat/completions") }
  }

  /// The embedding requests so far.
  public var embeddings: [StubRequest] { stub.requests.filter { $0.path.hasSuffix("/embeddings") } }

  /// Stops the server.
  public func stop() async { await stub.stop() }
}

/// How often each request was asked.
private final class Samples: Sendable {
  private let counts = Mutex<[SHA256Digest: UInt64]>([:])

  func next(for request: JSONObject) -> UInt64 {
    let key = SHA256Digest.hash(JSONValue.object(request).canonicalBytes())
    return counts.withLock { counts in
      defer { counts[key, default: 0] += 1 }
      return counts[key] ?? 0
    }
  }
}

private struct Answering {
  let model: SimulatedLLM
  let embedding: HashedEmbedding
  let samples: Samples

  func answer(_ request: StubRequest) -> StubAnswer {
    let path = request.path.split(separator: "?").first ?? ""
    if path.hasSuffix("/chat/completions") { return chat(request.body) }
    if path.hasSuffix("/embeddings") { return embed(request.body) }
    return refusal(404, "there is no \(path)")
  }

  private func chat(_ body: JSONObject) -> StubAnswer {
    guard body["messages"]?.arrayValue?.isEmpty == false else {
      return refusal(400, "messages is missing")
    }
    // At temperature 0 all samples are one.
    let isSampled = (body["temperature"]?.doubleValue ?? model.usualTemperature) > 0
    let sample = isSampled ? samples.next(for: body) : 0
    let text = model.reply(to: body, sample: sample)
    let prompt = StubRequestText.words(body["messages"])
    let answer = StubRequestText.words(.string(text))
    return .status(
      200, headers: [:],
      body: JSONValue.object([
        "id": .string("chatcmpl-\(sample)"), "object": "chat.completion", "created": 0,
        "model": body["model"] ?? "simulated",
        "choices": [
          [
            "index": 0, "finish_reason": "stop",
            "message": ["role": "assistant", "content": .string(text)],
          ]
        ],
        "usage": [
          "prompt_tokens": .integer(prompt), "completion_tokens": .integer(answer),
          "total_tokens": .integer(prompt + answer),
        ],
      ]).canonicalText)
  }

  private func embed(_ body: JSONObject) -> StubAnswer {
    let input = body["input"]
    guard
      let texts = input?.stringValue.map({ [$0] }) ?? input?.arrayValue?.compactMap(\.stringValue),
      !texts.isEmpty
    else { return refusal(400, "input is missing") }
    let form = HashedEmbedding(
      seed: embedding.seed, dimension: body["dimensions"]?.intValue ?? embedding.dimension)
    let data = texts.enumerated().map { index, text -> JSONValue in
      [
        "object": "embedding", "index": .integer(index),
        "embedding": .array(form.vector(of: text).map { .number($0) }),
      ]
    }
    let tokens = StubRequestText.words(input)
    return .status(
      200, headers: [:],
      body: JSONValue.object([
        "object": "list", "model": body["model"] ?? "simulated", "data": .array(data),
        "usage": ["prompt_tokens": .integer(tokens), "total_tokens": .integer(tokens)],
      ]).canonicalText)
  }

  private func refusal(_ status: Int, _ message: String) -> StubAnswer {
    .status(
      status, headers: [:],
      body: JSONValue.object(["error": ["message": .string(message)]]).canonicalText)
  }
}

/// Counts tokens, roughly: four bytes are one.
private enum StubRequestText {
  static func words(_ value: JSONValue?) -> Int {
    guard let value else { return 0 }
    if let text = value.stringValue { return (text.utf8.count + 3) / 4 }
    let parts = value.arrayValue ?? value.objectValue?.map(\.value) ?? []
    return parts.reduce(0) { $0 + words($1) }
  }
}
