import JudgeJSON

/// Writes answers in the form that was asked for: by the names, types and meaning of a schema's
/// members, in JSON, or in plain text where nothing else was said.
struct ReplyForm {
  private let asked: AskedFor

  init(_ asked: AskedFor) { self.asked = asked }

  /// A verdict with its reason.
  func verdict(passes: Bool, isUpper: Bool, rationale: String) -> String {
    let value = value(passes: passes, isUpper: isUpper)
    guard let properties = asked.schema?["properties"]?.objectValue, !properties.isEmpty else {
      return "\(VerdictWords.word(value)): \(rationale)"
    }
    var object = JSONObject()
    for member in properties {
      let schema = member.value.objectValue ?? [:]
      object[member.key] =
        Self.isTalk(member.key) && schema["enum"] == nil
        ? .string(rationale) : fitted(value, to: schema, passes: passes)
    }
    return JSONValue.object(object).canonicalText
  }

  /// The allowed value that fits: of those that pass (or fail) the nicer one where `isUpper`.
  private func value(passes: Bool, isUpper: Bool) -> JSONValue {
    let words = asked.words
    let ranked = asked.values.map { ($0, words.ranks[VerdictWords.word($0)] ?? 0) }
    let side = ranked.filter { ($0.1 > 0) == passes }.sorted { $0.1 > $1.1 }
    return (isUpper ? side.first : side.last)?.0 ?? asked.values.first ?? "yes"
  }

  private func fitted(_ value: JSONValue, to schema: JSONObject, passes: Bool) -> JSONValue {
    if schema["enum"] != nil { return value }
    switch schema["type"] {
    case "boolean": return .bool(passes)
    case "integer", "number":
      let low = schema["minimum"]?.doubleValue ?? 0
      let high = schema["maximum"]?.doubleValue ?? (low + 1)
      return .number(passes ? high : low)
    default: return value
    }
  }

  /// Whether a member is for talk, by its name.
  static func isTalk(_ name: String) -> Bool {
    let name = name.lowercased()
    return [
      "rationale", "reason", "discuss", "analys", "thought", "explan", "summary", "comment",
      "justif", "think", "why", "diagnos", "critique",
    ].contains { name.contains($0) }
  }
}
