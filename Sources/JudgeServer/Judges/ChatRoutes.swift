import GitJudge
import HTTPTypes
import Hummingbird

/// Judges in OpenAI's chat protocol, for MLflow's client and for any client that speaks it.
///
/// The model is a judge of this store, and the messages hold only the case, so this is no way to ask
/// a model anything else.
struct ChatRoutes {
  let routes: ServerRoutes

  /// Adds the judges as chat models.
  func add() {
    for path in ["/gateway/mlflow/v1/chat/completions", "/v1/chat/completions"] {
      routes.add(.post, path) { call in
        do {
          return try await ChatCall(call: call).completion(ChatRequestBody(call.members())).response
        } catch {
          return GatewayError(error).response
        }
      }
    }
    for path in ["/gateway/mlflow/v1/models", "/v1/models"] {
      routes.add(.get, path) { call in
        let models = try await ChatCall(call: call).models()
        return JSONValue.object(["object": "list", "data": .array(models)]).response
      }
    }
  }
}

/// A request for a verdict as a completion.
struct ChatCall {
  let call: ServerCall

  func completion(_ body: ChatRequestBody) async throws -> JSONValue {
    let version = try await call.state.desks.version(body.judge, pin: body.pin, in: call.repository)
    let row: Trace
    if body.offersTrace {
      guard body.traceResult != nil else { return Completion(of: version).traceCall }
      guard let id = body.traceID else {
        throw CaseMessage.Fault(
          message: "the result of \(ChatRequestBody.traceTool) does not name a trace")
      }
      row = try await call.waitForTrace(id, whole: true)
    } else {
      let fields = try CaseMessage.fields(of: body.message)
      if let trace = fields[CaseMessage.traceName]?.stringValue {
        row = try await call.waitForTrace(trace, whole: true)
      } else {
        row = try JudgeDesks.row(fields)
      }
    }
    let answer = try await call.state.desks.answer(row, by: version, in: call.repository)
    if let failure = answer.failure { throw failure }
    return Completion(of: version).verdict(answer)
  }

  /// The newest versions of all judges.
  func models() async throws -> [JSONValue] {
    var models: [String: JSONValue] = [:]
    for experiment in try await call.repository.experiments.all() {
      for version in try await call.repository.in(experiment).judges.all()
      where version.number != nil && version.body.form != .mlflow {
        models[version.label] = [
          "id": .string(version.label), "object": "model", "owned_by": "git-judge",
          "created": .number(Double((version.registration?.time?.milliseconds ?? 0) / 1000)),
        ]
      }
    }
    return models.sorted { $0.key < $1.key }.map(\.value)
  }
}

/// An answer in OpenAI's chat protocol.
struct Completion {
  let version: JudgeVersion

  init(of version: JudgeVersion) { self.version = version }

  /// Asks the client for the trace.
  var traceCall: JSONValue {
    let message: JSONValue = [
      "role": "assistant", "content": .null,
      "tool_calls": [
        [
          "id": "call_trace_info", "type": "function",
          "function": ["name": .string(ChatRequestBody.traceTool), "arguments": "{}"],
        ]
      ],
    ]
    return json(message, "tool_calls", (0, 0))
  }

  /// The verdict: `{"result", "rationale"}` as the text of the message.
  ///
  /// - Parameter answer: an answer with a value.
  /// - Returns: the completion. Its member `git_judge` has the whole answer.
  func verdict(_ answer: CaseAnswer) -> JSONValue {
    let content: JSONValue = [
      "result": answer.value ?? .null, "rationale": .string(answer.verdict.rationale ?? ""),
    ]
    let message: JSONValue = ["role": "assistant", "content": .string(content.canonicalText)]
    let tokens = (answer.verdict.inputTokens ?? 0, answer.verdict.outputTokens ?? 0)
    var object = json(message, "stop", tokens).objectValue ?? [:]
    object["git_judge"] = answer.json
    return .object(object)
  }

  private func json(
    _ message: JSONValue, _ reason: String, _ tokens: (input: Int, output: Int)
  ) -> JSONValue {
    let seconds = Clock.now.milliseconds / 1000
    return [
      "id": .string("chatcmpl-\(version.hash.prefix(12))-\(Clock.now.milliseconds)"),
      "object": "chat.completion", "created": .number(Double(seconds)),
      "model": .string(version.label),
      "choices": [["index": 0, "message": message, "finish_reason": .string(reason)]],
      "usage": [
        "prompt_tokens": .number(Double(tokens.input)),
        "completion_tokens": .number(Double(tokens.output)),
        "total_tokens": .number(Double(tokens.input + tokens.output)),
      ],
    ]
  }
}
