import FoundationEssentials
import JudgeJSON
import JudgeModels

/// Answers of models, kept for good: the same request is never paid twice, and replays byte for
/// byte.
///
/// One file an answer, `<2 digits>/<SHA-256 of the request>.json`, written aside and renamed, so
/// that a process killed at any moment leaves whole files only and several processes may write at
/// once. Nothing is held in memory. Entries hold request and answer, no key and no header.
public struct CallCache: Sendable {
  /// The folder.
  public let folder: String

  /// A cache in a folder, which is made with the first entry.
  public init(folder: String) { self.folder = folder }

  func path(_ hash: String) -> String { "\(folder)/\(hash.prefix(2))/\(hash).json" }

  /// The answer to a request; `nil` where there is none, or a damaged one.
  func response(to key: CallKey) -> ChatResponse? {
    let hash = key.hash
    guard let entry = Self.entry(at: path(hash)),
      entry["request"] == .object(key.json),
      let answer = entry["response"]?.objectValue, let text = answer["text"]?.stringValue
    else { return nil }
    var response = ChatResponse(text: text)
    response.modelSnapshot = answer["model"]?.stringValue
    response.inputTokens = answer["input_tokens"]?.intValue
    response.outputTokens = answer["output_tokens"]?.intValue
    response.cost = answer["cost"]?.doubleValue
    response.isCached = true
    return response
  }

  /// Keeps an answer; what cannot be written is not kept, which costs only another call.
  func store(_ response: ChatResponse, to key: CallKey) {
    var answer: JSONObject = ["text": .string(response.text)]
    if let model = response.modelSnapshot { answer["model"] = .string(model) }
    answer.set("input_tokens", response.inputTokens)
    answer.set("output_tokens", response.outputTokens)
    answer.set("cost", response.cost)
    let entry: JSONValue = ["request": .object(key.json), "response": .object(answer)]
    let hash = key.hash
    try? FileManager.default.createDirectory(
      atPath: "\(folder)/\(hash.prefix(2))", withIntermediateDirectories: true)
    try? Data(entry.canonicalBytes()).write(to: URL(filePath: path(hash)), options: .atomic)
  }

  static func entry(at path: String) -> JSONObject? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return (try? JSONValue(parsing: Array(data)))?.objectValue
  }
}
