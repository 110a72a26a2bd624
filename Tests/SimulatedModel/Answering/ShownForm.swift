import JudgeJSON

/// The form of an answer where a prompt shows it in its text: `{"rationale": "…", "rules": […]}`.
enum ShownForm {
  /// A schema made from the first object with names in it right after the word JSON.
  ///
  /// - Parameter tokens: the messages.
  /// - Returns: a schema with what is known of each member, `nil` where no form is shown.
  static func schema(in tokens: [PromptToken]) -> JSONObject? {
    for word in tokens.indices where tokens[word].text == "json" {
      // Right after the word JSON, as a person would look for it.
      let near = tokens[word..<min(word + 40, tokens.count)]
      if let open = near.firstIndex(where: { $0.text == "{" }),
        let schema = object(tokens, open)
      {
        return schema
      }
    }
    return nil
  }

  private static func object(_ tokens: [PromptToken], _ open: Int) -> JSONObject? {
    var properties = JSONObject()
    var depth = 0
    var index = open
    while index < tokens.count {
      let text = tokens[index].text
      if text == "{" || text == "[" { depth += 1 }
      if text == "}" || text == "]" { depth -= 1 }
      if depth == 0 { break }
      // "name":
      if depth == 1, text == "\"", index + 4 < tokens.count, tokens[index + 2].text == "\"",
        tokens[index + 3].text == ":", tokens[index + 1].kind == .word
      {
        properties[tokens[index + 1].text] = .object(value(tokens, index + 4))
        index += 4
        continue
      }
      index += 1
    }
    return properties.isEmpty ? nil : ["type": "object", "properties": .object(properties)]
  }

  private static func value(_ tokens: [PromptToken], _ at: Int) -> JSONObject {
    let next = at + 1 < tokens.count ? tokens[at + 1] : tokens[at]
    switch tokens[at].text {
    case "[":
      if next.text == "{", let items = object(tokens, at + 1) {
        return ["type": "array", "items": .object(items)]
      }
      let item: JSONObject = ["type": next.kind == .number ? "integer" : "string"]
      return ["type": "array", "items": .object(item)]
    case "{": return object(tokens, at) ?? [:]
    case "true", "false": return ["type": "boolean"]
    case "one": return ["type": "string", "verdict": true]
    default: return ["type": tokens[at].kind == .number ? "integer" : "string"]
    }
  }
}
