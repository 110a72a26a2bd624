import JudgeJSON

/// A stream of server-sent events, from a server that streams although nobody asked it to.
///
/// Source: WHATWG, "Server-sent events"; OpenAI, "Chat completion chunk".
enum EventStream {
  /// Returns whether a body is a stream, whatever its content type says.
  static func isStream(_ body: [UInt8], contentType: String?) -> Bool {
    if contentType?.lowercased().hasPrefix("text/event-stream") == true { return true }
    return ["data:", "event:"].contains { body.starts(with: $0.utf8) }
  }

  /// Returns the whole answer of a complete stream of OpenAI's chunks, in the form of one that was
  /// not streamed.
  ///
  /// - Parameter body: the stream.
  /// - Returns: `nil` if the stream ends early or has another form.
  static func chatCompletion(_ body: [UInt8]) -> JSONObject? {
    var answer = JSONObject()
    var message: JSONObject = ["role": "assistant"]
    var content: String?
    var finish: JSONValue = .null
    var isComplete = false
    for line in body.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
      guard line.starts(with: "data:".utf8) else { continue }
      let data = line.dropFirst(5).drop { $0 == 0x20 }
      if data.elementsEqual("[DONE]".utf8) {
        isComplete = true
        continue
      }
      guard let chunk = (try? JSONValue.parseRepairing(Array(data)))?.0.objectValue else {
        return nil
      }
      for key in ["id", "model", "usage", "error"] {
        if let value = chunk[key], !value.isNull { answer[key] = value }
      }
      guard let choice = chunk["choices"]?.arrayValue?.first?.objectValue else { continue }
      if let reason = choice["finish_reason"], !reason.isNull {
        finish = reason
        isComplete = true
      }
      let delta = (choice["delta"] ?? choice["message"])?.objectValue ?? [:]
      for member in delta where member.key != "role" {
        guard let text = member.value.stringValue else {
          if !member.value.isNull { message[member.key] = member.value }
          continue
        }
        if member.key == "content" {
          content = (content ?? "") + text
        } else {
          message[member.key] = .string((message[member.key]?.stringValue ?? "") + text)
        }
      }
    }
    guard isComplete, answer["error"] != nil || content != nil || message.count > 1 else {
      return nil
    }
    if answer["error"] == nil {
      message["content"] = content.map { .string($0) } ?? .null
      answer["choices"] = [["message": .object(message), "finish_reason": finish]]
    }
    return answer
  }
}

extension OpenAIProtocol {
  func assembled(stream: [UInt8]) -> JSONObject? { EventStream.chatCompletion(stream) }
}
