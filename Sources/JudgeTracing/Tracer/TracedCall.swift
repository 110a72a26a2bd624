public import JudgeJSON
import JudgeModels
import JudgeWork
import Tracing

/// Runs code in a span of git-judge, with model calls below it as separate spans.
public enum TracedCall {
  /// Whether the current task has no git-judge span.
  public static var isOutermost: Bool { ServiceContext.current?.judgeSpan == nil }

  /// Runs a body inside a span.
  ///
  /// - Parameters:
  ///   - name: the name of the operation.
  ///   - type: MLflow's span type.
  ///   - inputs: the inputs.
  ///   - tracer: the tracer of the spans.
  ///   - outputs: a function that returns the outputs as JSON.
  ///   - body: the code to run.
  /// - Returns: the result of the body, and the ids of the span.
  /// - Throws: the error of the body, which is also stored in the span.
  public static func run<Answer>(
    _ name: String, type: String, inputs: JSONValue, tracer: JudgeTracer,
    outputs: (Answer) -> JSONValue, _ body: () async throws -> Answer
  ) async throws -> (answer: Answer, ids: SpanIDs) {
    let span = tracer.startSpan(name, context: ServiceContext.current ?? .topLevel)
    span.set(SpanAttributeName.type, .string(type))
    if !inputs.isNull { span.set(SpanAttributeName.inputs, inputs) }
    defer { span.end() }
    do {
      let answer = try await ServiceContext.withValue(span.context) {
        try await ModelCalls.$observer.withValue(CallSpans(tracer: tracer)) { try await body() }
      }
      span.set(SpanAttributeName.outputs, outputs(answer))
      return (answer, span.ids)
    } catch {
      span.recordError(error)
      throw error
    }
  }
}

/// Creates a span for each call of a chat model.
struct CallSpans: ModelCallObserver {
  let tracer: JudgeTracer

  func observe(
    _ request: ChatRequest, of uri: ModelURI,
    _ call: () async throws(JudgeFailure) -> ChatResponse
  ) async throws(JudgeFailure) -> ChatResponse {
    let span = tracer.startSpan(uri.description, context: ServiceContext.current ?? .topLevel)
    span.set(SpanAttributeName.type, "CHAT_MODEL")
    span.set(SpanAttributeName.model, .string(uri.name))
    span.set(
      SpanAttributeName.inputs,
      [
        "messages": .array(
          request.messages.map {
            ["role": .string($0.role.rawValue), "content": .string($0.content)]
          })
      ])
    defer { span.end() }
    do {
      let response = try await call()
      span.set(SpanAttributeName.outputs, .string(response.text))
      if let inputs = response.inputTokens, let outputs = response.outputTokens {
        span.set(
          SpanAttributeName.tokenUsage,
          [
            "input_tokens": .number(Double(inputs)), "output_tokens": .number(Double(outputs)),
            "total_tokens": .number(Double(inputs + outputs)),
          ])
      }
      return response
    } catch {
      span.recordError(error)
      throw error
    }
  }
}
