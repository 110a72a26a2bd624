import JudgeAlignment
import JudgeModels
import JudgeScoring
import JudgeWork
import Synchronization

/// A chat model that answers as a test says, and keeps what it was asked.
final class Scripted: Sendable {
  typealias Script = @Sendable (ChatRequest) throws(JudgeFailure) -> String
  private let script: Script
  private let state = Mutex<[ChatRequest]>([])

  init(_ script: @escaping Script) { self.script = script }

  /// The requests in the order in which they came.
  var requests: [ChatRequest] { state.withLock { $0 } }

  /// The texts of the requests.
  var prompts: [String] {
    requests.map { $0.messages.map(\.content).joined(separator: "\n") }
  }

  /// The trace ids that cases asked about, by the question in their inputs.
  var traces: Set<String> {
    Set(
      requests.compactMap { request in
        let text = request.messages.last?.content ?? ""
        guard let start = text.firstRange(of: "question tr-")?.lowerBound else { return nil }
        return String(text[start...].dropFirst("question ".count).prefix { $0 != "\"" })
      })
  }

  /// A context in which it answers for `scripted:/…`.
  func context(seed: UInt64 = 0) -> AlignmentContext {
    AlignmentContext(seed: seed, registry: ModelRegistry(providers: [model]))
  }

  func model(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? {
    uri.provider == "scripted" ? Chat(uri: uri, owner: self) : nil
  }

  /// A judge's answer: "good" until the prompt holds a rule, then good for even traces only.
  static func verdict(_ request: ChatRequest, knowing rule: String) -> String {
    let text = request.messages.map(\.content).joined(separator: "\n")
    let number = text.ranges(of: "answer tr-").last.flatMap {
      Int(text[$0.upperBound...].prefix(3))
    }
    let isGood = !text.contains(rule) || (number ?? 0) % 2 == 0
    return #"{"rationale": "r", "result": "\#(isGood ? "good" : "bad")"}"#
  }

  /// Whether a prompt asks for a reflection on cases, not for a verdict.
  static func isReflection(_ request: ChatRequest) -> Bool {
    request.messages.first?.content.hasPrefix("You help a team") == true
  }

  private struct Chat: ChatModel {
    let uri: ModelURI
    let owner: Scripted

    func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
      owner.state.withLock { $0.append(request) }
      return ChatResponse(text: try owner.script(request))
    }
  }
}
