import JudgeTestSupport
import Testing

@testable import JudgeIndex

@Suite("The search grammar")
struct SearchParserTests {
  private func clause(_ text: String) throws -> SearchClause? {
    switch try SearchParser.parse(text) {
    case .clause(let clause): clause
    case .span(let clauses): clauses.first
    case .assessment(_, let clauses): clauses.first
    default: nil
    }
  }

  @Test("Every identifier of MLflow is read, with each of its prefixes")
  func identifiers() throws {
    let fields: [(String, SearchField)] = [
      ("status = 'OK'", .text(.status)), ("trace.status = 'OK'", .text(.status)),
      ("attribute.status != 'OK'", .text(.status)), ("attributes.name LIKE 'a%'", .text(.name)),
      ("request_id IN ('a', 'b')", .text(.traceID)), ("trace_id = 'a'", .text(.traceID)),
      ("run_id = 'r'", .text(.runID)), ("client_request_id = 'c'", .text(.clientRequestID)),
      ("timestamp > 5", .number(.timestamp)), ("timestamp_ms <= 5", .number(.timestamp)),
      ("execution_time >= 1.5", .number(.executionTime)), ("end_time_ms < 7", .number(.endTime)),
      ("prompt = 'greeting/3'", .prompt), ("issue.id = 'iss-1'", .issue),
      ("trace.text LIKE '%late%'", .fullText), ("text ILIKE '%late%'", .fullText),
      ("tag.topic = 'x'", .tag("topic")), ("tags.`my key` = 'x'", .tag("my key")),
      ("tag.mlflow.traceName = 'x'", .tag("mlflow.traceName")),
      ("tag.`mlflow.traceName` = 'x'", .tag("mlflow.traceName")),
      ("metadata.a IS NULL", .metadata("a")), ("request_metadata.a = 'x'", .metadata("a")),
      ("span.name = 'x'", .span(.name)), ("span.type NOT IN ('LLM')", .span(.type)),
      ("span.status = 'ERROR'", .span(.status)), ("span.content LIKE '%x%'", .span(.content)),
      ("span.attributes.model.name LIKE 'g%'", .span(.attribute("model.name"))),
    ]
    for (text, field) in fields { #expect(try clause(text)?.field == field, "\(text)") }
  }

  @Test("Feedback is read by name, with what git-judge adds")
  func assessments() throws {
    let quality = SearchField.Subject(isExpectation: false, name: "quality")
    let anyName = SearchField.Subject(isExpectation: false, name: nil)
    let fields: [(String, SearchField)] = [
      ("feedback.quality = 'good'", .assessment(quality, .value)),
      ("feedback.quality > 0.5", .assessment(quality, .value)),
      ("feedback.quality.source_id = 'ann'", .assessment(quality, .sourceID)),
      ("feedback.quality.rationale LIKE '%a%'", .assessment(quality, .rationale)),
      (
        "feedback.`quality.rationale` = 'x'",
        .assessment(.init(isExpectation: false, name: "quality.rationale"), .value)
      ),
      (
        "feedback.answer-quality = 'x'",
        .assessment(.init(isExpectation: false, name: "answer-quality"), .value)
      ),
      ("source_type = 'HUMAN'", .assessment(anyName, .sourceType)),
      ("source_id != 'ann'", .assessment(anyName, .sourceID)),
      ("rationale RLIKE 'a+'", .assessment(anyName, .rationale)),
      (
        "expectation.answer = '4'",
        .assessment(.init(isExpectation: true, name: "answer"), .value)
      ),
    ]
    for (text, field) in fields { #expect(try clause(text)?.field == field, "\(text)") }
  }

  @Test("AND binds closer than OR, and NOT closest")
  func precedence() throws {
    let status = SearchFilter.clause(
      SearchClause(field: .text(.status), comparison: .text(.equal, "OK")))
    let name = SearchFilter.clause(
      SearchClause(field: .text(.name), comparison: .text(.equal, "n")))
    #expect(
      try SearchParser.parse("status = 'OK' or name = 'n' and NOT name = \"n\"")
        == .any([status, .all([name, .not(name)])]))
    #expect(
      try SearchParser.parse("(status = 'OK' OR name = 'n') AND name = 'n'")
        == .all([.any([status, name]), name]))
    #expect(try SearchParser.parse("  ") == .all([]))
    #expect(try SearchParser.parse("NOT NOT status = 'OK'") == .not(.not(status)))
  }

  @Test("Span clauses side by side are about one span; so are a feedback's value and source")
  func sameSubject() throws {
    let spans = try SearchParser.parse("span.name = 'a' AND status = 'OK' AND span.type = 'LLM'")
    guard case .all(let parts) = spans, case .span(let clauses)? = parts.last else {
      Issue.record("no group of spans")
      return
    }
    #expect(clauses.count == 2)
    let one = try SearchParser.parse("feedback.q = 'a' AND feedback.q.source_id = 'ann'")
    guard case .assessment(_, let grouped) = one else {
      Issue.record("no group of feedback clauses")
      return
    }
    #expect(grouped.count == 2)
    let two = try SearchParser.parse("feedback.q = 'a' AND feedback.q = 'b'")
    guard case .all(let apart) = two else {
      Issue.record("two values of one name must not be about one feedback")
      return
    }
    #expect(apart.count == 2)
  }

  @Test("A mark within a text is written twice")
  func quotes() throws {
    #expect(try clause("name = 'it''s'")?.comparison == .text(.equal, "it's"))
    #expect(try clause("name = \"a\"\"b\"")?.comparison == .text(.equal, "a\"b"))
  }

  @Test("A time may be written as a text")
  func times() throws {
    #expect(
      try clause("timestamp >= '2026-11-20T21:27:14.370Z'")?.comparison
        == .number(.greaterOrEqual, 1_795_210_034_370))
  }

  @Test(
    "Errors name the place and what was expected",
    arguments: [
      ("status", 7, "expected one of"), ("status =", 9, "expected a text"),
      ("status = OK", 10, "expected a text in quotation marks, found OK"),
      ("status = 'OK", 10, "never closed"), ("status > 'a'", 8, "is compared by"),
      ("colour = 'red'", 1, "there is no field colour"), ("prompt LIKE 'a'", 8, "not by LIKE"),
      ("timestamp = 'soon'", 13, "expected milliseconds"), ("(status = 'OK'", 15, "or )"),
      ("status = 'OK' name = 'x'", 15, "expected AND, OR or the end, found name"),
      ("name IN ()", 10, "expected a text"), ("name RLIKE '('", 12, "not a regular expression"),
      ("tag.a IS 'x'", 10, "expected NULL"), ("tag. = 'x'", 5, "expected a name"),
      ("timestamp > 5x", 13, "not a number"), ("status ! 'a'", 8, "expected !="),
      ("experiment_id = '0'", 1, "only sorted by"), ("; DROP TABLE", 1, "means nothing"),
      ("feedback.q > 'a'", 14, "a number without"), ("name NOT 'a'", 10, "expected IN"),
    ])
  func errors(text: String, place: Int, message: String) throws {
    let error = #expect(throws: SearchSyntaxError.self) { try SearchParser.parse(text) }
    #expect(error?.offset == place - 1, "\(text): \(String(describing: error))")
    #expect(error?.message.contains(message) ?? false, "\(text): \(String(describing: error))")
  }

  @Test("Nesting and length are bounded")
  func bounds() {
    let deep = String(repeating: "(", count: 5000) + "status = 'OK'"
    #expect(throws: SearchSyntaxError.self) { try SearchParser.parse(deep) }
    let deepNot = String(repeating: "NOT ", count: 5000) + "status = 'OK'"
    #expect(throws: SearchSyntaxError.self) { try SearchParser.parse(deepNot) }
    let long = Array(repeating: "status = 'OK'", count: 301).joined(separator: " AND ")
    #expect(throws: SearchSyntaxError.self) { try SearchParser.parse(long) }
  }

  @Test("No text makes the parser crash or point outside itself", arguments: 0..<200)
  func fuzz(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "status", "=", "!=", "'a'", "\"b\"", "(", ")", "AND", "OR", "NOT", "IN", "IS", "NULL", ",",
      "feedback.q", "span.name", "tag.`k`", "LIKE", "RLIKE", "'%'", "5", "-1.5e3", "text", ".", "`",
      "'", "é", "\u{0}", "timestamp", "<", "<=", "<>", " ", "rationale", "1e999", "+", "[",
    ]
    for _ in 0..<50 {
      let text = (0..<random.below(12)).map { _ in random.one(of: pieces) }
        .joined(separator: random.once(in: 3) ? "" : " ")
      do throws(SearchSyntaxError) {
        _ = try SearchParser.parse(text)
      } catch {
        let isInside = (0...text.unicodeScalars.count).contains(error.offset)
        #expect(isInside, "seed \(seed): \(text)")
      }
    }
  }
}
