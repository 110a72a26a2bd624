import JudgeJSON
import JudgeModels
import JudgeWork
import Synchronization

/// Asks a model that may read a trace with tools before it answers, in a bounded number of steps.
///
/// If the server does not support tools, the model is asked without them; the prompt has as much of
/// the trace as fits.
struct ToolDialog: Sendable {
  let model: any ChatModel
  /// The tools, or `nil` for a plain question.
  let tools: TraceTools?
  let memory: ToolMemory

  /// The maximum number of steps, as in MLflow.
  static let mostSteps = 30
  /// The maximum number of calls in one step.
  private static let mostCalls = 16
  /// The maximum number of characters that a model may read in all.
  private static let mostRead = 200_000

  /// Returns the answer; tokens and cost are those of all steps.
  ///
  /// An error about an inference parameter names it.
  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    do { return try await answer(request) } catch {
      throw ParameterRefusal.explained(error, request)
    }
  }

  private func answer(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    guard let tools, !memory.isRefused else {
      return try await ModelCalls.complete(request, by: model)
    }
    var step = request
    step.tools = TraceTools.all
    if let system = step.messages.firstIndex(where: { $0.role == .system }) {
      step.messages[system].content += "\n\n" + Self.advice
    }
    var sum: ChatResponse?
    var read = 0
    for number in 0...Self.mostSteps {
      step.isLastStep = number == Self.mostSteps
      let response: ChatResponse
      do { response = try await ModelCalls.complete(step, by: model) } catch {
        if number == 0, Self.isAboutTools(error) {
          memory.refuse()
          return try await ModelCalls.complete(request, by: model)
        }
        guard Self.isAboutLength(error), Self.forget(&step.messages) else { throw error }
        continue
      }
      sum = response.added(to: sum)
      let calls = response.toolCalls.prefix(Self.mostCalls)
      guard !calls.isEmpty, !step.isLastStep else { return sum ?? response }
      step.messages.append(ChatMessage(calling: Array(calls), response.text))
      for call in calls {
        let answer = read < Self.mostRead ? tools.answer(call) : Self.enough
        read += answer.count
        var prompt = FencedPrompt()
        prompt.show(Self.mark, answer)
        step.messages.append(ChatMessage(answering: call, prompt.rendered()))
      }
    }
    throw JudgeFailure(
      .invalidReply, "the model called tools \(Self.mostSteps) times and did not answer")
  }

  private static let mark = "result"
  private static let enough = "You have read as much as is allowed. Answer now as asked."
  private static let left = "(This was left out, because the context is full.)"

  private static let advice =
    "You can read the case in full with the tools "
    + TraceTools.all.map(\.name).joined(separator: ", ")
    + ". Long parts of it are cut below. Call a tool only if you need it, then answer as asked."

  /// Whether a server may have refused a request because of its tools.
  private static func isAboutTools(_ error: JudgeFailure) -> Bool {
    guard error.code == .failed else { return false }
    let text = error.message.lowercased()
    return ["tool", "function", "grammar", "response_format"].contains { text.contains($0) }
  }

  private static func isAboutLength(_ error: JudgeFailure) -> Bool {
    guard error.code == .failed else { return false }
    let text = error.message.lowercased()
    return ["context", "too long", "too large", "too many tokens", "maximum"].contains {
      text.contains($0)
    }
  }

  /// Replaces the oldest answer of a tool, as MLflow does, or returns whether there is none.
  private static func forget(_ messages: inout [ChatMessage]) -> Bool {
    let oldest = messages.firstIndex { $0.role == .tool && $0.content != left }
    guard let oldest else { return false }
    messages[oldest].content = left
    return true
  }
}

/// Whether the server of a judge's model has refused tools.
final class ToolMemory: Sendable {
  private let refused = Mutex(false)

  var isRefused: Bool { refused.withLock { $0 } }

  func refuse() { refused.withLock { $0 = true } }
}

extension ChatResponse {
  /// Returns this answer with the tokens and cost of earlier steps.
  fileprivate func added(to earlier: ChatResponse?) -> ChatResponse {
    guard let earlier else { return self }
    func sum(_ left: Int?, _ right: Int?) -> Int? {
      left == nil && right == nil ? nil : (left ?? 0) + (right ?? 0)
    }
    // A cached step was paid before.
    func paid(_ step: ChatResponse) -> Double? { step.isCached ? 0 : step.cost }
    var result = self
    result.inputTokens = sum(earlier.inputTokens, inputTokens)
    result.outputTokens = sum(earlier.outputTokens, outputTokens)
    let costs = [paid(earlier), paid(self)].compactMap { $0 }
    result.cost = costs.count == 2 ? costs.reduce(0, +) : nil
    result.isCostEstimated = isCostEstimated || earlier.isCostEstimated
    result.isCached = isCached && earlier.isCached
    result.isEarlier = isEarlier && earlier.isEarlier
    return result
  }
}
