import JudgeRecords
import Testing

@Suite("Maps under text keys")
struct TextMapTests {
  @Test("Canonically equivalent keys are two, in order of bytes")
  func keys() {
    var map = TextMap<Int>()
    map["\u{e9}"] = 1
    map["e\u{301}"] = 2
    map["z"] = 3
    map["a", default: 0] += 4
    #expect(map.count == 4)
    #expect(map.values == [4, 2, 3, 1])
    #expect(map.map(\.value) == [4, 2, 3, 1])
    map["z"] = nil
    #expect(map["z"] == nil && map["\u{e9}"] == 1 && map["e\u{301}"] == 2)
    #expect(map.mapValues { $0 * 2 }.values == [8, 4, 2])
    #expect(map.compactMapValues { $0 > 1 ? $0 : nil }.count == 2)
    #expect(TextMap<Int>().isEmpty && !map.isEmpty)
  }
}
