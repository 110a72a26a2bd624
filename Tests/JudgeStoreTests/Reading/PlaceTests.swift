import JudgeRecords
import Testing

@testable import JudgeStore

@Suite struct PlaceTests {
  @Test func aRecordsPlace() throws {
    let path = RecordPath(kind: .trace, id: ContentID(hashing: [1]))
    #expect(Place(try #require(path.text)) == .record(path))
    #expect(Place(try #require(path.text) + "/x") == .misplaced)
  }

  @Test func otherPlaces() {
    let hash = ContentID(hashing: [1])
    #expect(Place("blobs/" + hash.hex) == .payload(hash))
    #expect(Place("blobs/x") == .misplaced)
    #expect(Place("traces/notes.txt") == .misplaced)
    #expect(Place("README.md") == .other)
    #expect(Place("traces") == .other)
    #expect(Place("docs/traces/x.json") == .other)
    #expect(Place("") == .other)
  }
}
