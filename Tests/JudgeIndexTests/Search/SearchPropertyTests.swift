import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@testable import JudgeIndex

@Suite("Searches over random histories")
struct SearchPropertyTests {
  @Test("SQL finds what an evaluation in memory finds", arguments: 0..<8)
  func sameAnswers(seed: UInt64) async throws {
    let (index, folder) = try await index(seed: seed)
    defer { _ = folder }
    let everything = try await index.traces(TraceQuery(limit: 10_000, includeDeleted: true))
    let oracle = SearchOracle(traces: everything.traces)
    var generator = FilterGenerator(random: SeededGenerator(seed: seed &+ 1000))
    for _ in 0..<60 {
      let text = generator.filter()
      let query = TraceQuery(filter: text, limit: 10_000, includeDeleted: true)
      let found = Set(try await index.traces(query).traces.map(\.id))
      let expected = oracle.ids(try SearchParser.parse(text))
      #expect(found == expected, "seed \(seed): \(text)")
      #expect(try await index.count(query) == expected.count, "seed \(seed): \(text)")
    }
  }

  @Test("Pages end to end are the whole listing, whatever it is sorted by", arguments: 0..<8)
  func pages(seed: UInt64) async throws {
    let (index, folder) = try await index(seed: seed)
    defer { _ = folder }
    var random = SeededGenerator(seed: seed &+ 2000)
    let fields = [
      "timestamp", "execution_time", "end_time", "status", "name", "run_id", "trace_id",
      "client_request_id", "experiment_id", "tag.topic", "metadata.mlflow.sourceRun",
      "feedback.quality", "feedback.tone", "expectation.quality",
    ]
    for _ in 0..<12 {
      let order = fields.shuffled(using: &random).prefix(random.below(3)).map {
        $0 + random.one(of: ["", " ASC", " DESC"])
      }
      var query = TraceQuery(orderBy: Array(order), limit: 10_000, includeDeleted: true)
      let whole = try await index.traces(query).traces.map(\.id)
      query.limit = 1 + random.below(4)
      var paged: [String] = []
      repeat {
        let page = try await index.traces(query)
        paged += page.traces.map(\.id)
        query.cursor = page.next
      } while query.cursor != nil
      #expect(paged == whole, "seed \(seed): \(order)")
      #expect(Set(whole).count == whole.count, "seed \(seed): \(order)")
    }
  }

  private func index(seed: UInt64) async throws -> (JudgeIndex, TemporaryFolder) {
    let folder = try TemporaryFolder()
    let index = try JudgeIndex.open(file: folder.file("index.sqlite"))
    var generator = HistoryGenerator(seed: seed)
    let source = FakeSource()
    source.commit(try generator.history(150))
    _ = try await index.catchUp(from: source)
    return (index, folder)
  }
}
