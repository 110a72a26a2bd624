import Testing

/// MLflow changes an assessment in place: the same id comes again with another value.
@Suite struct RelabelledTests {
  @Test func aLaterValueUnderTheSameIDCounts() throws {
    let repository = try Repository.ready()
    func line(_ value: JSON, _ time: JSON) -> JSON {
      [
        "client_request_id": "one", "inputs": "question", "outputs": "answer",
        "assessments": [
          [
            "name": "tone", "source_type": "HUMAN", "source_id": "ann@example.com",
            "assessment_id": "a-0123456789abcdef0123456789abcdef", "value": value,
            "create_time": "2026-06-01T10:00:00Z", "last_update_time": time,
          ]
        ],
      ]
    }
    let first = try repository.load([line("bad", "2026-06-01T10:00:00Z")])
    #expect(first["assessments"] == 1)
    let second = try repository.load([line("good", "2026-06-02T10:00:00Z")])
    #expect(second["assessments"] == 1)
    let third = try repository.load([line("good", "2026-06-02T10:00:00Z")])
    #expect(third["assessments"] == 0)
    let found = try repository.json("trace", "list", "--where", "feedback.tone = 'good'")
    #expect(found["traces"]?.list?.count == 1)
  }
}
