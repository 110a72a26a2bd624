import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeTestSupport
import JudgeWork
import Testing

@testable import JudgeScoring

@Suite("Checks without a model")
struct CheckJudgeTests {
  private func said(
    _ name: String, _ settings: JSONObject = [:], on trace: Trace
  ) async throws -> Feedback {
    let body = try #require(BuiltInCatalog.body(named: name, settings: settings))
    return await (try ModelRegistry().judge(body)).feedback(on: trace)
  }

  @Test("regex_match finds, or matches as a whole")
  func regex() async throws {
    let trace = Bodies.trace("q", "Order 4711 is on its way")
    let found = try await said("regex_match", ["pattern": "[0-9]{4}"], on: trace)
    #expect(found.value == "yes" && found.source.type == .code)
    #expect(
      try await said("regex_match", ["pattern": "[0-9]{4}", "full": true], on: trace).value == "no")
    await #expect(throws: JudgeFailure.self) { try await said("regex_match", on: trace) }
    await #expect(throws: JudgeFailure.self) {
      try await said("regex_match", ["pattern": "["], on: trace)
    }
  }

  @Test("A pattern that takes too long is an error of that row, not a judge that never ends")
  func slowPattern() async throws {
    let slow = Bodies.trace("q", .string(String(repeating: "a ", count: 20_000) + "!"))
    let found = try await said("regex_match", ["pattern": "(\\w+\\s?)+$"], on: slow)
    #expect(found.error?.code == "PATTERN_LIMIT")
    #expect(found.error?.message?.contains("took too long on this text") == true)
    let quick = Bodies.trace("q", "a a a")
    #expect(
      try await said("regex_match", ["pattern": "(\\w+\\s?)+$"], on: quick).value == "yes")
  }

  @Test("response_length counts characters or words of the answer inside its shape")
  func length() async throws {
    let trace = Bodies.trace("q", ["choices": [["message": ["content": "one two three"]]]])
    #expect(try await said("response_length", ["max": 13], on: trace).value == "yes")
    #expect(try await said("response_length", ["max": 12], on: trace).value == "no")
    #expect(
      try await said("response_length", ["min": 4, "unit": "words"], on: trace).value == "no")
    await #expect(throws: JudgeFailure.self) { try await said("response_length", on: trace) }
    let missing = try await said("response_length", ["max": 1], on: Bodies.trace("q", .null))
    #expect(missing.error?.code == "MISSING_FIELD")
  }

  @Test(
    "pii_detection names kinds and never repeats the data",
    arguments: [
      ("Write to ann@example.org.", "e-mail address"), ("<a.b+c@x-y.co.uk>", "e-mail address"),
      ("@@a@b.cd", "e-mail address"), ("4111 1111 1111 1111", "card number"),
      ("DE89 3704 0044 0532 0130 00", "IBAN"),
      ("My SSN is 078-05-1120", "US social security number"),
      ("Call +1 (555) 010-9999 now", "phone number"), ("From 192.168.10.7", "IP address"),
    ])
  func personal(text: String, kind: String) async throws {
    let found = try await said("pii_detection", on: Bodies.trace("q", .string(text)))
    #expect(found.value == "no" && found.rationale == "found: \(kind)")
  }

  @Test(
    "pii_detection goes through long texts once",
    arguments: ["a", "a.", "@a", "a@a.", "1", "1 ", "1-", "A1", "+1", "(1", "1."])
  func longTexts(piece: String) async throws {
    let text = String(
      repeating: piece, count: (PropertyRuns.isLong ? 300_000 : 100_000) / piece.utf8.count)
    let start = ContinuousClock.now
    _ = try await said("pii_detection", on: Bodies.trace("q", .string(text)))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test(
    "Numbers of other kinds are no personal data",
    arguments: [
      "Order 4111 1111 1111 1112 shipped", "Version 1.2.3", "It costs 1,299.00 EUR in 2026",
      "ISBN 978-3-16-148410-0 is a book", "999.999.999.999", "@example.org",
      "ann@example", "ann@.org", "ann@example.o", "ann @example.org", "DE00 3704 0044 0532 0130 00",
    ])
  func impersonal(text: String) async throws {
    let found = try await said("pii_detection", on: Bodies.trace("q", .string(text)))
    #expect(found.value == "yes", "\(found.rationale ?? "")")
  }

  @Test("document_recall is the share of expected documents that were retrieved")
  func recall() async throws {
    var trace = Bodies.trace()
    trace.retrievedContext = [
      ["content": "x", "doc_uri": "a.md"], ["content": "y", "doc_uri": "b.md"],
    ]
    let none = try await said("document_recall", on: trace)
    #expect(none.error?.message?.contains("expected_retrieved_context") == true)
    trace.setExpectations([
      "expected_retrieved_context": [["doc_uri": "a.md"], ["doc_uri": "c.md"]]
    ])
    let found = try await said("document_recall", on: trace)
    #expect(found.value == 0.5 && found.rationale?.contains("not c.md") == true)
  }

  @Test("Expected tool calls are compared exactly, in any order or in order")
  func tools() async throws {
    func call(_ time: Int, _ name: String, _ arguments: JSONValue) -> JSONValue {
      [
        "span_id": .string("\(time)"), "name": .string(name),
        "start_time_unix_nano": .string("\(time)"),
        "attributes": ["mlflow.spanType": "TOOL", "mlflow.spanInputs": arguments],
      ]
    }
    var trace = Bodies.trace()
    trace.spans = [call(2, "pay", ["sum": 3]), call(1, "find", ["id": 7])]
    trace.setExpectations([
      "expected_tool_calls": [["name": "pay", "arguments": ["sum": 3]], ["name": "find"]]
    ])
    let exact = try await said("tool_call_correctness", ["match": "exact"], on: trace)
    #expect(exact.value == "yes" && exact.source.type == .code)
    let ordered = try await said("tool_call_correctness", ["match": "ordered"], on: trace)
    #expect(ordered.value == "no")
    trace.setExpectations(["expected_tool_calls": [["name": "pay", "arguments": ["sum": 4]]]])
    let wrong = try await said("tool_call_correctness", ["match": "exact"], on: trace)
    #expect(wrong.rationale?.contains("missing: pay") == true)
  }

  @Test("Equal texts and equal numbers are equivalent without a call")
  func equivalence() async throws {
    let chat = try FakeChat(replies: #"{"rationale": "", "result": "no"}"#)
    @Sendable func provide(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? { chat }
    let body = try #require(BuiltInCatalog.body(named: "equivalence"))
    let judge = try ModelRegistry(providers: [provide]).judge(body, defaultModel: "fake:/model")
    let equal = await judge(inputs: "q", outputs: "42.0", expectations: ["expected_response": "42"])
    #expect(equal.value == "yes" && chat.asked.isEmpty)
    let other = await judge(inputs: "q", outputs: "41", expectations: ["expected_response": "42"])
    #expect(other.value == "no" && chat.asked.count == 1)
  }
}
