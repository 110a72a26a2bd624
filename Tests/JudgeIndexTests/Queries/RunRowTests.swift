import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeIndex

@Suite("Runs and the traces and rows that they judged")
struct RunRowTests {
  private static func run(_ nonce: String, isOwn: Bool = true) throws -> Record {
    var run = Run(experiment: try Samples.experimentID(), nonce: nonce)
    if isOwn { run.type = "evaluate" }
    return try run.record()
  }

  private static func trace(
    _ id: String, row key: String? = nil, of run: Record? = nil
  ) throws -> Record {
    var trace = TraceRecord(experiment: try Samples.experimentID())
    (trace.traceID, trace.rowKey, trace.run) = (id, key, run?.id)
    trace.clientRequestID = key
    trace.inputs = "q"
    return try trace.record()
  }

  /// Two rows and three traces; one run judged a row and a trace, and names the other row; the
  /// third trace is of an imported run.
  private func ready() async throws -> (fixture: IndexFixture, own: Record, imported: Record) {
    let (own, imported) = (try Self.run("1"), try Self.run("my-run", isOwn: false))
    let fixture = try await IndexFixture([
      own, imported, try Self.trace("tr-row1", row: "a"), try Self.trace("tr-row2", row: "b"),
      try Self.trace("tr-one"), try Self.trace("tr-two"), try Self.trace("tr-three", of: imported),
      try Samples.verdicts([("tr-row1", "good"), ("tr-one", "good")], run: own.id),
      try Samples.change(.run, own.id.hex, Run.rowsKey + "0", ["tr-row2"]),
    ])
    return (fixture, own, imported)
  }

  private func found(_ fixture: IndexFixture, _ filter: String?) async throws -> Set<String> {
    Set(try await fixture.index.traces(TraceQuery(filter: filter)).traces.map(\.id))
  }

  @Test("A run finds what it judged and what it names; an imported one also by its own id")
  func runs() async throws {
    let (fixture, own, imported) = try await ready()
    let id = own.id.runID
    #expect(try await found(fixture, "run_id = '\(id)'") == ["tr-row1", "tr-row2", "tr-one"])
    #expect(try await found(fixture, "run_id = 'my-run'") == ["tr-three"])
    #expect(try await found(fixture, "run_id = '\(imported.id.runID)'") == ["tr-three"])
    #expect(
      try await found(fixture, "run_id IN ('\(id)', 'my-run')")
        == ["tr-row1", "tr-row2", "tr-one", "tr-three"])
    #expect(
      try await found(fixture, "run_id = '\(id)' AND feedback.quality = 'good'")
        == ["tr-row1", "tr-one"])
    #expect(
      try await fixture.index.traceIDs(ofRun: own.id) == ["tr-one", "tr-row1", "tr-row2"])
    #expect(try await fixture.index.runs().compactMap(\.name) == ["my-run"])
  }

  @Test("A search that does not require a run or a trace leaves rows out")
  func negations() async throws {
    let (fixture, own, _) = try await ready()
    let id = own.id.runID
    #expect(try await found(fixture, nil) == ["tr-one", "tr-two", "tr-three"])
    #expect(try await found(fixture, "feedback.quality = 'good'") == ["tr-one"])
    #expect(try await found(fixture, "run_id != '\(id)'") == ["tr-three"])
    #expect(try await found(fixture, "run_id NOT IN ('my-run')") == [])
    #expect(try await found(fixture, "NOT run_id = '\(id)'") == ["tr-two", "tr-three"])
    #expect(try await found(fixture, "run_id IS NULL") == ["tr-one", "tr-two"])
    #expect(try await found(fixture, "run_id IS NOT NULL") == ["tr-three"])
    #expect(try await found(fixture, "run_id = '\(id)' OR name = 'x'") == ["tr-one"])
    #expect(
      try await found(fixture, "trace_id IN ('tr-row2', 'tr-two')") == ["tr-row2", "tr-two"])
    let all = try await fixture.index.traces(TraceQuery(includeRows: true)).traces
    #expect(all.count == 5 && all.first { $0.id == "tr-row1" }?.rowKey == "a")
  }

  @Test("Rows have keys of their own, and are not counted among the traces")
  func keys() async throws {
    let (fixture, _, _) = try await ready()
    let ids = ["tr-row1", "tr-one", "tr-row2", "nothing"]
    #expect(try await fixture.index.rowKeys(of: ids) == ["tr-row1": "a", "tr-row2": "b"])
    let experiment = try Samples.experimentID()
    #expect(try await fixture.index.traceIDs(rowKey: "b", experiment: experiment) == ["tr-row2"])
    // The key that is unique in an experiment is not a row's.
    #expect(
      try await fixture.index.traceIDs(clientRequestID: "b", experiment: experiment).isEmpty)
    #expect(try await fixture.index.knownTraces().allSatisfy { $0.clientRequestID == nil })
    #expect(
      try await fixture.index.labelledTraces(experiment: experiment, feedbackName: "quality")
        .map(\.id) == ["tr-one"])
    #expect(
      try await fixture.index.labelledTraces(
        experiment: experiment, feedbackName: "quality", includeRows: true
      ).map(\.id) == ["tr-one", "tr-row1"])
  }
}
