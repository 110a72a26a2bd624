import GitJudge
import HTTPTypes
import Hummingbird

/// Judges in the protocol of decisions, by which MLflow's client gets probabilities.
struct DecisionRoutes {
  let routes: ServerRoutes

  /// Adds the judges as models of decisions.
  func add() {
    routes.add(.post, "/gateway/typesafe/v1/systemone") { call in
      do {
        return try await DecisionCall(call: call).decision(call.members()).response
      } catch {
        return GatewayError(error).response
      }
    }
  }
}

/// A request for a decision.
struct DecisionCall {
  let call: ServerCall

  func decision(_ members: JSONObject) async throws -> JSONValue {
    let body = try ChatRequestBody(members)
    let version = try await call.state.desks.version(body.judge, pin: body.pin, in: call.repository)
    guard let questions = members["questions"]?.objectValue, questions.count == 1,
      let question = questions.first
    else { throw CaseMessage.Fault(message: "questions: ask one question") }
    guard let fields = members["state"]?.objectValue else {
      throw CaseMessage.Fault(message: "state: there is no case")
    }
    var known = JSONObject()
    for name in CaseMessage.names {
      if let value = fields[name], !value.isNull { known[name] = value }
    }
    let row = try JudgeDesks.row(known)
    let answer = try await call.state.desks.answer(row, by: version, in: call.repository)
    if let failure = answer.failure { throw failure }
    let decision = try Decision(answer, asked: question.value)
    let usage: JSONValue = [
      "input_tokens": .number(Double(answer.verdict.inputTokens ?? 0)),
      "output_tokens": .number(Double(answer.verdict.outputTokens ?? 0)),
    ]
    return [
      "model": .string("\(version.name)@sha256:\(version.hash.hex)"),
      "answers": .object([question.key: decision.json]), "usage": usage,
    ]
  }
}

/// A verdict as a decision with probabilities.
struct Decision {
  let json: JSONValue

  /// Makes the answer to a question.
  ///
  /// - Parameters:
  ///   - answer: an answer with a value. Without a calibration its value has all of the probability.
  ///   - question: the question: `{"type": "noul"}` for yes or no, or `{"type": "choice",
  ///     "criteria": {label: text}}`.
  /// - Throws: `CaseMessage.Fault` if the judge does not answer this question.
  init(_ answer: CaseAnswer, asked question: JSONValue) throws(CaseMessage.Fault) {
    let value = answer.value ?? .null
    var probabilities: [String: Double] = [:]
    for (value, probability) in answer.calibration?.probabilities ?? [(value, 1)] {
      probabilities[Self.label(value), default: 0] += probability
    }
    switch question["type"]?.stringValue {
    case "noul":
      guard let said = value.boolValue else {
        throw CaseMessage.Fault(message: "the judge does not answer with true or false")
      }
      let share = probabilities["true"] ?? 0
      // The client takes 0.5 and more for true.
      let probability = said ? max(0.5, share) : min(share, 0.5.nextDown)
      json = ["type": "noul", "noul": .number(min(1, max(0, probability)))]
    case "choice":
      let labels = (question["criteria"]?.objectValue ?? [:]).map(\.key)
      let chosen = Self.label(value)
      guard labels.contains(chosen) else {
        throw CaseMessage.Fault(message: "the judge said \(chosen), which is not a choice")
      }
      let total = labels.reduce(0) { $0 + (probabilities[$1] ?? 0) }
      var shares = JSONObject()
      for label in labels {
        let share = total > 0 ? (probabilities[label] ?? 0) / total : label == chosen ? 1 : 0
        shares[label] = .number(share)
      }
      json = [
        "type": "choice", "choice": .string(chosen), "probabilities": .object(shares),
        "confidence": shares[chosen] ?? 1,
      ]
    default: throw CaseMessage.Fault(message: "questions: the type must be choice or noul")
    }
  }

  private static func label(_ value: JSONValue) -> String {
    value.stringValue ?? value.canonicalText
  }
}
