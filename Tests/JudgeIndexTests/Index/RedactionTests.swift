import Foundation
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
    for name in ["index.sqlite", "index.sqlite-wal"] {
      let data = try? Data(contentsOf: URL(fileURLWithPath: fixture.folder.file(name)))
      let isThere = (data ?? Data()).range(of: Data(secret.utf8)) != nil
      #expect(!isThere, "\(name)")
    }
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
