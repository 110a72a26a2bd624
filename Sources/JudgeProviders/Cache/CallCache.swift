import FoundationEssentials
import Glibc
import JudgeJSON
import JudgeModels

/// A permanent store of models' answers: the same request is never paid twice, and replays byte for
/// byte.
///
/// There is one file per answer, `<2 digits>/<SHA-256 of the request>.json`. It is written under
/// another name and renamed, so a process killed at any moment leaves only whole files, and several
/// processes may write at once. Nothing is held in memory. Entries hold request and answer, but no
/// key and no header.
public struct CallCache: Sendable {
  /// The folder.
  public let folder: String

  /// Creates a cache in a folder, which is created with the first entry.
  public init(folder: String) { self.folder = folder }

  func path(_ hash: String) -> String { "\(folder)/\(hash.prefix(2))/\(hash).json" }

  /// Returns the answer to a request, or `nil` if there is none or if it is damaged.
  func response(to key: CallKey) -> ChatResponse? {
    let hash = key.hash
    guard let entry = Self.entry(at: path(hash)),
      entry["request"] == .object(key.json),
      let answer = entry["response"]?.objectValue, let text = answer["text"]?.stringValue
    else { return nil }
    var response = ChatResponse(text: text)
    response.modelSnapshot = answer["model"]?.stringValue
    response.inputTokens = answer["input_tokens"]?.tokenCount
    response.outputTokens = answer["output_tokens"]?.tokenCount
    response.cost = answer["cost"]?.doubleValue
    response.cutReason = answer["cut"]?.stringValue
    response.remark = answer["remark"]?.stringValue
    response.toolCalls = (answer["tool_calls"]?.arrayValue ?? []).compactMap {
      ChatToolCall(json: $0)
    }
    response.isCached = true
    return response
  }

  /// Stores an answer.
  ///
  /// If it cannot be written, the only cost is another call.
  ///
  /// - Parameters:
  ///   - response: the answer.
  ///   - key: the request.
  ///   - subjects: the subjects of the request, as in ``ModelCalls/subjects``.
  func store(
    _ response: ChatResponse, to key: CallKey, about subjects: [String] = ModelCalls.subjects
  ) {
    var answer: JSONObject = ["text": .string(response.text)]
    if let model = response.modelSnapshot { answer["model"] = .string(model) }
    if let cut = response.cutReason { answer["cut"] = .string(cut) }
    if let remark = response.remark { answer["remark"] = .string(remark) }
    if !response.toolCalls.isEmpty {
      answer["tool_calls"] = .array(response.toolCalls.map(\.json))
    }
    answer.set("input_tokens", response.inputTokens)
    answer.set("output_tokens", response.outputTokens)
    if !response.isCostEstimated { answer.set("cost", response.cost) }
    var entry: JSONObject = ["request": .object(key.json), "response": .object(answer)]
    if !subjects.isEmpty { entry["about"] = .array(subjects.sorted().map { .string($0) }) }
    write(JSONValue.object(entry).canonicalBytes(), to: path(key.hash))
  }

  /// Returns the subjects of a request's entry.
  func subjects(of key: CallKey) -> [String] {
    Self.entry(at: path(key.hash)).map(Self.subjects) ?? []
  }

  static func subjects(_ entry: JSONObject) -> [String] {
    (entry["about"]?.arrayValue ?? []).compactMap(\.stringValue)
  }

  /// Writes a file under another name and renames it, without a wait for the disk.
  ///
  /// A machine that loses power may leave a damaged entry, which counts as missing. A wait would
  /// delay the answers behind this one.
  func write(_ bytes: [UInt8], to path: String) {
    var generator = SystemRandomNumberGenerator()
    let aside = "\(path).\(String(generator.next() as UInt64, radix: 16))"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    var descriptor = open(aside, flags, 0o600)
    if descriptor < 0 {
      let shard = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      try? FileManager.default.createDirectory(
        atPath: shard, withIntermediateDirectories: true)
      descriptor = open(aside, flags, 0o600)
    }
    guard descriptor >= 0 else { return }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { break }
      rest = rest.dropFirst(max(0, count))
    }
    close(descriptor)
    if rest.isEmpty, rename(aside, path) == 0 { return }
    unlink(aside)
  }

  static func entry(at path: String) -> JSONObject? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return (try? JSONValue(parsing: Array(data)))?.objectValue
  }
}
