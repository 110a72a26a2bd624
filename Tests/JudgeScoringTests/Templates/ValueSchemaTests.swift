import JudgeJSON
import JudgeModels
import JudgeRecords
import Testing

@testable import JudgeScoring

@Suite("Values beyond words") struct ValueSchemaTests {
  private static let bounded: JSONObject = ["type": "integer", "minimum": 1, "maximum": 5]
  private static let list: JSONObject = [
    "type": "array", "items": ["type": "string", "enum": ["a", "b"]], "maxItems": 2,
  ]
  private static let map: JSONObject = [
    "type": "object", "properties": ["clear": ["type": "boolean"]], "required": ["clear"],
    "additionalProperties": false,
  ]
  private static let optional: JSONObject = ["anyOf": [["type": "null"], ["type": "number"]]]

  @Test(
    "What fits and what does not",
    arguments: [
      (bounded, JSONValue.number(5), nil), (bounded, 6, "maximum 5"), (bounded, 2.5, "integer"),
      (list, ["a", "b"], nil), (list, ["a", "c"], "it[1]"), (list, ["a", "b", "a"], "maxItems"),
      (map, ["clear": true], nil), (map, [:], "clear"), (map, ["clear": true, "x": 1], "\"x\""),
      (map, ["clear": "yes"], "it.clear"), (optional, .null, nil), (optional, 1.5, nil),
      (optional, "x", "none of the forms"),
    ] as [(JSONObject, JSONValue, String?)])
  func fits(_ schema: JSONObject, _ value: JSONValue, _ part: String?) {
    let complaint = ValueSchema(schema).complaint(about: value)
    if let part {
      #expect(complaint?.contains(part) == true, "\(String(describing: complaint))")
    } else {
      #expect(complaint == nil)
    }
    #expect(ValueSchema(schema).fault == nil)
  }

  @Test("A keyword that would be ignored is a fault, at any depth") func faults() {
    #expect(ValueSchema(["pattern": "x"]).fault?.contains("pattern") == true)
    #expect(ValueSchema(["items": ["oneOf": []]]).fault?.contains("oneOf") == true)
  }

  @Test("A reply is held against the schema; the prompt shows it") func reply() throws {
    var body = JudgeBody(name: "score", instructions: "{{ outputs }}")
    body.valueSchema = Self.bounded
    #expect(try JudgeReply.parse(#"{"result": 4}"#, for: body).value == 4)
    #expect(throws: (any Error).self) { try JudgeReply.parse(#"{"result": 9}"#, for: body) }
    #expect(throws: (any Error).self) { try JudgeReply.parse(" \n", for: body) }
    let trace = Trace(id: "tr-1", inputs: .null, outputs: "a")
    let request = try JudgePrompt(body: body).request(for: trace).get()
    #expect(request.messages[0].content.contains(#""maximum":5"#))
    #expect(request.responseSchema?["properties"]?.objectValue?["result"] == .object(Self.bounded))
  }
}
