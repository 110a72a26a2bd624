import JudgeJSON

/// What a request asks for: its text, and the form of the answer.
struct AskedFor {
  /// All messages, joined by line ends.
  let text: String
  /// The same, as it is read.
  let tokens: [PromptToken]
  /// The JSON Schema of the answer, or one made from the JSON shown in the text.
  let schema: JSONObject?
  /// Whether it asks for rules, advice or a better instruction rather than for a verdict.
  let isReflection: Bool
  /// The verdicts that a schema or the text allows, best first not assumed.
  let values: [JSONValue]

  var words: VerdictWords { VerdictWords(values) }

  init(_ request: JSONObject) {
    var texts: [String] = []
    for message in request["messages"]?.arrayValue ?? [] {
      let content = message.objectValue?["content"]
      if let text = content?.stringValue { texts.append(text) }
      for part in content?.arrayValue ?? [] {
        if let text = part.objectValue?["text"]?.stringValue { texts.append(text) }
      }
    }
    text = texts.joined(separator: "\n")
    tokens = PromptTokenizer.tokens(of: text)
    let format = request["response_format"]?.objectValue
    let given = (format?["json_schema"]?.objectValue?["schema"] ?? format?["schema"])?.objectValue
    schema = given ?? ShownForm.schema(in: tokens)
    let properties = schema?["properties"]?.objectValue ?? [:]
    values = Self.values(properties, tokens)
    isReflection = Self.isReflection(properties, tokens, isGiven: given != nil)
  }

  private static func values(_ properties: JSONObject, _ tokens: [PromptToken]) -> [JSONValue] {
    for member in properties {
      guard let property = member.value.objectValue else { continue }
      if let values = property["enum"]?.arrayValue, values.count > 1 { return values }
      if property["type"] == "boolean" { return [true, false] }
    }
    // Families of words that are usual, where the text offers all of them.
    let there = Set(tokens.map(\.text))
    let families = [
      ["excellent", "good", "needs_improvement", "poor"], ["yes", "no"], ["pass", "fail"],
      ["good", "bad"], ["true", "false"],
    ]
    let family = families.first { $0.allSatisfy(there.contains) } ?? ["yes", "no"]
    return family.map { .string($0) }
  }

  private static func isReflection(
    _ properties: JSONObject, _ tokens: [PromptToken], isGiven: Bool
  ) -> Bool {
    let kinds = properties.map(\.value).compactMap { $0.objectValue }
    if kinds.contains(where: { $0["type"] == "array" }) { return true }
    if isGiven,
      kinds.contains(where: {
        $0["enum"] != nil || $0["type"] == "boolean" || $0["type"] == "integer"
          || $0["type"] == "number"
      })
    {
      return false
    }
    return tokens.split(whereSeparator: \.endsSentence).contains { sentence in
      sentence.contains { verbs.contains($0.text) }
        && sentence.contains { products.contains($0.text) }
    }
  }

  private static let verbs: Set<String> = [
    "write", "propose", "distil", "distill", "derive", "improve", "suggest", "infer", "generate",
    "revise", "rewrite", "formulate", "summarise", "summarize", "merge", "consolidate", "extract",
    "find", "learn", "give",
  ]
  private static let products: Set<String> = [
    "guideline", "guidelines", "rule", "rules", "advice", "instruction", "instructions", "lesson",
    "lessons", "prompt",
  ]
}
