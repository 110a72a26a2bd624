import Foundation
import JudgeTestSupport
import Testing

@testable import GitJudge

/// A store of its own for one test, in a folder that goes with it.
struct Fixture {
  static let ann = "ann@example.com"
  static let bob = "bob@example.com"
  static let cy = "cy@example.com"

  /// The judge of the template `team`: it answers with the recorded verdicts of `gpt`.
  static var tone: JudgeBody { judge("tone") }

  let folder: TemporaryFolder
  let store: JudgeRepository

  /// Writes a template and opens it.
  ///
  /// - Parameters:
  ///   - template: what the store holds.
  ///   - lines: further traces with labels.
  ///   - models: what answers for model URIs.
  /// - Throws: if the folder cannot be written, or is not a store.
  init(
    _ template: StoreTemplate = .team, _ lines: [TraceLine] = [],
    models: ModelRegistry = ModelRegistry()
  ) async throws {
    folder = try TemporaryFolder("git-judge-store")
    try await template.write(into: folder)
    store = try await JudgeRepository.open(at: folder.path, models: models)
    if !lines.isEmpty { _ = try await store.add(lines) }
  }

  /// A judge of good and bad answers.
  static func judge(
    _ name: String, _ instructions: String = "Rate {{ outputs }} as an answer to {{ inputs }}.",
    model: String? = "recorded:/gpt", values: [JSONValue] = ["good", "bad"],
    pass: [JSONValue] = ["good"]
  ) -> JudgeBody {
    var body = JudgeBody(name: name, instructions: instructions)
    body.model = model
    body.values = values
    body.pass = pass
    return body
  }

  /// The same store in the hands of another person, as in their own clone.
  func handed(to email: String, models: ModelRegistry = ModelRegistry()) async throws
    -> JudgeRepository
  {
    try await store.store.setConfig("user.email", email)
    return try await JudgeRepository.open(at: folder.path, models: models)
  }

  /// Pins a reviewer: only their own commits, and what owners confirm, are their word.
  func pin(_ source: String) async throws {
    try await store.store.setConfig("judge.reviewers", try file("reviewers", source + "\n"))
  }

  /// Writes a file beside the store.
  ///
  /// - Returns: its path.
  func file(_ name: String, _ text: String) throws -> String {
    let url = folder.file(name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// The path of a file beside the store.
  func path(_ name: String) -> String { folder.file(name).path }

  /// Labels a trace as a person.
  @discardableResult
  func label(
    _ trace: String, _ value: String, by source: String? = nil, on name: String = "tone",
    because rationale: String? = nil
  ) async throws -> LabelService.StoredLabel {
    var label = LabelService.NewLabel(trace: trace, name: name)
    label.text = value
    label.sourceID = source
    label.rationale = rationale
    return try await store.labels.addFeedback(label)
  }

  /// Registers a judge with a guideline that the first label of a trace taught.
  @discardableResult
  func teach(_ key: String = "c0", _ judge: JudgeBody = Fixture.tone) async throws -> Label {
    let label = try #require(try await store.traces.find(key).votes(on: judge.feedbackName).first)
    var body = judge
    body.guidelines = [Guideline(text: "Be kind.", labels: [label.id])]
    _ = try await store.judges.create(body)
    return label
  }

  /// The values that count on a trace, by source.
  func votes(_ trace: String, on name: String = "tone") async throws -> [String: JSONValue] {
    var votes: [String: JSONValue] = [:]
    for vote in try await store.traces.find(trace).votes(on: name) {
      votes[vote.assessment.source.id] = vote.assessment.value
    }
    return votes
  }

  /// The number of commits on the branch of the store.
  var commits: Int {
    get throws {
      let log = try String(contentsOf: folder.file(".git/logs/refs/heads/judge"), encoding: .utf8)
      return log.split(separator: "\n").count
    }
  }
}

extension JudgeRepository {
  /// Imports traces with labels and verdicts in one commit.
  @discardableResult
  func add(_ lines: [TraceLine]) async throws -> ImportResult {
    let text = lines.map(\.json.canonicalText).joined(separator: "\n")
    return try await traces.importTraces(
      from: [ImportSource(Array(text.utf8), name: "lines")], options: .init())
  }
}

extension Fixture {
  /// Makes a judge of each type of values, named for it.
  func makeJudgesOfAllTypes() async throws {
    let schemas: KeyValuePairs<String, JSONObject> = [
      "bounded": ["type": "integer", "minimum": 1, "maximum": 5],
      "list": ["type": "array", "items": ["enum": ["a", "b"]]],
      "map": ["type": "object", "additionalProperties": ["type": "integer"]],
      "maybe": ["anyOf": [["type": "boolean"], ["type": "null"]]], "one": ["const": "ok"],
    ]
    for (name, schema) in schemas {
      var body = Fixture.judge(name, values: [], pass: [])
      body.valueSchema = schema
      _ = try await store.judges.create(body)
    }
    for (name, type) in [("score", .int), ("flag", .bool), ("words", .string)]
      as [(String, FeedbackValueType)]
    {
      var body = Fixture.judge(name, values: [], pass: [])
      body.valueType = type
      _ = try await store.judges.create(body)
    }
  }
}
