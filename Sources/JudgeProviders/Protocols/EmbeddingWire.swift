import JudgeJSON
import JudgeModels
import JudgeWork

/// The format of a provider's requests for embeddings, for providers that support them.
protocol EmbeddingWire: Sendable {
  /// Returns the path below the base URL for a model.
  func embeddingPath(model: String) -> String

  /// Returns the body of a request.
  func embeddingBody(_ texts: [String], model: String) -> JSONObject

  /// Returns the vectors of an answer, in the order of the texts.
  ///
  /// - Parameter body: the body of the provider's answer.
  /// - Returns: the vectors as lists of numbers.
  /// - Throws: `JudgeFailure` with code `failed` for a body without vectors.
  func vectors(from body: JSONObject) throws(JudgeFailure) -> [JSONValue]
}

// Source: OpenAI, "Create embeddings"; Mistral, Ollama and Databricks have the same API.
extension OpenAIProtocol: EmbeddingWire {
  func embeddingPath(model: String) -> String {
    deployment(model, "embeddings") ?? (isServingEndpoint ? path(model: model) : "/embeddings")
  }

  func embeddingBody(_ texts: [String], model: String) -> JSONObject {
    var body: JSONObject = ["input": .array(texts.map { .string($0) })]
    if !isServingEndpoint { body["model"] = .string(model) }
    return body
  }

  func vectors(from body: JSONObject) throws(JudgeFailure) -> [JSONValue] {
    guard let data = body["data"]?.arrayValue?.compactMap(\.objectValue) else {
      throw noAnswer("it has no data")
    }
    // If an index is given, it identifies the text of the vector.
    let sorted = data.enumerated().sorted {
      ($0.element["index"]?.intValue ?? $0.offset) < ($1.element["index"]?.intValue ?? $1.offset)
    }
    return sorted.compactMap { $0.element["embedding"] }
  }
}

// Source: Google, "Embeddings" (`batchEmbedContents`).
extension GeminiProtocol: EmbeddingWire {
  func embeddingPath(model: String) -> String {
    "/models/\(URLText.pathComponent(model)):batchEmbedContents"
  }

  func embeddingBody(_ texts: [String], model: String) -> JSONObject {
    [
      "requests": .array(
        texts.map { text in
          [
            "model": .string("models/\(model)"),
            "content": ["parts": [["text": .string(text)]]],
          ]
        })
    ]
  }

  func vectors(from body: JSONObject) throws(JudgeFailure) -> [JSONValue] {
    guard let list = body["embeddings"]?.arrayValue else {
      throw noAnswer("it has no embeddings")
    }
    return list.compactMap { $0.objectValue?["values"] }
  }
}
