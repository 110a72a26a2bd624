import Testing

@testable import GitJudge

/// Imports of traces: counts, problem lines, and what is refused.
@Suite struct TraceImportTests {
  private func add(
    _ fixture: Fixture, _ text: String, _ options: TraceService.ImportOptions = .init()
  ) async throws -> ImportResult {
    try await fixture.store.traces.importTraces(
      from: [ImportSource(Array(text.utf8), name: "lines.jsonl")], options: options)
  }

  @Test("A file is one commit; the same file again adds nothing")
  func again() async throws {
    let fixture = try await Fixture(.empty)
    let commits = try fixture.commits
    let first = try await fixture.store.add(TraceLine.team)
    #expect(first.read == 6 && first.traces == 6 && first.assessments == 19 && first.isClean)
    #expect(try fixture.commits == commits + 1)
    let second = try await fixture.store.add(TraceLine.team)
    #expect(second.traces == 0 && second.assessments == 0 && second.alreadyPresent == 6)
    #expect(second.commit == nil)
    #expect(try fixture.commits == commits + 1)
  }

  @Test("The result has the ids of all traces of the files, new or not, in their order")
  func ids() async throws {
    let fixture = try await Fixture(.empty)
    func line(_ key: String) -> String {
      #"{"client_request_id": "\#(key)", "inputs": "\#(key)", "outputs": "x"}"#
    }
    let first = try await add(fixture, line("b") + "\n" + line("a"))
    let second = try await add(fixture, [line("c"), "nonsense", line("a")].joined(separator: "\n"))
    let (b, a) = (try #require(first.traceIDs.first), try #require(first.traceIDs.last))
    #expect(try await fixture.store.traces.find("b").id == b && first.traceIDs.count == 2)
    #expect(try await second.traceIDs == [fixture.store.traces.find("c").id, a])
    #expect(second.json["trace_ids"]?.arrayValue?.compactMap(\.stringValue) == second.traceIDs)
    #expect(second.traces == 1)
  }

  @Test("A bad line is named by its number and left out; the others are imported")
  func rejected() async throws {
    let fixture = try await Fixture(.empty)
    let result = try await add(
      fixture,
      """
      {"client_request_id": "a", "inputs": "q", "outputs": "x"}
      nonsense
      {"client_request_id": "c", "inputs": "q", "outputs": "x", "assessments": [{"name": "tone", \
      "source_type": "HUMAN", "value": "good"}]}
      """)
    #expect(result.traces == 1 && !result.isClean && result.commit != nil)
    #expect(result.rejected.map(\.line) == [2, 3])
    #expect(result.rejected.allSatisfy { $0.file == "lines.jsonl" })
    #expect(result.json["rejected"]?.intValue == result.rejected.count)
  }

  @Test("Other contents under a known key contradict the store: nothing of the line is taken")
  func conflicting() async throws {
    let fixture = try await Fixture()
    var line = TraceLine("c0", outputs: "another answer", [Fixture.cy: "bad"])
    let result = try await fixture.store.add([line])
    #expect(result.conflicting.map(\.line) == [1] && result.traces == 0 && result.assessments == 0)
    #expect(result.conflicting.first?.message.contains("c0") == true)
    #expect(try await fixture.votes("c0")[Fixture.cy] == nil)
    line.outputs = ["response": "answer c0"]
    #expect(try await fixture.store.add([line]).assessments == 1)
    #expect(try await fixture.votes("c0")[Fixture.cy] == "bad")
  }

  @Test("A line without inputs and outputs adds its labels to the trace that it names")
  func labelsOnly() async throws {
    let fixture = try await Fixture()
    let result = try await add(
      fixture,
      """
      {"client_request_id": "c1", "assessments": [{"name": "tone", "source_type": "HUMAN", \
      "source_id": "\(Fixture.cy)", "value": "bad"}]}
      {"client_request_id": "nowhere", "assessments": [{"name": "tone", "source_type": "HUMAN", \
      "source_id": "\(Fixture.cy)", "value": "bad"}]}
      """)
    #expect(result.assessments == 1 && result.traces == 0 && result.rejected.map(\.line) == [2])
    #expect(try await fixture.votes("c1")[Fixture.cy] == "bad")
  }

  @Test("With strict the first bad line stops all; a dry run only counts")
  func strict() async throws {
    let fixture = try await Fixture(.empty)
    let commits = try fixture.commits
    let text = #"{"client_request_id": "a", "inputs": "q", "outputs": "x"}"# + "\n[1]\n"
    let error = await failure { try await add(fixture, text, .init(strict: true)) }
    #expect(error.code == "invalid" && error.says("lines.jsonl:2", "nothing was imported"))
    let dry = try await add(fixture, text, .init(dryRun: true))
    #expect(dry.traces == 1 && dry.rejected.count == 1 && dry.commit == nil)
    #expect(try fixture.commits == commits)
  }

  @Test("Repairs are counted, and strict refuses them")
  func repaired() async throws {
    let fixture = try await Fixture(.empty)
    let text = #"{"client_request_id": "a", "inputs": NaN, "outputs": 12345678901234567890}"#
    let error = await failure { try await add(fixture, text, .init(strict: true)) }
    #expect(error.code == "invalid" && error.says("repaired"))
    let result = try await add(fixture, text)
    #expect(result.repaired == 2 && result.traces == 1)
    #expect(try await fixture.store.traces.find("a").outputs == "12345678901234567890")
  }

  @Test("A line that looks as if it held a secret is left out unless that is allowed")
  func secrets() async throws {
    let fixture = try await Fixture(.empty)
    let token = "gh" + "p_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    let line = TraceLine("s", outputs: .string("Use \(token)."))
    let result = try await fixture.store.add([line])
    #expect(result.rejected.map(\.line) == [1] && result.traces == 0)
    #expect(result.rejected.first?.message.contains(token) == false)
    let allowed = try await add(fixture, line.json.canonicalText, .init(allowsSecrets: true))
    #expect(allowed.traces == 1 && !allowed.sensitive.isEmpty)
    try await fixture.store.store.setConfig("judge.secrets", "perhaps")
    let setting = await failure { try await fixture.store.add([line]) }
    #expect(setting.code == "usage" && setting.says("judge.secrets", "perhaps"))
  }

  @Test("Values that people gave and the judge does not declare are warned about")
  func undeclared() async throws {
    let fixture = try await Fixture()
    let result = try await fixture.store.add([TraceLine("u", [Fixture.cy: "great"])])
    #expect(result.isClean && result.assessments == 1)
    #expect(result.warnings.contains { $0.contains("tone@v1") && $0.contains("great") })
    #expect(try await fixture.store.add([TraceLine("v", [Fixture.cy: "good"])]).warnings.isEmpty)
  }

  @Test("The same file gives the same ids in another store with an experiment of that name")
  func stable() async throws {
    let (first, second) = (try await Fixture(), try await Fixture(.empty))
    let bob = try await second.handed(to: Fixture.bob)
    try await bob.add(TraceLine.team)
    #expect(try await bob.traces.all().map(\.id) == first.store.traces.all().map(\.id))
    #expect(try await bob.labels.all().map(\.id) == first.store.labels.all().map(\.id))
  }

  @Test("Progress reaches the end of the file")
  func progress() async throws {
    let fixture = try await Fixture(.empty)
    let path = try fixture.file(
      "lines.jsonl", TraceLine.team.map(\.json.canonicalText).joined(separator: "\n"))
    let seen = Seen()
    _ = try await fixture.store.traces.importTraces([path]) { read, bytes, total in
      seen.add(bytes, total)
    }
    #expect(seen.last.count == 2 && seen.last[0] == seen.last[1] && seen.last[0] > 100)
  }
}
