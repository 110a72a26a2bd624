package import JudgeJSON
package import JudgeModels
package import JudgeRecords

/// Reads a model's reply as a verdict; a value outside the judge's is an error, never coerced.
package enum JudgeReply {
  /// Reads `{"rationale": …, "result": …}`, alone, in a code fence, or after other text.
  ///
  /// - Parameters:
  ///   - text: the reply.
  ///   - body: the judge whose values are allowed.
  /// - Returns: the value and the rationale.
  /// - Throws: `ModelError` with code `invalid-reply` that says what is wrong.
  package static func parse(
    _ text: String, for body: JudgeBody
  ) throws(ModelError) -> (value: JSONValue, rationale: String?) {
    guard let object = lastObject(in: Array(text.utf8)) else {
      throw ModelError(.invalidReply, "it holds no JSON object")
    }
    guard let value = object["result"] else {
      throw ModelError(.invalidReply, "the object has no \"result\"")
    }
    if let schema = body.valueSchema {
      if let complaint = ValueSchema(schema).complaint(about: value) {
        throw ModelError(.invalidReply, "\"result\" is \(value.canonicalText): \(complaint)")
      }
      return (value, object["rationale"]?.stringValue)
    }
    guard body.admits(value) else {
      let allowed =
        body.values.isEmpty
        ? "a value of type \(body.valueType.rawValue)"
        : body.values.map(\.canonicalText).joined(separator: ", ")
      throw ModelError(
        .invalidReply, "\"result\" is \(value.canonicalText), allowed is \(allowed)")
    }
    return (value, object["rationale"]?.stringValue)
  }

  /// The last JSON object in a text that reads as one and has a `result`, else the last object.
  ///
  /// Replies that think aloud come to their verdict at the end.
  private static func lastObject(in bytes: [UInt8]) -> JSONObject? {
    // Bounded: a reply with thousands of braces is no verdict.
    let opens = bytes.indices.filter { bytes[$0] == 0x7b }.suffix(200)
    let closes = bytes.indices.filter { bytes[$0] == 0x7d }.suffix(8)
    var fallback: JSONObject?
    for close in closes.reversed() {
      for open in opens.reversed() where open < close {
        guard let value = try? JSONValue(parsing: Array(bytes[open...close])),
          let object = value.objectValue
        else { continue }
        if object["result"] != nil { return object }
        fallback = fallback ?? object
      }
    }
    return fallback
  }
}
