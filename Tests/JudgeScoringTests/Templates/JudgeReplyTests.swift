import Foundation
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeTestSupport
import JudgeWork
import Testing

@testable import JudgeScoring

@Suite("A model's reply as a verdict")
struct JudgeReplyTests {
  @Test(
    "Alone, in a code fence, after other text and before it",
    arguments: [
      #"{"rationale": "r", "result": "yes"}"#,
      "```json\n{\"rationale\": \"r\", \"result\": \"yes\"}\n```",
      #"At first {"result": "yes"} comes to mind, and so: {"rationale": "r", "result": "yes"}"#,
      #"<think>At first {"result": "no"}</think>{"rationale": "r", "result": "yes"}"#,
      #"At first {"result": "no"}. </think> {"rationale": "r", "result": "yes"}"#,
      #"{"rationale": "r", "result": "yes"} <THINK>or {"result": "no"}? No.</THINK>"#,
      #"The <think> tag is missing: {"rationale": "r", "result": "yes"}"#,
      #"[{"rationale": "r", "result": "yes"}]"#,
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
    "What is not a verdict of this judge is an error, never coerced",
    arguments: [
      ("", "no JSON object"), ("yes", "no JSON object"), ("[\"yes\"]", "no JSON object"),
      (#"{"verdict": "yes"}"#, "no \"result\""),
      (#"{"result": "maybe"}"#, "\"maybe\", allowed is \"yes\", \"no\""),
      (#"{"result": "Yes"}"#, "\"Yes\""), (#"{"result": " yes"}"#, "\" yes\""),
      (#"{"result": true}"#, "true"), (#"{"result": null}"#, "null"),
      (#"{"result": "yes", "result": "no"}"#, "no JSON object"),
    ])
  func refused(reply: String, message: String) {
    let error = #expect(throws: JudgeFailure.self) {
      try JudgeReply.parse(reply, for: Bodies.yesNo())
    }
    #expect(error?.code == .invalidReply)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test(
    "What models write instead of JSON is read",
    arguments: [
      (#"{"rationale": "a\nb\tc", "result": "yes"}"#, "a\nb\tc"),
      ("{\"rationale\": \"a\nb\tc\u{1}\", \"result\": \"yes\"}", "a\nb\tc\u{1}"),
      (#"{"rationale": "\(x\) in C:\path \users", "result": "yes"}"#, #"\(x\) in C:\path \users"#),
      (#"{"rationale": "half \ud83d emoji", "result": "yes"}"#, "half \u{FFFD} emoji"),
      (#"{"rationale": "r", "result": "yes",}"#, "r"),
      ("{\"rationale\": \"r // no\", // a\n \"result\": /* b */ \"yes\" # c\n}", "r // no"),
      (#"{'rationale': 'it\'s "r"', 'result': 'yes', 'sure': True, 'other': None}"#, "it's \"r\""),
      (#"{rationale: "r", result: "yes"}"#, "r"),
      (#"{"Rationale": "r", "Result": "yes"}"#, "r"),
      (#"{"RATIONALE ": "r", "result": "yes", "Result": "yes"}"#, "r"),
      (#""{\"rationale\": \"r\", \"result\": \"yes\"}""#, "r"),
      (#"{"result": "yes", "rationale": "r"}, as I said: {'result': 'yes'}"#, "r"),
    ])
  func nearlyJSON(reply: String, rationale: String) throws {
    let verdict = try JudgeReply.parse(reply, for: Bodies.yesNo())
    #expect(verdict.value == "yes")
    #expect(verdict.rationale == rationale)
  }

  @Test("Python's literals are booleans, and no spelling changes the type of a value")
  func literals() throws {
    let reply = "{'rationale': 'r', 'result': True,}"
    #expect(try JudgeReply.parse(reply, for: Bodies.typed(.bool)).value == true)
    for (value, type) in [
      ("True", FeedbackValueType.string), ("'4'", .int), ("'True'", .bool), ("None", .string),
      ("NaN", .float), ("12345678901234567890", .string), ("yes", .string), ("[1,]", .int),
    ] {
      let reply = "{'rationale': 'r', 'result': \(value)}"
      #expect(throws: JudgeFailure.self) { try JudgeReply.parse(reply, for: Bodies.typed(type)) }
    }
  }

  @Test(
    "Objects with different results are no verdict, wherever the quotation is",
    arguments: [
      #"{"rationale": "r", "result": "no"} (The output has {"rationale": "x", "result": "yes"}.)"#,
      #"The output has {"rationale": "x", "result": "yes"}. {"rationale": "r", "result": "no"}"#,
      #"{"result": "no"} as opposed to {'Result': 'yes'}"#,
      "```json\n{\"result\": \"no\"}\n```\n```\n{\"result\": \"maybe\"}\n```",
      #"{"quoted": {"result": "yes"}, "mine": {"result": "no"}}"#,
      #"[{"result": "no"}, {"result": "yes"}]"#,
      #"{"result": "no", "Result": "yes"}"#,
    ])
  func contradiction(reply: String) {
    let error = #expect(throws: JudgeFailure.self) {
      try JudgeReply.parse(reply, for: Bodies.yesNo())
    }
    #expect(error?.message.hasPrefix("it holds different results: ") == true)
  }

  @Test(
    "A thought that does not end is no verdict",
    arguments: [
      #"<think>{"rationale": "r", "result": "no"} or"#, #"{"result": "no"}</think>"#, " \n",
    ])
  func unfinished(reply: String) {
    #expect(throws: JudgeFailure.self) { try JudgeReply.parse(reply, for: Bodies.yesNo()) }
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
      #expect(throws: JudgeFailure.self) { try read(value, Bodies.typed(type)) }
    }
    #expect(throws: JudgeFailure.self) { try read("\"2\"", Bodies.typed(.int, [1, 2])) }
    #expect(throws: JudgeFailure.self) { try read("3", Bodies.typed(.int, [1, 2])) }
  }

  @Test(
    "Long replies end soon, whatever they hold",
    arguments: [
      ("{", ""), ("{\"a\":", ""), ("{\"result\":", ""), ("[", ""), ("{}", ""), ("{\"a\":[1,", ""),
      ("{\"a\":\"", ""), ("}", ""), ("{\"result\":\"yes\"", ""), ("\\\"{", ""), ("x", ""),
      ("{\"a\":", "{\"result\": \"yes\"}"), ("{", "{\"result\": \"yes\"}"),
    ])
  func long(piece: String, end: String) throws {
    // Long enough for minutes if the time grew with the square of the length.
    let size = PropertyRuns.isLong ? 4 << 20 : 1 << 19
    let reply = String(repeating: piece, count: size / piece.utf8.count) + end
    // Of this thread: other tests run at the same time, and the machine may be busy.
    let start = Self.processorSeconds()
    let verdict = try? JudgeReply.parse(reply, for: Bodies.yesNo())
    #expect(Self.processorSeconds() - start < 15)
    #expect(verdict == nil || end.contains("result"))
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test("The verdict is found behind a long thought and inside another object")
  func behind() throws {
    let thought = String(repeating: "Let me {think}. ", count: 60_000)
    let plain = try JudgeReply.parse(
      thought + #"{"rationale": "r", "result": "no"}"#, for: Bodies.yesNo())
    #expect(plain.value == "no")
    let inside = try JudgeReply.parse(
      #"{"verdict": {"list": [{"result": "no", "rationale": "r"}]}}"#, for: Bodies.yesNo())
    #expect(inside.value == "no" && inside.rationale == "r")
    let code = String(repeating: "if (x) { y() } ", count: 400)
    let quoted = try JudgeReply.parse(
      "{\"rationale\": \"\(code)\", \"result\": \"yes\"}", for: Bodies.yesNo())
    #expect(quoted.value == "yes")
  }

  @Test("A verdict too long for a record is an error of that row")
  func longVerdict() {
    let long = String(repeating: "r", count: 300_000)
    for reply in [
      "{\"rationale\": \"\(long)\", \"result\": \"yes\"}", "{\"result\": \"\(long)\"}",
    ] {
      let error = #expect(throws: JudgeFailure.self) {
        try JudgeReply.parse(reply, for: Bodies.yesNo())
      }
      #expect(error?.code == .invalidReply)
      #expect(error.map { $0.message.count < 1_000 && $0.message.contains("262144") } == true)
    }
  }

  @Test("A judge with thousands of values makes no error of a megabyte")
  func manyValues() {
    let values = (0..<50_000).map { JSONValue.string("value number \($0)") }
    let error = #expect(throws: JudgeFailure.self) {
      try JudgeReply.parse(#"{"result": "other"}"#, for: Bodies.typed(.string, values))
    }
    #expect(
      error.map { $0.message.count < 3_000 && $0.message.contains("value number 7\"") } == true)
  }

  @Test("Thousands of braces end soon")
  func braces() {
    let reply = String(repeating: "{}", count: 20_000) + String(repeating: "{", count: 20_000)
    #expect(throws: JudgeFailure.self) { try JudgeReply.parse(reply, for: Bodies.yesNo()) }
  }
}
