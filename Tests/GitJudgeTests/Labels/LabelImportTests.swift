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

  @Test("A corrected file counts, the older one flips nothing back, and both are told")
  func corrected() async throws {
    let keys = (0..<8).map { "k\($0)" }
    let fixture = try await Fixture(.team, keys.map { TraceLine($0) })
    func file(_ name: String, _ value: String) throws -> String {
      try fixture.file(
        name, Self.heading + keys.map { "\($0),tone,\(value),\(Fixture.bob),\n" }.joined())
    }
    let labels = fixture.store.labels
    _ = try await labels.importLabels([file("old.csv", "bad")])
    var own = LabelService.NewLabel(trace: "k0", name: "tone")
    own.text = "bad"
    own.sourceID = Fixture.bob
    own.rationale = "typed"
    _ = try await labels.addFeedback(own)
    let new = try await labels.importLabels([file("new.csv", "good")])
    #expect(new.assessments == 8 && new.corrections == 8 && new.warnings.isEmpty)
    for key in keys { #expect(try await fixture.votes(key) == [Fixture.bob: "good"]) }
    for (name, value) in [("old.csv", "bad"), ("new.csv", "good")] {
      let again = try await labels.importLabels([file(name, value)])
      #expect(again.assessments == 0 && again.corrections == 0 && again.commit == nil)
    }
    for key in keys { #expect(try await fixture.votes(key) == [Fixture.bob: "good"]) }
    #expect(try await fixture.store.agreement.consensus("tone").contended == 0)
  }

  @Test("Two rows of one person in one file: the later counts, and so it is told")
  func later() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n"), TraceLine("m")])
    let rows = ["n,tone,good", "m,tone,bad", "n,tone,bad", "m,tone,good"]
    let file = try fixture.file(
      "labels.csv", Self.heading + rows.map { "\($0),\(Fixture.bob),\n" }.joined())
    let result = try await fixture.store.labels.importLabels([file])
    #expect(result.assessments == 4 && result.replaced == 2)
    #expect(try await fixture.votes("n") == [Fixture.bob: "bad"])
    #expect(try await fixture.votes("m") == [Fixture.bob: "good"])
    let again = try await fixture.store.labels.importLabels([file])
    #expect(again.commit == nil && again.alreadyPresent == 4)
  }

  @Test("Labels that did not see each other are counted where they matter")
  func contended() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let trace = try await fixture.store.traces.find("n").id
    let records = try ["good", "bad", "good"].enumerated().map { index, value in
      var label = Assessment(
        traceID: trace, name: "tone", source: .human(Fixture.bob),
        content: .feedback(.string(value)))
      label.rationale = "reason \(index)"
      return try label.record()
    }
    _ = try await fixture.store.append(records, message: "Labels of an earlier version")
    let store = fixture.store.fresh
    let consensus = try await store.agreement.consensus("tone")
    let json: JSONValue = consensus.json
    #expect(consensus.contended == 2 && json["contended"] == 2)
    #expect(consensus.warnings.contains { $0.hasPrefix("2 labels do not count") })
    let report = try await store.agreement.report("tone")
    #expect(report.contended == 2 && report.json(judge: "tone")["contended"] == 2)
    #expect(try await store.maintenance.status().contended == 2)
  }

  @Test("A table with semicolons writes numbers with a comma; a text keeps it")
  func decimalComma() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    var share = Fixture.judge("share", values: [], pass: [])
    share.valueType = .float
    _ = try await fixture.store.judges.create(share)
    try await fixture.makeJudgesOfAllTypes()
    let file = try fixture.file(
      "labels.csv",
      "client_request_id;name;value;source_id\nn;share;3,5;bob\nn;words;3,5;bob\nn;score;3,5;bob\n")
    let result = try await fixture.store.labels.importLabels([file])
    #expect(result.rejected.map(\.line) == [4])
    #expect(try await fixture.votes("n", on: "share") == ["bob": 3.5])
    #expect(try await fixture.votes("n", on: "words") == ["bob": "3,5"])
  }

  @Test("People whose ids differ only in case are told, those of the store too")
  func spelling() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let file = try fixture.file("labels.csv", Self.heading + "n,tone,good,Bob@example.com,\n")
    let result = try await fixture.store.labels.importLabels([file])
    #expect(result.warnings.count == 1 && result.warnings[0].contains("differ only in case"))
  }

  @Test("A slip in the question's name is told")
  func slip() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let file = try fixture.file(
      "labels.csv",
      Self.heading
        + "n,Tone,good,\(Fixture.bob),\nn,other,x,\(Fixture.cy),\nn,tone,good,\(Fixture.cy),\n")
    let warnings = try await fixture.store.labels.importLabels([file]).warnings
    #expect(
      warnings == [
        "no judge asks \"Tone\"; did you mean \"tone\"?",
        "no judge asks \"other\"; there are: tone",
      ])
  }

  @Test(
    "Cells as spreadsheets and data frames write them",
    arguments: [
      ("score", "1.0", JSONValue.number(1)), ("score", " 2 ", 2), ("flag", "TRUE", true),
      ("flag", "False", false), ("flag", "1.0", true), ("tone", "Good", "good"),
      ("tone", "bad ", "bad"), ("words", "[1, 2]", "[1, 2]"), ("words", "{\"a\": 1}", "{\"a\": 1}"),
      ("words", "TRUE", "TRUE"), ("list", "[\"a\"]", ["a"]), ("map", "{\"a\": 3}", ["a": 3]),
      ("bounded", "4", 4), ("bounded", "9", nil), ("bounded", "[4]", nil), ("maybe", "yes", true),
      ("one", "ok", "ok"), ("one", "no", nil), ("score", "NaN", nil), ("words", "nan", nil),
      ("unasked", "[1, 2]", [1, 2]), ("unasked", "TRUE", "TRUE"),
    ] as [(String, String, JSONValue?)])
  func cells(name: String, cell: String, value: JSONValue?) async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    try await fixture.makeJudgesOfAllTypes()
    let quoted = "\"" + cell.replacing("\"", with: "\"\"") + "\""
    let file = try fixture.file(
      "labels.csv", Self.heading + "n,\(name),\(quoted),\(Fixture.bob),\"[3]\"\n")
    let result = try await fixture.store.labels.importLabels([file])
    #expect(result.assessments == (value == nil ? 0 : 1), "\(result.rejected)")
    let label = try await fixture.store.traces.find("n").labels.last
    guard let value else { return #expect(label?.assessment.name != name) }
    #expect(label?.assessment.content == .feedback(value) && label?.assessment.rationale == "[3]")
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
