import JudgeJSON
public import JudgeModels
public import JudgeRecords
import JudgeWork

/// A judge made of instructions with placeholders, answered by a chat model or a verdict source.
public struct InstructionsJudge: Judge {
  /// The model or source that answers.
  public enum Engine: Sendable {
    /// A model that gets a rendered prompt.
    case chat(any ChatModel)
    /// A source that needs the trace's fields only.
    case source(any VerdictSource)
  }

  /// The instructions and values.
  public let body: JudgeBody
  /// The model or source that answers.
  public let engine: Engine
  private let toolMemory = ToolMemory()
  private let tally = VerdictTally()

  /// Creates a judge.
  ///
  /// - Parameters:
  ///   - body: the instructions and values.
  ///   - engine: the model or source that answers.
  public init(body: JudgeBody, engine: Engine) {
    self.body = body
    self.engine = engine
  }

  /// The source: `LLM_JUDGE` and the URI of the model or source.
  public var source: AssessmentSource {
    switch engine {
    case .chat(let model): AssessmentSource(type: .llmJudge, id: model.uri.description)
    case .source(let source): AssessmentSource(type: .llmJudge, id: source.uri)
    }
  }

  /// Rates a trace.
  ///
  /// If the reply is not a verdict, the model is asked once more.
  ///
  /// - Parameter trace: the trace.
  /// - Returns: a feedback under the judge's name.
  public func feedback(on trace: Trace) async -> Feedback {
    switch engine {
    case .source(let source): return source.verdict(on: trace, for: body)
    case .chat(let model):
      if let known = ExactEquivalence.verdict(of: body, on: trace) {
        return Feedback(name: name, value: "yes", rationale: known, source: self.source)
      }
      if let refusal = tally.refusal(by: model) {
        return Feedback(name: name, error: refusal, source: self.source)
      }
      let said = await ask(model, about: trace)
      tally.count(said)
      return said
    }
  }

  /// Asks the model.
  ///
  /// Replies that were no verdict are replayed as others are, but if an earlier command got them,
  /// the model is asked again.
  private func ask(_ model: any ChatModel, about trace: Trace) async -> Feedback {
    let prompt = JudgePrompt(body: body)
    var request: ChatRequest
    switch prompt.request(for: trace) {
    case .success(let rendered): request = rendered
    case .failure(let error): return Feedback(name: name, error: error, source: source)
    }
    let dialog = ToolDialog(
      model: model,
      tools: prompt.offersTools(for: trace)
        ? TraceTools(trace, ofSession: body.isSessionLevel) : nil,
      memory: toolMemory)
    let (feedback, isEarlier) = await answer(to: request, in: dialog)
    guard isEarlier, feedback.value == nil else { return feedback }
    request.isRenewed = true
    return await answer(to: request, in: dialog).feedback
  }

  /// Asks the model, and once more with the error if the reply is not a verdict.
  ///
  /// - Returns: the verdict or the error, and whether all replies may be those of an earlier command.
  private func answer(
    to first: ChatRequest, in dialog: ToolDialog
  ) async -> (feedback: Feedback, isEarlier: Bool) {
    var request = first
    var usage = Usage()
    var complaint = ""
    var isEarlier = true
    for _ in 0..<2 {
      let response: ChatResponse
      do { response = try await dialog.complete(request) } catch {
        let failed = usage.put(
          on: Feedback(
            name: name,
            error: AssessmentError(
              code: Self.code(of: error),
              message: complaint.isEmpty
                ? error.description : "\(complaint); asked again: \(error.description)"),
            source: source))
        return (failed, isEarlier && error.code == .invalidReply)
      }
      usage.add(response)
      isEarlier = isEarlier && response.isEarlier
      do {
        let verdict = try JudgeReply.parse(response.text, for: body)
        var feedback = Feedback(
          name: name, value: verdict.value, rationale: verdict.rationale, source: source)
        feedback.metadata = usage.metadata
        return (usage.put(on: feedback), isEarlier)
      } catch {
        complaint = Self.complaint(error, about: response, limit: request.limitParameter)
        let advice = response.cutReason == nil ? "" : " Keep the rationale to one short sentence."
        request.messages += [
          ChatMessage(.assistant, ReplyObjects.repeated(response)),
          ChatMessage(
            .user,
            "That is no valid verdict: \(error.message). Answer again as asked.\(advice)"),
        ]
      }
    }
    let failed = usage.put(
      on: Feedback(
        name: name, error: AssessmentError(code: Feedback.invalidReply, message: complaint),
        source: source))
    return (failed, isEarlier)
  }

  /// Returns the problem with a reply, with a remedy if it was cut off.
  private static func complaint(
    _ error: JudgeFailure, about response: ChatResponse, limit: String?
  ) -> String {
    guard let cut = response.cutReason else {
      return response.remark.map { "\(error.message) (\($0))" } ?? error.message
    }
    let length = response.outputTokens.map { " after \($0) tokens" } ?? ""
    let advice =
      limit.map { "raise \($0) in inference_params, or ask for a short rationale" }
      ?? "the model's own limit or its context is reached: ask for a short rationale, or set "
      + "max_tokens (max_completion_tokens for OpenAI's reasoning models) in inference_params"
    return "the reply was cut off\(length) (finish_reason \(cut)), and \(error.message); \(advice)"
  }

  /// Returns the error code for a missing verdict: `MODEL_FAILED`, or a code for an unasked model.
  static func code(of error: JudgeFailure) -> String {
    switch error.code {
    case .budget: Feedback.overBudget
    case .offline: Feedback.notCached
    case .cancelled: Feedback.cancelled
    case .givenUp: Feedback.givenUp
    case .quota: "QUOTA"
    case .rateLimited: "RATE_LIMITED"
    case .noCredentials: "NO_CREDENTIALS"
    default: "MODEL_FAILED"
    }
  }

  /// Tokens and cost over the attempts.
  private struct Usage {
    var inputTokens: Int?
    var outputTokens: Int?
    var cost: Double?
    var metadata = JSONObject()

    mutating func add(_ response: ChatResponse) {
      if let tokens = response.inputTokens { inputTokens = (inputTokens ?? 0) + tokens }
      if let tokens = response.outputTokens { outputTokens = (outputTokens ?? 0) + tokens }
      // Cached answers were paid before. Estimated costs serve a limit and are not recorded.
      let paid = response.isCostEstimated ? nil : response.cost
      if let price = response.isCached ? 0 : paid { cost = (cost ?? 0) + price }
      if let snapshot = response.modelSnapshot { metadata["model_snapshot"] = .string(snapshot) }
    }

    func put(on feedback: Feedback) -> Feedback {
      var feedback = feedback
      feedback.inputTokens = inputTokens
      feedback.outputTokens = outputTokens
      feedback.cost = cost
      return feedback
    }
  }
}
