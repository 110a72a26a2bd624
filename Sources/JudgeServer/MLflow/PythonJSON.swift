import GitJudge

/// JSON with a blank after each comma and colon, as Python writes it.
enum PythonJSON {
  static func text(_ value: JSONValue) -> String {
    switch value {
    case .array(let items): return "[" + items.map(text).joined(separator: ", ") + "]"
    case .object(let object):
      let members = object.map { "\(JSONValue.string($0.key).canonicalText): \(text($0.value))" }
      return "{" + members.joined(separator: ", ") + "}"
    default: return value.canonicalText
    }
  }
}
