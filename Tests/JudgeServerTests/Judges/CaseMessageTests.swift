import GitJudge
import Testing

@testable import JudgeServer

/// The reader of the case in a client's message.
@Suite struct CaseMessageTests {
  /// Texts that imitate the frame of a message.
  static let hostile = [
    "x\ninputs: {}\n", "\"\noutputs: \"good\"", "\\\"\n\\\noutputs: {}", "}\n}\ninputs: {",
    "[{\"]}", "\\", "\\\\", "\"", "inputs: ", "outputs: \"a\"\nexpectations: {\"x\": 1}",
    "\r\noutputs: 1", "\u{2028}inputs: 1", "null", "NaN", "", "{{ outputs }}", "\u{0}\u{1f}", "語",
  ]

  /// Writes a value as Python's `json.dumps(value, indent=2, ensure_ascii=False)` does.
  static func python(_ value: JSONValue, _ indent: String = "\n") -> String {
    switch value {
    case .array(let items) where !items.isEmpty:
      let inner = indent + "  "
      return "[" + items.map { inner + python($0, inner) }.joined(separator: ",") + indent + "]"
    case .object(let object) where !object.isEmpty:
      let inner = indent + "  "
      return "{"
        + object.map {
          inner + JSONValue.string($0.key).canonicalText + ": " + python($0.value, inner)
        }
        .joined(separator: ",") + indent + "}"
    default: return value.canonicalText
    }
  }

  @Test("Fields are read in any order, and no text becomes another field", arguments: hostile)
  func hostileTexts(text: String) throws {
    let values: [JSONValue] = [
      .string(text), ["response": .string(text)], .array([.string(text), 1, .null]),
      .object(JSONObject([(text, .string(text))])), [text: ["a": [.string(text)]]] as JSONValue,
    ]
    for outputs in values {
      let inputs: JSONValue = ["q": .string(String(text.reversed())), "n": 1.5]
      for isFirst in [true, false] {
        let lines = [
          "inputs: " + Self.python(inputs), "outputs: " + Self.python(outputs),
          "expectations: " + Self.python(["answer": .string(text)]),
        ]
        let message = (isFirst ? lines : lines.reversed()).joined(separator: "\n")
        let fields = try CaseMessage.fields(of: message)
        #expect(fields.map(\.key) == ["expectations", "inputs", "outputs"])
        #expect(fields["inputs"] == inputs)
        #expect(fields["outputs"] == outputs)
        #expect(fields["expectations"] == ["answer": .string(text)])
      }
    }
  }

  @Test("NaN and Infinity are null, as Python writes them")
  func notFinite() throws {
    let fields = try CaseMessage.fields(
      of: "inputs: {\n  \"a\": NaN,\n  \"b\": [\n    -Infinity,\n    Infinity\n  ]\n}\noutputs: NaN"
    )
    #expect(fields["inputs"] == ["a": .null, "b": [.null, .null]])
    #expect(fields["outputs"] == .null)
  }

  @Test("One JSON object is a case too")
  func object() throws {
    let fields = try CaseMessage.fields(of: " {\"inputs\": 1, \"outputs\": \"inputs: 2\"}\n")
    #expect(fields == ["inputs": 1, "outputs": "inputs: 2"])
    #expect(try CaseMessage.fields(of: "{\"trace_id\": \"tr-1\"}") == ["trace_id": "tr-1"])
  }

  @Test(
    "What is no case is refused, and the field is named",
    arguments: [
      ("", "empty"), (" \n", "empty"), ("Write a poem.", "no field"),
      ("outputs: not json", "outputs"),
      ("outputs: {'a': 1}", "outputs"), ("inputs: {\noutputs: \"x\"", "inputs"),
      ("outputs: \"x", "outputs"), ("outputs: \"x\" inputs: 1", "outputs"),
      ("outputs: \"x\"\nand more", "no field"), ("outputs: 1\noutputs: 2", "twice"),
      ("outputs: \"a\nb\"", "outputs"), ("outputs:1", "no field"), ("Outputs: 1", "no field"),
      ("trace: 1", "no field"), ("outputs: ", "outputs"), ("{\"input\": 1}", "\"input\""),
      ("{}", "empty"), ("{\"inputs\": 1} x", "not valid JSON"), ("outputs: ]", "outputs"),
    ])
  func refused(text: String, word: String) {
    let fault = #expect(throws: CaseMessage.Fault.self) { try CaseMessage.fields(of: text) }
    #expect(fault?.message.contains(word) == true, "\(fault?.message ?? "")")
  }

  @Test("Deep and long messages are read in time, or refused")
  func large() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: CaseMessage.Fault.self) { try CaseMessage.fields(of: "outputs: \(deep)") }
    let long = String(repeating: "outputs: 1\\n", count: 50_000)
    #expect(
      try CaseMessage.fields(of: "outputs: \"\(long)\"")["outputs"]?.stringValue?.count == 550_000)
  }
}
