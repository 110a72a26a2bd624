import JudgeJSON
import JudgeModels
import JudgeRecords
import Testing

@testable import JudgeScoring

@Suite("A model's reply as a verdict")
struct JudgeReplyTests {
  @Test(
    "Alone, in a code fence, after other text and before it",
    arguments: [
      #"{"rationale": "r", "result": "yes"}"#,
      "```json\n{\"rationale\": \"r\", \"result\": \"yes\"}\n```",
      #"At first {"result": "no"} comes to mind, but: {"rationale": "r", "result": "yes"}"#,
      #"{"rationale": "r", "result": "yes"} I hope this helps {really}."#,
      #"{"result": "yes", "rationale": "r", "details": {"result": "no"}}"#,
      #"{"result": "yes", "rationale": "r"} {"confidence": 1}"#,
    ])
  func forms(reply: String) throws {
    let verdict = try JudgeReply.parse(reply, for: Bodies.yesNo())
    #expect(verdict.value == "yes")
    #expect(verdict.rationale == "r")
  }

  @Test(
    "What is no verdict of this judge is an error, never coerced",
    arguments: [
      ("", "no JSON object"), ("yes", "no JSON object"), ("[\"yes\"]", "no JSON object"),
      (#"{"verdict": "yes"}"#, "no \"result\""),
      (#"{"result": "maybe"}"#, "\"maybe\", allowed is \"yes\", \"no\""),
      (#"{"result": "Yes"}"#, "\"Yes\""), (#"{"result": " yes"}"#, "\" yes\""),
      (#"{"result": true}"#, "true"), (#"{"result": null}"#, "null"),
      (#"{"result": "yes", "result": "no"}"#, "no JSON object"),
    ])
  func refused(reply: String, message: String) {
    let error = #expect(throws: ModelError.self) {
      try JudgeReply.parse(reply, for: Bodies.yesNo())
    }
    #expect(error?.code == .invalidReply)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test("Numbers and booleans keep their type")
  func types() throws {
    func read(_ value: String, _ body: JudgeBody) throws -> JSONValue {
      try JudgeReply.parse("{\"result\": \(value)}", for: body).value
    }
    #expect(try read("4", Bodies.typed(.int)) == 4)
    #expect(try read("4.5", Bodies.typed(.float)) == 4.5)
    #expect(try read("false", Bodies.typed(.bool)) == false)
    #expect(try read("2", Bodies.typed(.int, [1, 2])) == 2)
    for (value, type) in [
      ("4.5", FeedbackValueType.int), ("\"4\"", .int), ("1", .bool), ("\"true\"", .bool),
      ("\"4.5\"", .float), ("4", .string),
    ] {
      #expect(throws: ModelError.self) { try read(value, Bodies.typed(type)) }
    }
    #expect(throws: ModelError.self) { try read("\"2\"", Bodies.typed(.int, [1, 2])) }
    #expect(throws: ModelError.self) { try read("3", Bodies.typed(.int, [1, 2])) }
  }

  @Test("Thousands of braces end soon")
  func braces() {
    let reply = String(repeating: "{}", count: 20_000) + String(repeating: "{", count: 20_000)
    #expect(throws: ModelError.self) { try JudgeReply.parse(reply, for: Bodies.yesNo()) }
  }
}
