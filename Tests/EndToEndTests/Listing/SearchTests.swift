import Testing

/// `trace list --where`: MLflow's grammar, and what it lacks.
@Suite struct SearchTests {
  /// Made once: searches only read.
  private static let world = Result {
    let repository = try Repository.ready()
    try repository.load([
      Samples.line(
        "a", inputs: ["question": "Refund please"], labels: ["ann": "good", "bob": "bad"],
        more: [
          "tags": ["batch": "june", "odd key": "1"], "request_time": "2026-06-01T10:00:00Z",
          "state": "OK",
        ]),
      Samples.line(
        "b", labels: ["ann": "good"], verdicts: ["gpt": "bad"],
        more: [
          "tags": ["batch": "july"], "request_time": "2026-07-01T10:00:00Z", "state": "ERROR",
        ]),
      Samples.line("c", outputs: ["answer": "50% off, it's a gift"]),
    ])
    return repository
  }

  @Test(
    arguments: [
      ("tag.batch = 'june'", ["a"]), ("tags.batch != 'june'", ["b"]),
      ("tag.`odd key` = '1'", ["a"]), ("tag.batch IN ('june', 'july')", ["a", "b"]),
      ("tag.batch LIKE 'ju%'", ["a", "b"]), ("tag.batch ILIKE 'JUNE'", ["a"]),
      ("status = 'ERROR'", ["b"]), ("client_request_id = 'c'", ["c"]),
      ("feedback.tone = 'bad'", ["a", "b"]), ("feedback.tone IS NULL", ["c"]),
      ("feedback.tone IS NOT NULL", ["a", "b"]),
      ("tag.batch = 'june' AND status = 'OK'", ["a"]),
      ("tag.batch = 'june' OR client_request_id = 'c'", ["a", "c"]),
      ("NOT (tag.batch = 'june' OR client_request_id = 'c')", ["b"]),
      ("feedback.tone.source_id = 'bob'", ["a"]),
      ("feedback.tone.source_type = 'LLM_JUDGE'", ["b"]),
      ("text LIKE '%Refund%'", ["a"]), ("text LIKE '%it''s a gift%'", ["c"]),
      ("timestamp > 1780350000000", ["b"]), ("prompt = 'x/1'", []), ("issue.id = 'x'", []),
    ])
  func finds(search: String, expected: [String]) throws {
    let repository = try Self.world.get()
    let outcome = try repository.judge("trace", "list", "--json", "--where", search)
    #expect(outcome.status == 0, "\(outcome.all)")
    let found = try outcome.json()["traces"]?.list?.compactMap { $0["client_request_id"]?.text }
    #expect(found?.sorted() == expected, "\(search)")
  }

  @Test(
    arguments: [
      "tag.batch = ", "tag.batch == 'june'", "nonsense = 'x'", "(tag.batch = 'june'",
      "tag.batch = 'june' AND", "tag.batch = 'june", "timestamp > 'late'",
    ])
  func errorsNameThePlace(search: String) throws {
    let outcome = try Self.world.get().judge("trace", "list", "--where", search)
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.contains("at character "), "\(search): \(outcome.errorText)")
  }

  @Test func aTraceIsFoundByItsID() throws {
    let repository = try Self.world.get()
    let id = try repository.traceID("b")
    #expect(try repository.keys("--where", "trace_id = '\(id)'") == ["b"])
    #expect(try repository.json("trace", "show", String(id.prefix(11)))["client_request_id"] == "b")
  }
}
