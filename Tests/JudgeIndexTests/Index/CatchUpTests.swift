import Foundation
import JudgeJSON
import JudgeRecords
import JudgeStore
import Testing

@testable import JudgeIndex

@Suite("Catching up")
struct CatchUpTests {
  @Test("What came is reported; nothing is read twice")
  func reports() async throws {
    let trace = try Samples.trace("tr-1")
    let fixture = try await IndexFixture()
    #expect(try await fixture.index.catchUp(from: fixture.source) == CatchUp())
    var first = CatchUp(commit: "commit1")
    first.added = 1
    first.isRebuilt = true
    #expect(try await fixture.set([trace]) == first)
    var second = CatchUp(commit: "commit2")
    second.added = 1
    #expect(try await fixture.set([trace, try Samples.label("good", on: "tr-1")]) == second)
    #expect(try await fixture.index.catchUp(from: fixture.source).added == 0)
    #expect(fixture.source.reads == 2)
  }

  @Test("Who only reads waits for nobody if nothing came", .timeLimit(.minutes(1)))
  func readersDoNotWait() async throws {
    let fixture = try await IndexFixture([try Samples.trace("tr-1")])
    _ = try await fixture.index.catchUp(from: fixture.source)
    let reads = fixture.source.reads
    await fixture.index.gate.enter()
    // Somebody else is at work: this would wait until they are done.
    #expect(try await fixture.index.catchUp(from: fixture.source).added == 0)
    fixture.index.gate.leave()
    #expect(fixture.source.reads == reads)
  }

  @Test("The verdict batches of a run are those of the run alone")
  func batchesOfARun() async throws {
    let runs = [ContentID(hashing: [1]), ContentID(hashing: [2]), ContentID(hashing: [3])]
    var records = [try Samples.trace("tr-1")]
    for run in runs.dropLast() {
      var batch = VerdictBatch(
        name: "tone", source: AssessmentSource(type: .llmJudge, id: "x"),
        verdicts: [Verdict(traceID: "tr-1", result: .success(.string("good")))])
      batch.run = run
      records.append(try batch.record())
    }
    let fixture = try await IndexFixture(records)
    for (run, record) in zip(runs, records.dropFirst()) {
      #expect(try await fixture.index.verdictBatches(of: run) == [record.id])
    }
    #expect(try await fixture.index.verdictBatches(of: runs[2]).isEmpty)
  }

  @Test("Paths that vanished are remembered until they come back")
  func vanished() async throws {
    let (trace, label) = (try Samples.trace("tr-1"), try Samples.label("good", on: "tr-1"))
    let path = try #require(RecordPath(kind: .assessment, id: label.id).text)
    let fixture = try await IndexFixture([trace, label])
    #expect(try await fixture.set([trace]).vanished == [path])
    #expect(try await fixture.index.traces(ids: ["tr-1"]).first?.labels == [])
    #expect(try await fixture.index.catchUp(from: fixture.source).vanished == [])
    let missed = try await fixture.index.vanished()
    #expect(missed.map(\.path) == [path])
    #expect(missed.map(\.commit) == ["commit2"])
    #expect(try await fixture.set([trace, label]).vanished == [])
    #expect(try await fixture.index.vanished().isEmpty)
    #expect(try await fixture.index.traces(ids: ["tr-1"]).first?.labels.count == 1)
  }

  @Test("A tree that is no longer there is no obstacle")
  func lostTree() async throws {
    let (trace, label) = (try Samples.trace("tr-1"), try Samples.label("good", on: "tr-1"))
    let fixture = try await IndexFixture([trace, label])
    fixture.source.commit([trace, try Samples.trace("tr-2")])
    fixture.source.forgetOldTrees()
    let result = try await fixture.index.catchUp(from: fixture.source)
    #expect(result.vanished.count == 1)
    #expect(!result.isRebuilt)
    #expect(try await Set(fixture.ids()) == ["tr-1", "tr-2"])
  }

  @Test("Without a branch there is nothing")
  func noBranch() async throws {
    let fixture = try await IndexFixture([try Samples.trace("tr-1")])
    fixture.source.dropBranch()
    let result = try await fixture.index.catchUp(from: fixture.source)
    #expect(result.commit == nil)
    #expect(result.vanished.count == 1)
    #expect(try await fixture.ids() == [])
    try await fixture.set([try Samples.trace("tr-1")])
    #expect(try await fixture.ids() == ["tr-1"])
  }

  @Test("A change that came first takes effect when its target comes")
  func lateTarget() async throws {
    let label = try Samples.label("good", on: "tr-1")
    let changes = [
      try Samples.change(.trace, "tr-1", "tag/topic", "billing"),
      try Samples.change(.assessment, Samples.assessmentID(label), "lifecycle", Change.deleted),
    ]
    let fixture = try await IndexFixture(changes)
    try await fixture.set(changes + [label])
    try await fixture.set(changes + [label, try Samples.trace("tr-1")])
    let trace = try await fixture.index.trace(idOrPrefix: "tr-1")
    #expect(trace.tags["topic"] == "billing")
    #expect(trace.labels.map(\.standing) == [.deleted])
    #expect(try await fixture.ids("feedback.quality = 'good'") == [])
  }

  @Test("A late span batch makes a label stale that had seen the trace without it")
  func stale() async throws {
    let trace = try Samples.trace("tr-1")
    let fixture = try await IndexFixture([trace])
    let shown = try await fixture.index.trace(idOrPrefix: "tr-1").shown
    let label = try Samples.label("good", on: "tr-1") { $0.seen = shown }
    try await fixture.set([trace, label])
    #expect(try await fixture.index.trace(idOrPrefix: "tr-1").labels.map(\.isStale) == [false])
    let spans = try SpanBatch(traceID: "tr-1", spans: [["name": "late"]]).record()
    try await fixture.set([trace, label, spans])
    #expect(try await fixture.index.trace(idOrPrefix: "tr-1").labels.map(\.isStale) == [true])
  }

  @Test("Records that cannot be accepted are ignored and listed")
  func ignored() async throws {
    let bad = try Record(kind: .trace, fields: ["experiment": 5])
    let fixture = try await IndexFixture()
    let path = RecordPath(kind: .assessment, id: ContentID(hashing: [1]))
    fixture.source.commit([bad, try Samples.trace("tr-1")], problems: [path: "not-canonical"])
    _ = try await fixture.index.catchUp(from: fixture.source)
    let ignored = try await fixture.index.ignored()
    #expect(ignored.map(\.kind) == ["not-canonical", "schema"])
    #expect(ignored.allSatisfy { !$0.message.isEmpty && !$0.path.isEmpty })
    #expect(try await fixture.ids() == ["tr-1"])
    #expect(try await fixture.index.counts() == [.trace: 2, .assessment: 1])
  }

  @Test("Several indexes on one file, as several processes have: each tree is built once")
  func concurrent() async throws {
    let folder = try TemporaryFolder()
    let source = FakeSource()
    let records = try (0..<300).map { try Samples.trace("tr-\($0)") }
    source.commit(records)
    // The file is foreign at first, so each of them would make it anew.
    try Data("foreign".utf8).write(to: URL(fileURLWithPath: folder.file("index.sqlite")))
    let indexes = try await withThrowingTaskGroup(of: JudgeIndex.self) { group in
      for _ in 0..<4 {
        group.addTask { try JudgeIndex.open(file: folder.file("index.sqlite")) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let added = try await withThrowingTaskGroup(of: Int.self) { group in
      for index in indexes + indexes {
        group.addTask { try await index.catchUp(from: source).added }
      }
      return try await group.reduce(0, +)
    }
    #expect(added == 300)
    #expect(source.reads == 300)
    for index in indexes { #expect(try await index.count(TraceQuery()) == 300) }
  }

  @Test("A cancelled build leaves the index as it was")
  func cancelled() async throws {
    let fixture = try await IndexFixture([try Samples.trace("tr-1")])
    fixture.source.commit(try (0..<2000).map { try Samples.trace("tr-\($0)") })
    let task = Task { try await fixture.index.catchUp(from: fixture.source) }
    task.cancel()
    _ = try? await task.value
    let count = try await fixture.index.count(TraceQuery())
    #expect(count == 1 || count == 2000)
    _ = try await fixture.index.catchUp(from: fixture.source)
    #expect(try await fixture.index.count(TraceQuery()) == 2000)
  }
}
