import Foundation
import Testing

@testable import GitJudge

/// Tables and lines of labels on traces that are here.
@Suite struct LabelImportTests {
  private static let heading = "client_request_id,name,value,source_id,rationale\n"

  @Test("A table becomes votes in one commit, and a second import adds nothing")
  func table() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n"), TraceLine("m")])
    let file = try fixture.file(
      "labels.csv",
      Self.heading + "n,tone,good,\(Fixture.bob),\"Short, kind.\"\nm,tone,bad,\(Fixture.bob),\n")
    let commits = try fixture.commits
    let result = try await fixture.store.labels.importLabels([file])
    #expect(result.read == 2 && result.assessments == 2 && result.isClean)
    #expect(result.commit != nil && result.alreadyPresent == 0)
    #expect(try fixture.commits == commits + 1)
    #expect(try await fixture.votes("n") == [Fixture.bob: "good"])
    let label = try await fixture.store.traces.find("n").labels.first
    #expect(label?.assessment.rationale == "Short, kind.")
    let again = try await fixture.store.labels.importLabels([file])
    #expect(again.assessments == 0 && again.alreadyPresent == 2 && again.commit == nil)
    #expect(try fixture.commits == commits + 1)
  }

  @Test("JSON lines say the same as a table")
  func lines() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let id = try await fixture.store.traces.find("n").id
    let file = try fixture.file(
      "labels.jsonl",
      """
      {"trace_id": "\(id)", "name": "tone", "value": "bad", "source_id": "\(Fixture.cy)"}
      {"trace": "n", "question": "tone", "value": "good", "reviewer": "\(Fixture.bob)"}
      """)
    let result = try await fixture.store.labels.importLabels([file])
    #expect(result.assessments == 2 && result.isClean)
    #expect(try await fixture.votes("n") == [Fixture.cy: "bad", Fixture.bob: "good"])
  }

  @Test("A value is matched against those of the judge, as if it were typed")
  func typed() async throws {
    let fixture = try await Fixture(.empty, [TraceLine("n"), TraceLine("m")])
    var score = Fixture.judge("score", values: [1, 2, 3], pass: [3])
    score.valueType = .int
    _ = try await fixture.store.judges.create(score)
    let file = try fixture.file(
      "labels.csv", Self.heading + "n,score,2,\(Fixture.bob),\nm,score,9,\(Fixture.bob),\n")
    let result = try await fixture.store.labels.importLabels([file])
    #expect(try await fixture.votes("n", on: "score") == [Fixture.bob: 2])
    #expect(result.rejected.map(\.line) == [3])
    #expect(result.rejected.first?.message.contains("9") == true)
  }

  @Test(
    "A bad row is named with its line and left out; the others are imported",
    arguments: [
      ("c99,tone,good,\(Fixture.bob),", "c99"), ("c1,tone,great,\(Fixture.bob),", "great"),
      ("c1,tone,good,,", "source"), ("c1,,good,\(Fixture.bob),", "name"),
      ("c1,tone,,\(Fixture.bob),", "value"), ("c1,tone", "source"),
    ])
  func badRow(row: String, word: String) async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let file = try fixture.file(
      "labels.csv",
      Self.heading + "n,tone,good,\(Fixture.bob),\n\(row)\nn,tone,bad,\(Fixture.cy),\n")
    let result = try await fixture.store.labels.importLabels([file])
    #expect(result.rejected.map(\.line) == [3] && result.assessments == 2 && !result.isClean)
    let message = result.rejected.first?.message ?? ""
    #expect(message.localizedLowercase.contains(word), "\(message)")
    #expect(result.json["problems"]?.arrayValue?.first?["line"] == 3)
  }

  @Test("With strict the first bad row stops all, named by file and line")
  func strict() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let file = try fixture.file(
      "labels.csv",
      Self.heading + "n,tone,good,\(Fixture.bob),\nc99,tone,good,\(Fixture.bob),\n")
    let error = await failure {
      try await fixture.store.labels.importLabels([file], options: .init(strict: true))
    }
    #expect(error.code == "invalid" && error.says("labels.csv:3", "c99", "nothing was imported"))
    #expect(try await fixture.votes("n").isEmpty)
  }

  @Test("A dry run counts and writes nothing")
  func dryRun() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let file = try fixture.file("labels.csv", Self.heading + "n,tone,good,\(Fixture.bob),\n")
    let commits = try fixture.commits
    let result = try await fixture.store.labels.importLabels([file], options: .init(dryRun: true))
    #expect(result.assessments == 1 && result.commit == nil)
    #expect(try fixture.commits == commits)
    #expect(try await fixture.votes("n").isEmpty)
  }

  @Test("Question and source of the command fill columns that a file does not have")
  func defaults() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let file = try fixture.file("labels.csv", "trace,value\nn,good\n")
    var defaults = LabelRow.Defaults()
    defaults.name = "tone"
    let nobody = try await fixture.store.labels.importLabels([file], defaults: defaults)
    #expect(nobody.rejected.map(\.line) == [2] && nobody.assessments == 0)
    defaults.sourceID = Fixture.cy
    _ = try await fixture.store.labels.importLabels([file], defaults: defaults)
    #expect(try await fixture.votes("n") == [Fixture.cy: "good"])
  }

  @Test("Expected answers are imported as expectations")
  func expectations() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let file = try fixture.file(
      "answers.csv", "client_request_id,name,expectation,source_id\nn,answer,Yes,\(Fixture.bob)\n")
    let result = try await fixture.store.labels.importLabels([file])
    #expect(result.isClean && result.assessments == 1)
    #expect(try await fixture.store.traces.find("n").expectations == ["answer": "Yes"])
  }

  @Test("Several files are one import; a file that is not there is an error")
  func files() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let first = try fixture.file("a.csv", Self.heading + "n,tone,good,\(Fixture.bob),\n")
    let second = try fixture.file("b.csv", Self.heading + "n,tone,bad,\(Fixture.cy),\n")
    let commits = try fixture.commits
    #expect(try await fixture.store.labels.importLabels([first, second]).assessments == 2)
    #expect(try fixture.commits == commits + 1)
    let error = await failure {
      try await fixture.store.labels.importLabels([fixture.path("none.csv")])
    }
    #expect(error.isOfData && error.says("none.csv"))
  }
}
