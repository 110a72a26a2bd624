package import JudgeJSON
import JudgeModels
package import JudgeRecords
package import JudgeWork

/// Reads a model's reply as a verdict; an undeclared value is an error, never coerced.
package enum JudgeReply {
  /// The maximum number of bytes of a value and its rationale together, because a verdict must fit
  /// into a record with others.
  package static let longestVerdict = 256 << 10

  /// Reads the last `{"rationale": …, "result": …}`: alone, in a code fence, or among other text.
  ///
  /// - Parameters:
  ///   - text: the reply.
  ///   - body: the judge whose values are allowed.
  /// - Returns: the value and the rationale.
  /// - Throws: `JudgeFailure` with code `invalid-reply` and the problem.
  package static func parse(
    _ text: String, for body: JudgeBody
  ) throws(JudgeFailure) -> (value: JSONValue, rationale: String?) {
    // Replies that think aloud have their verdict at the end.
    let objects = ReplyObjects(in: text)
    guard !objects.outermost.isEmpty else {
      throw JudgeFailure(.invalidReply, "it holds no JSON object")
    }
    guard let object = objects.last(with: "result"), let value = object["result"] else {
      throw JudgeFailure(.invalidReply, "the object has no \"result\"")
    }
    let rationale = object["rationale"]?.stringValue
    let shown = value.canonicalText
    let size = shown.utf8.count + (rationale?.utf8.count ?? 0)
    guard size <= longestVerdict else {
      throw JudgeFailure(
        .invalidReply,
        "value and rationale have \(size) bytes, at most \(longestVerdict) are kept")
    }
    if let schema = body.valueSchema {
      if let complaint = ValueSchema(schema).complaint(about: value) {
        throw JudgeFailure(
          .invalidReply, "\"result\" is \(Self.cut(shown)): \(Self.cut(complaint, to: 2_000))")
      }
      return (value, rationale)
    }
    guard body.admits(value) else {
      let allowed =
        body.values.isEmpty
        ? "a value of type \(body.valueType.rawValue)"
        : body.values.map(\.canonicalText).joined(separator: ", ")
      throw JudgeFailure(
        .invalidReply,
        "\"result\" is \(Self.cut(shown)), allowed is \(Self.cut(allowed, to: 2_000))")
    }
    return (value, rationale)
  }

  /// Shortens a text for an error, which must fit into a record too.
  private static func cut(_ text: String, to length: Int = 300) -> String {
    text.utf8.count <= length ? text : text.prefix(length) + "…"
  }
}
