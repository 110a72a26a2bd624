import JudgeRecords
import Testing

@testable import JudgeStore

/// The fast reader of paths against the one of JudgeRecords.
@Suite struct PlaceTests {
  @Test func saysTheSameAsRecordPath() throws {
    var random = SeededGenerator()
    for number in 0..<2000 {
      let id = ContentID(hashing: Array("\(number)".utf8))
      let kind = RecordKind.all[number % RecordKind.all.count]
      var text = Array((RecordPath(kind: kind, id: id).text ?? "").utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let place = Int.random(in: 0..<text.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text[place] = UInt8.random(in: 33..<127, using: &random)
        case 1: text.remove(at: place)
        default: text.insert(contentsOf: "/".utf8, at: place)
        }
      }
      let path = String(decoding: text, as: UTF8.self)
      let expected = RecordPath(path)
      if case .record(let found) = Place(path) {
        #expect(found == expected, "seed \(random.seed): \(path)")
      } else {
        #expect(expected == nil, "seed \(random.seed): \(path)")
      }
    }
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
