import JudgeInterchange
import JudgeTestSupport
import Testing

@Suite("Cutting a file in pieces")
struct DocumentSplitterPropertyTests {
  private static let parts = [
    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\\"", "\n", "\r\n", " ", "\u{feff}", "1", "null",
    "{\"a\":1}", "{\"a\": \"}{\\\"\"}\n", "{\n  \"b\": [\n    1\n  ]\n}\n", "é", "\t",
  ]

  @Test("Feeding in any pieces is feeding at once", arguments: 0..<40)
  func pieces(_ seed: UInt64) {
    for round in 0..<100 {
      var random = SeededGenerator(seed: seed &* 1_000 &+ UInt64(round))
      let bytes = Self.bytes(&random)
      var splitter = DocumentSplitter()
      var documents: [DocumentSplitter.Document] = []
      var index = 0
      while index < bytes.count {
        let end = min(index + random.below(9), bytes.count)
        documents += splitter.feed(Array(bytes[index..<end]))
        index = end
      }
      documents += splitter.finish()
      #expect(documents == split(bytes), "seed \(seed), round \(round)")
    }
  }

  @Test("No byte but white space, commas and brackets of arrays is lost", arguments: 0..<20)
  func nothingIsLost(_ seed: UInt64) {
    for round in 0..<100 {
      var random = SeededGenerator(seed: seed &* 7_000 &+ UInt64(round))
      let bytes = Self.bytes(&random)
      let kept = split(bytes).flatMap(\.bytes).filter(Self.matters)
      let all = bytes.filter(Self.matters)
      #expect(kept == all, "seed \(seed), round \(round)")
    }
  }

  @Test("Lines ascend and stay within the file", arguments: 0..<10)
  func lines(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = Self.bytes(&random)
    let lines = split(bytes).map(\.line)
    #expect(lines == lines.sorted(), "seed \(seed)")
    let last = bytes.count { $0 == 0x0a } + 1
    #expect(lines.allSatisfy { (1...last).contains($0) }, "seed \(seed)")
  }

  @Test("The time does not grow with the square of the size")
  func linear() {
    for text in ["[]", "[1],", "{}", "}", "{\n", "\n", "\"", "[{\"a\":1}]\n"] {
      let bytes = Array(String(repeating: text, count: 100_000).utf8)
      var splitter = DocumentSplitter()
      var count = 0
      for start in stride(from: 0, to: bytes.count, by: 100) {
        count += splitter.feed(Array(bytes[start..<min(start + 100, bytes.count)])).count
      }
      count += splitter.finish().count
      #expect(count <= bytes.count)
    }
  }

  private static func bytes(_ random: inout SeededGenerator) -> [UInt8] {
    (0..<random.below(40)).flatMap { _ in Array((random.element(of: parts) ?? "").utf8) }
  }

  private static func matters(_ byte: UInt8) -> Bool {
    // A byte order mark at the start is left out too: 0xef, 0xbb and 0xbf.
    ![0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x5b, 0x5d, 0xef, 0xbb, 0xbf].contains(byte)
  }
}
