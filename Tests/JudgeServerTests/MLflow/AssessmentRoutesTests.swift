import GitJudge
import HTTPTypes
import Testing

@testable import JudgeServer

/// Labels and verdicts that MLflow's client sends.
@Suite struct AssessmentRoutesTests {
  private let id = "tr-" + MLflowFixture.trace

  private func server() async throws -> MLflowFixture {
    let server = try await MLflowFixture()
    let experiment = try await server.experiment()
    _ = try await server.span(MLflowFixture.trace, in: experiment)
    _ = try await server.startTrace(MLflowFixture.trace, in: experiment)
    return server
  }

  private var path: String { "/api/3.0/mlflow/traces/\(id)/assessments" }

  private func feedback(
    _ value: JSONValue, _ type: String = "HUMAN", _ more: JSONObject = [:]
  ) -> JSONValue {
    let object: JSONObject = [
      "assessment_name": "tone", "trace_id": .string(id),
      "source": ["source_type": .string(type), "source_id": "kim@example.org"],
      "feedback": ["value": value], "create_time": "2026-11-20T21:35:28.242Z",
    ]
    return ["assessment": .object(object.merging(more))]
  }

  @Test("A person's feedback is a label of that person, brought by the server")
  func label() async throws {
    let server = try await server()
    let answer = try await server.send(.post, path, feedback("good"))
    #expect(answer.status == .ok)
    let label = try #require(try await server.repository.traces.find(id).labels.first)
    #expect(label.assessment.source == .human("kim@example.org") && label.standing == .counts)
    #expect(answer["assessment"]?["assessment_id"]?.stringValue == label.id)
    #expect(try await server.repository.author().email == MLflowFixture.author)
  }

  @Test("The same request again adds nothing")
  func again() async throws {
    let server = try await server()
    let first = try await server.send(.post, path, feedback("good"))
    let again = try await server.send(.post, path, feedback("good"))
    #expect(first["assessment"]?["assessment_id"] == again["assessment"]?["assessment_id"])
    #expect(try await server.repository.traces.find(id).labels.count == 1)
  }

  @Test("An update keeps the id and the first time", arguments: ["HUMAN", "LLM_JUDGE", "CODE"])
  func update(_ type: String) async throws {
    let server = try await server()
    let made = try await server.send(.post, path, feedback("good", type))["assessment"]
    let label = try #require(made?["assessment_id"]?.stringValue)
    let updated = try await server.send(
      .patch, "\(path)/\(label)",
      [
        "assessment": ["feedback": ["value": "bad"], "rationale": "second look"],
        "update_mask": "feedback,rationale",
      ])["assessment"]
    #expect(updated?["feedback"]?["value"] == "bad" && updated?["rationale"] == "second look")
    #expect(updated?["assessment_id"]?.stringValue == label)
    #expect(updated?["create_time"] == made?["create_time"])
    #expect(updated?["metadata"] == nil)
    let found = try await server.send(.get, "\(path)/\(label)")
    #expect(found["assessment"]?["feedback"]?["value"] == "bad")
    let info = try await server.get("traces/\(id)")["trace"]?["trace_info"]
    #expect(info?["assessments"]?.arrayValue?.count == 1)
  }

  @Test("A deleted one is gone, also for git-judge", arguments: ["HUMAN", "LLM_JUDGE", "CODE"])
  func delete(_ type: String) async throws {
    let server = try await server()
    let made = try await server.send(.post, path, feedback("good", type))["assessment"]
    let label = try #require(made?["assessment_id"]?.stringValue)
    for _ in 0..<2 { #expect(try await server.send(.delete, "\(path)/\(label)").status == .ok) }
    #expect(try await server.send(.get, "\(path)/\(label)").status == .notFound)
    let trace = try await server.repository.traces.find(id)
    #expect(trace.verdicts.isEmpty && !trace.labels.contains { $0.standing == .counts })
  }

  @Test("An overridden one is not valid until the other is deleted")
  func overrides() async throws {
    let server = try await server()
    let first = try #require(
      try await server.send(.post, path, feedback("good", "LLM_JUDGE"))["assessment"]?[
        "assessment_id"]?.stringValue)
    let second = try #require(
      try await server.send(.post, path, feedback("bad", "HUMAN", ["overrides": .string(first)]))[
        "assessment"]?["assessment_id"]?.stringValue)
    #expect(try await server.send(.get, "\(path)/\(first)")["assessment"]?["valid"] == false)
    _ = try await server.send(.delete, "\(path)/\(second)")
    #expect(try await server.send(.get, "\(path)/\(first)")["assessment"]?["valid"] == true)
    let missing = feedback("bad", "HUMAN", ["overrides": "a-00000000000000000000000000000000"])
    #expect(try await server.send(.post, path, missing).status == .notFound)
  }

  @Test("What has no value is refused", arguments: [#"{"feedback":{"value":null}}"#, "{}"])
  func empty(_ text: String) async throws {
    let server = try await server()
    let more = try #require(try JSONValue(parsing: text).objectValue)
    var object = feedback("x")["assessment"]?.objectValue ?? [:]
    object["feedback"] = more["feedback"]
    let answer = try await server.send(.post, path, ["assessment": .object(object)])
    #expect(answer.status == .badRequest, "\(answer.text)")
  }

  @Test("A trace that never comes is 404")
  func unknown() async throws {
    let server = try await server()
    let answer = try await server.send(
      .post, "/api/3.0/mlflow/traces/tr-00000000000000000000000000000000/assessments",
      feedback("good"))
    #expect(answer.status == .notFound && answer["error_code"] == "RESOURCE_DOES_NOT_EXIST")
  }
}
