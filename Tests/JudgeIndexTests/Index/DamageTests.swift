import Foundation
import GRDB
import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@testable import JudgeIndex

@Suite("Files that are not to be trusted")
struct DamageTests {
  private func records() throws -> [JudgeRecords.Record] {
    try (0..<200).flatMap { number in
      [
        try Samples.trace("tr-\(number)", at: Int64(number)),
        try Samples.label(.string("good"), on: "tr-\(number)"),
      ]
    }
  }

  @Test("Foreign files are made anew", arguments: ["text", "empty", "sqlite", "version", "table"])
  func foreign(kind: String) async throws {
    let folder = try TemporaryFolder()
    let file = folder.file("index.sqlite")
    switch kind {
    case "text": try Data(String(repeating: "no database ", count: 900).utf8).write(to: url(file))
    case "empty": try Data().write(to: url(file))
    case "sqlite":
      try await DatabaseQueue(path: file).write { try $0.execute(sql: "CREATE TABLE t(x)") }
    default:
      do { _ = try JudgeIndex.open(file: file) }
      let sql = kind == "version" ? "PRAGMA user_version = 999" : "DROP TABLE assessment"
      try await DatabaseQueue(path: file).write { try $0.execute(sql: sql) }
    }
    let index = try JudgeIndex.open(file: file)
    let source = FakeSource()
    source.commit(try records())
    #expect(try await index.catchUp(from: source).isRebuilt)
    #expect(try await index.count(TraceQuery()) == 200)
  }

  @Test("A damaged file is noticed and made anew", arguments: 0..<10)
  func damaged(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    let file = folder.file("index.sqlite")
    let source = FakeSource()
    source.commit(try records())
    do {
      let index = try JudgeIndex.open(file: file)
      _ = try await index.catchUp(from: source)
      try index.pool.close()
    }
    var bytes = [UInt8](try Data(contentsOf: url(file)))
    if random.once(in: 4) {
      bytes.removeLast(bytes.count / 2)
    } else {
      let size = 2000 + random.below(bytes.count / 2)
      let start = random.below(bytes.count - size)
      for index in start..<start + size { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
    }
    try Data(bytes).write(to: url(file))
    let index = try JudgeIndex.open(file: file)
    _ = try await index.catchUp(from: source)
    let traces = try await index.traces(TraceQuery(limit: 1000)).traces
    #expect(traces.count == 200, "seed \(seed)")
    #expect(traces.allSatisfy { $0.labels.count == 1 }, "seed \(seed)")
    #expect(try await index.traces(TraceQuery(filter: "text LIKE '%tr-7?%'")).traces.count == 1)
  }

  @Test(
    "A file damaged while it is open is made anew once, even where SQLite cannot tell",
    arguments: ["zeroblob(50)", "CAST(replace(CAST(bytes AS TEXT), 'What', 'Whet') AS BLOB)"])
  func damagedWhileOpen(bytes: String) async throws {
    let fixture = try await IndexFixture(try records())
    try await fixture.index.pool.writeWithoutTransaction { db in
      try db.execute(sql: "UPDATE record SET bytes = \(bytes) WHERE kind = 'trace'")
    }
    let traces = try await fixture.index.traces(TraceQuery(limit: 1000)).traces
    #expect(traces.count == 200)
    #expect(traces.first?.inputs == ["question": "What about tr-199?"])
    #expect(try await fixture.index.catchUp(from: fixture.source).added == 0)
  }

  @Test("Where no file can be made, the tables are in memory")
  func unusable() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: url(folder.file("file")))
    let index = try JudgeIndex.open(file: folder.file("file/index.sqlite"))
    #expect(index.unwritable?.contains("file/index.sqlite") == true)
  }

  @Test("A disk that fills up during a build keeps nobody from reading")
  func full() async throws {
    let folder = try TemporaryFolder()
    let index = try JudgeIndex.open(file: folder.file("index.sqlite"))
    let source = FakeSource()
    source.commit(try records())
    try await index.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA max_page_count = 40")
    }
    #expect(try await index.catchUp(from: source).added == 400)
    #expect(index.unwritable != nil)
    #expect(try await index.traces(TraceQuery(limit: 1000)).traces.count == 200)
  }

  private func url(_ path: String) -> URL { URL(fileURLWithPath: path) }
}
