import JudgeJSON

/// Fills a schema with rules: lists of texts or of objects with the rule and its cases, a text
/// for one rule, a text for a whole instruction, and talk.
struct StatementForm {
  let statements: [RuleStatement]
  let talk: String
  /// The old instruction with the rules added.
  let instruction: String
  let definitions: JSONObject

  /// The answer as canonical JSON.
  func json(_ schema: JSONObject) -> String {
    fill(schema, name: "", statement: nil).canonicalText
  }

  private func fill(_ given: JSONObject, name: String, statement: RuleStatement?) -> JSONValue {
    let schema = resolved(given)
    if let values = schema["enum"]?.arrayValue { return values.first ?? .null }
    switch kind(of: schema) {
    case "object":
      var object = JSONObject()
      for member in schema["properties"]?.objectValue ?? [:] {
        object[member.key] = fill(
          member.value.objectValue ?? [:], name: member.key, statement: statement)
      }
      return .object(object)
    case "array": return .array(list(schema, name: name, statement: statement))
    case "integer": return .integer(statement?.numbers.first ?? statements.count)
    case "number": return 0.8
    case "boolean": return true
    case "null": return .null
    default: return .string(text(name: name, statement: statement))
    }
  }

  private func list(
    _ schema: JSONObject, name: String, statement: RuleStatement?
  ) -> [JSONValue] {
    let items = resolved(schema["items"]?.objectValue ?? [:])
    let most = schema["maxItems"]?.intValue ?? Int.max
    let list: [JSONValue]
    if let statement {
      list = citations(items, statement)
    } else if kind(of: items) == "integer" {
      list = statements.flatMap(\.numbers).map { .integer($0) }
    } else if kind(of: items) == "object" {
      list = statements.map { fill(items, name: name, statement: $0) }
    } else if Self.isCitation(name) {
      list = statements.flatMap { citations(items, $0) }
    } else {
      list = statements.map { .string($0.text) }
    }
    return Array(list.prefix(most))
  }

  private func citations(_ items: JSONObject, _ statement: RuleStatement) -> [JSONValue] {
    switch kind(of: items) {
    case "integer", "number": statement.numbers.map { .integer($0) }
    default:
      statement.ids.isEmpty
        ? statement.numbers.map { .string(String($0)) } : statement.ids.map { .string($0) }
    }
  }

  private func text(name: String, statement: RuleStatement?) -> String {
    if ReplyForm.isTalk(name) { return talk }
    if let statement {
      return Self.isCitation(name) ? statement.numbers.first.map(String.init) ?? "" : statement.text
    }
    let lowered = name.lowercased()
    if lowered.contains("instruction") || lowered.contains("prompt") { return instruction }
    return statements.map(\.text).joined(separator: "\n")
  }

  private static func isCitation(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["source", "support", "example", "trace", "ids", "cases", "evidence", "record"]
      .contains { name.contains($0) } || name == "id"
  }

  private func kind(of schema: JSONObject) -> String {
    if let type = schema["type"]?.stringValue { return type }
    let types = schema["type"]?.arrayValue?.compactMap(\.stringValue) ?? []
    if let type = types.first(where: { $0 != "null" }) { return type }
    if schema["properties"] != nil { return "object" }
    return schema["items"] != nil ? "array" : "string"
  }

  /// Follows `$ref` within the schema and takes the first form of `anyOf` that is not null.
  private func resolved(_ schema: JSONObject) -> JSONObject {
    if let path = schema["$ref"]?.stringValue, let name = path.split(separator: "/").last {
      return definitions[String(name)]?.objectValue ?? [:]
    }
    let choices = (schema["anyOf"] ?? schema["oneOf"])?.arrayValue?.compactMap(\.objectValue)
    return choices?.first { $0["type"] != "null" }.map { resolved($0) } ?? schema
  }
}
