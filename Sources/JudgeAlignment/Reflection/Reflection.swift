import JudgeJSON
import JudgeModels
import JudgeScoring
import JudgeWork

/// Asks a model to reflect on a judge, and reads its answer.
struct Reflection: Sendable {
  /// The reflection model.
  let model: any ChatModel

  /// The role that the prompt gives the model.
  private static let role =
    "You help a team to improve an automatic judge, so that it judges as the team's experts do."

  /// Asks for a JSON object, and asks once again if the required member is missing.
  ///
  /// A model without support for schemas may answer in plain text, which becomes the member.
  ///
  /// - Parameters:
  ///   - prompt: the prompt.
  ///   - members: the object's members; all of them are required.
  ///   - key: the member that must be present.
  ///   - sample: the number that distinguishes draws of the same question.
  /// - Returns: the object.
  /// - Throws: `JudgeFailure` of the model, or if the answer cannot be read.
  func object(
    _ prompt: FencedPrompt, schema members: JSONObject, needing key: String, sample: Int = 0
  ) async throws(JudgeFailure) -> JSONObject {
    var request = ChatRequest(messages: [
      ChatMessage(.system, Self.role), ChatMessage(.user, prompt.rendered()),
    ])
    request.responseSchema = [
      "type": "object", "properties": .object(members),
      "required": .array(members.map { .string($0.key) }), "additionalProperties": false,
    ]
    request.sample = sample
    // An answer without the object is replayed, unless an earlier command got it.
    let (object, cut, isEarlier) = try await answer(to: request, members, needing: key)
    if let object { return object }
    guard isEarlier else { throw noObject(key, cut) }
    request.isRenewed = true
    let (renewed, stillCut, _) = try await answer(to: request, members, needing: key)
    guard let renewed else { throw noObject(key, stillCut) }
    return renewed
  }

  /// Asks, and asks once again if the required member is missing.
  ///
  /// - Returns: the object, or `nil` with the way in which the answer was cut off; and whether all
  ///   answers are those of an earlier command.
  private func answer(
    to first: ChatRequest, _ members: JSONObject, needing key: String
  ) async throws(JudgeFailure) -> (object: JSONObject?, cut: String, isEarlier: Bool) {
    var request = first
    var cut = ""
    var isEarlier = true
    for attempt in 0..<2 {
      let response: ChatResponse
      do { response = try await ModelCalls.complete(request, by: model) } catch {
        throw JudgeFailure(ofModel: error)
      }
      isEarlier = isEarlier && response.isEarlier
      if let object = Self.object(in: response.text), object[key] != nil {
        return (object, "", isEarlier)
      }
      let isList = members[key]?["type"] == "array"
      // A plain answer that was cut off would look complete.
      if response.cutReason == nil, response.text.utf8.count <= ReplyObjects.longestPart,
        let value = PlainAnswer(response.text).value(isList: isList)
      {
        return ([key: value], "", isEarlier)
      }
      cut =
        response.cutReason.map { reason in
          let length = response.outputTokens.map { " after \($0) tokens" } ?? ""
          return ": its answer was cut off\(length) (finish_reason \(reason))"
        } ?? ""
      guard attempt == 0 else { break }
      request.messages += [
        ChatMessage(.assistant, ReplyObjects.repeated(response)),
        ChatMessage(.user, "That is no JSON object with \"\(key)\". Answer again as asked."),
      ]
    }
    return (nil, cut, isEarlier)
  }

  private func noObject(_ key: String, _ cut: String) -> JudgeFailure {
    JudgeFailure(
      .failed, "\(model.uri) did not answer with a JSON object that has \"\(key)\"\(cut)")
  }

  /// Returns the JSON object of an answer: alone, in a code fence, or among other text.
  static func object(in text: String) -> JSONObject? { ReplyObjects(in: text).outermost.last }
}
