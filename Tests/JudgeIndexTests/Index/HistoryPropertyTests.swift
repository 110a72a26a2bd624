import Foundation
import JudgeJSON
import JudgeRecords
import JudgeStore
import JudgeTestSupport
import Testing

@testable import JudgeIndex

private let runs = PropertyRuns.count(24)

@Suite("Random histories")
struct HistoryPropertyTests {
  @Test("Step by step, rebuilt and folded come to the same", arguments: 0..<runs)
  func sameState(run: Int) async throws {
    let seed = UInt64(run) &* 7919 &+ 17
    var generator = HistoryGenerator(seed: seed)
    let records = try generator.history(20 + generator.random.below(120))
    let folder = try TemporaryFolder()
    let source = FakeSource()
    let stepwise = try JudgeIndex.open(file: folder.file("stepwise.sqlite"))
    var present: [Record] = []
    var waiting = records.shuffled(using: &generator.random)
    while !waiting.isEmpty || generator.random.once(in: 2) {
      let count = min(waiting.count, 1 + generator.random.below(30))
      present += waiting.prefix(count)
      waiting.removeFirst(count)
      if generator.random.once(in: 3) {
        // A reset: some records are gone, and come back later or never.
        present.shuffle(using: &generator.random)
        let gone = generator.random.below(present.count / 2 + 1)
        if generator.random.once(in: 2) { waiting += present.suffix(gone) }
        present.removeLast(gone)
      }
      source.commit(present)
      if generator.random.once(in: 6) { source.forgetOldTrees() }
      if generator.random.once(in: 8) { source.dropBranch() }
      if generator.random.once(in: 4) { _ = try await IndexDump.lines(stepwise) }
      _ = try await stepwise.catchUp(from: source)
    }
    source.commit(present)
    _ = try await stepwise.catchUp(from: source)
    let rebuilt = try JudgeIndex.open(file: folder.file("rebuilt.sqlite"))
    _ = try await rebuilt.catchUp(from: source)
    let (left, right) = (try await IndexDump.lines(stepwise), try await IndexDump.lines(rebuilt))
    let difference = Set(left).symmetricDifference(right).sorted()
    let isSame = left == right
    #expect(isSame, "seed \(seed): \(difference.prefix(6).joined(separator: "\n"))")
    try await compare(rebuilt, StoreState(present), seed: seed)
  }

  private func compare(_ index: JudgeIndex, _ state: StoreState, seed: UInt64) async throws {
    let ids = try await index.query { db in
      try db.all(
        """
        SELECT id FROM trace WHERE is_listed
        OR EXISTS (SELECT 1 FROM assessment WHERE trace = trace.key AND standing <> 'duplicate')
        """
      ) { $0.text(0) }
    }
    #expect(Set(ids) == Set(state.traces.keys), "seed \(seed)")
    let traces = try await index.traces(ids: ids)
    let deleted = try await index.query { db in
      Set(try db.all("SELECT id FROM trace WHERE is_deleted") { $0.text(0) })
    }
    for trace in traces {
      let fold = try #require(state.traces[trace.id])
      #expect(trace.record == fold.record, "seed \(seed), \(trace.id)")
      #expect(trace.tags == fold.tags, "seed \(seed), \(trace.id)")
      #expect(trace.shown == fold.shown, "seed \(seed), \(trace.id)")
      #expect(deleted.contains(trace.id) == fold.isDeleted, "seed \(seed), \(trace.id)")
      let (labels, verdicts) = (state.labels[trace.id] ?? [], state.verdicts[trace.id] ?? [])
      #expect(trace.labels == labels, "seed \(seed), \(trace.id)")
      #expect(trace.verdicts == verdicts, "seed \(seed), \(trace.id)")
      #expect(trace.inputs == fold.trace?.inputs ?? .null, "seed \(seed), \(trace.id)")
    }
    let ignored = try await index.ignored().compactMap { RecordPath($0.path)?.id }
    #expect(Set(ignored) == Set(state.ignored.map(\.id)), "seed \(seed)")
    let versions = try await index.versions()
    #expect(versions.versions == state.versions.versions, "seed \(seed)")
  }
}
