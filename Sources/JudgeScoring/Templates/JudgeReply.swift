package import JudgeJSON
import JudgeModels
package import JudgeRecords
package import JudgeWork

/// Reads a model's reply as a verdict; an undeclared value is an error, never coerced.
package enum JudgeReply {
  /// The maximum number of bytes of a value and its rationale together, because a verdict must fit
  /// into a record with others.
  package static let longestVerdict = 256 << 10

  /// Reads `{"rationale": …, "result": …}`: alone, in a code fence, or among other text.
  ///
  /// If several objects have a result, all must have the same one: one of them may be a quotation
  /// of the judged text, and no rule can tell which.
  ///
  /// - Parameters:
  ///   - text: the reply.
  ///   - body: the judge whose values are allowed.
  /// - Returns: the value and the rationale.
  /// - Throws: `JudgeFailure` with code `invalid-reply` and the problem.
  package static func parse(
    _ text: String, for body: JudgeBody
  ) throws(JudgeFailure) -> (value: JSONValue, rationale: String?) {
    guard text.utf8.contains(where: { $0 > 0x20 }) else {
      throw JudgeFailure(.invalidReply, "it is empty, so it holds no JSON object")
    }
    let objects = ReplyObjects(in: text)
    guard !objects.outermost.isEmpty else {
      throw JudgeFailure(.invalidReply, "it holds no JSON object")
    }
    let found = objects.all(with: "result")
    var values: [JSONValue] = []
    for value in found.flatMap({ $0.values(named: "result") }) where !values.contains(value) {
      values.append(value)
    }
    guard let value = values.first else {
      throw JudgeFailure(.invalidReply, "the object has no \"result\"")
    }
    guard values.count == 1 else {
      let shown = values.prefix(5).map { Self.cut($0.canonicalText) }.joined(separator: ", ")
      throw JudgeFailure(.invalidReply, "it holds different results: \(shown)")
    }
    let rationale = found.lazy.reversed()
      .compactMap { $0.values(named: "rationale").lazy.compactMap(\.stringValue).first }.first
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
