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
    var cut = ""
    for attempt in 0..<2 {
      let response: ChatResponse
      do { response = try await ModelCalls.complete(request, by: model) } catch {
        throw JudgeFailure(ofModel: error)
      }
      if let object = Self.object(in: response.text), object[key] != nil { return object }
      let isList = members[key]?["type"] == "array"
      // A plain answer that was cut off would look complete.
      if response.cutReason == nil, response.text.utf8.count <= ReplyObjects.longestPart,
        let value = PlainAnswer(response.text).value(isList: isList)
      {
        return [key: value]
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
    throw JudgeFailure(
      .failed, "\(model.uri) did not answer with a JSON object that has \"\(key)\"\(cut)")
  }

  /// Returns the JSON object of an answer: alone, in a code fence, or among other text.
  static func object(in text: String) -> JSONObject? { ReplyObjects(in: text).outermost.last }
}
