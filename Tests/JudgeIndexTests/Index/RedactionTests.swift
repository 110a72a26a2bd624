import Foundation
import GRDB
import JudgeJSON
import JudgeRecords
import JudgeStore
import Testing

@testable import JudgeIndex

@Suite("Redactions")
struct RedactionTests {
  @Test("A redaction hides what came before it and what comes after it", arguments: [false, true])
  func hides(before: Bool) async throws {
    let (trace, label) = (try Samples.trace("tr-1"), try Samples.label("secret", on: "tr-1"))
    let redaction = try Samples.redaction([label.id])
    let fixture = try await IndexFixture(before ? [trace, redaction] : [trace, label])
    try await fixture.set([trace, label, redaction])
    #expect(try await fixture.index.trace(idOrPrefix: "tr-1").labels == [])
    #expect(try await fixture.ids("feedback.quality IS NOT NULL") == [])
    #expect(try await fixture.index.ignored().map(\.kind) == ["redacted"])
  }

  @Test("What is redacted is not left in the file, its full text neither")
  func overwritten() async throws {
    let secret = "the-very-secret-word-of-this-test"
    let trace = try Samples.trace("tr-1", tags: ["note": .string(secret)])
    let label = try Samples.label(.string(secret), on: "tr-1")
    let fixture = try await IndexFixture([trace, label])
    #expect(try await fixture.ids("text LIKE '%answer%'") == ["tr-1"])
    try await fixture.set([trace, label, try Samples.redaction([trace.id, label.id])])
    #expect(fixture.holds(secret) == [])
  }

  @Test("Pages that were cut and joined before the redaction hold no copy")
  func slack() async throws {
    let secret = "the-very-secret-word-of-this-test"
    var records: [JudgeRecords.Record] = []
    for number in 0..<14 {
      records.append(
        try Samples.trace("tr-\(number)", tags: ["note": .string(number == 13 ? secret : "plain")]))
    }
    let fixture = try await IndexFixture(records)
    let hidden = records[13]
    for round in 0..<12 {
      for number in 0..<14 {
        records.append(
          try Samples.label(.string("\(round)"), on: "tr-\(number)", by: "reviewer \(round)") {
            $0.rationale = String(repeating: "reason \(round) ", count: 1 + (round * 7) % 30)
          })
      }
      // Some go again, so that pages are joined as well.
      if round % 3 == 2 { records.remove(at: 15 + round) }
      try await fixture.set(records)
      #expect(try await fixture.ids("text LIKE '%answer%'").count == 14)
    }
    try await fixture.set(records + [try Samples.redaction([hidden.id])])
    #expect(fixture.holds(secret) == [])
    #expect(fixture.holds("plain") != [], "the search would find it")
  }

  @Test("What a killed process left to be done is done by the next catch-up")
  func careIsKept() async throws {
    let trace = try Samples.trace("tr-1", tags: ["note": "secret"])
    let fixture = try await IndexFixture([trace])
    let done = try await fixture.set([trace, try Samples.redaction([trace.id])])
    #expect(done.hasCopies && !done.hasResidue && !done.hidden.isEmpty)
    // The caller ended before it had forgotten its copies, and before the file was written anew.
    try await fixture.index.pool.writeWithoutTransaction { db in
      try IndexMeta.mark(.file, isDue: true, db)
    }
    let next = try await fixture.index.catchUp(from: fixture.source)
    #expect(next.hasCopies && !next.hasResidue)
    try await fixture.index.copiesForgotten()
    let last = try await fixture.index.catchUp(from: fixture.source)
    #expect(!last.hasCopies && !last.hasResidue)
    let isDue = try await fixture.index.pool.read { try IndexMeta.isDue(.file, $0) }
    #expect(!isDue)
  }

  @Test("An index that was made without overwriting is made anew")
  func olderFile() async throws {
    let trace = try Samples.trace("tr-1")
    let fixture = try await IndexFixture([trace])
    let file = fixture.folder.file("index.sqlite")
    try await fixture.index.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA user_version = 2")
      try db.execute(sql: "CREATE TABLE old(text)")
      try db.execute(sql: "INSERT INTO old VALUES ('left-in-an-older-file')")
    }
    try fixture.index.pool.close()
    let index = try JudgeIndex.open(file: file)
    let done = try await index.catchUp(from: fixture.source)
    #expect(done.isRebuilt)
    #expect(fixture.holds("left-in-an-older-file") == [])
    let overwrites = try await index.pool.read { db in
      try db.first("PRAGMA secure_delete") { $0.int(0) }
    }
    #expect(overwrites == 1)
  }

  @Test("When a redaction vanishes, what it hid is shown again")
  func vanishes() async throws {
    let (trace, label) = (try Samples.trace("tr-1"), try Samples.label("good", on: "tr-1"))
    let redaction = try Samples.redaction([label.id, trace.id])
    let fixture = try await IndexFixture([trace, label, redaction])
    #expect(try await fixture.ids() == [])
    let result = try await fixture.set([trace, label])
    #expect(result.vanished == [try #require(RecordPath(kind: .redaction, id: redaction.id).text)])
    #expect(try await fixture.index.trace(idOrPrefix: "tr-1").labels.count == 1)
    #expect(try await fixture.index.vanished().count == 1)
  }

  @Test("A purged record may vanish without a word, another may not")
  func purged() async throws {
    let labels = try ["a", "b"].map { try Samples.label(.string($0), on: "tr-1", by: $0) }
    let fixture = try await IndexFixture(labels)
    let purge = try Samples.redaction([labels[0].id], purge: true)
    let result = try await fixture.set([purge])
    #expect(result.vanished == [RecordPath(kind: .assessment, id: labels[1].id).text])
    #expect(try await fixture.index.vanished().map(\.path) == result.vanished)
  }
}

extension IndexFixture {
  /// Which files of the index hold a text.
  fileprivate func holds(_ text: String) -> [String] {
    ["", "-wal", "-shm", "-journal"].map { "index.sqlite" + $0 }.filter { name in
      let data = try? Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
      return (data ?? Data()).range(of: Data(text.utf8)) != nil
    }
  }
}
