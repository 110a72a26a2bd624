import JudgeTestSupport
import Testing

@testable import JudgeProviders

@Suite("Many texts looked for at once")
struct NeedleSetTests {
  @Test("One pass finds what a search for each finds")
  func equalsPlainSearch() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    func bytes(_ count: ClosedRange<Int>) -> [UInt8] {
      (0..<Int.random(in: count, using: &random)).map { _ in UInt8.random(in: 0...2, using: &random)
      }
    }
    for _ in 0..<500 {
      let needles = (0..<Int.random(in: 0...4, using: &random)).map { _ in bytes(0...14) }
      let hay = bytes(0...60)
      let expected = needles.contains { needle in
        !needle.isEmpty && hay.count >= needle.count
          && (0...(hay.count - needle.count)).contains { hay[$0...].starts(with: needle) }
      }
      #expect(NeedleSet(needles).isIn(hay) == expected, "seed \(seed)")
    }
  }

  @Test("Ten thousand texts cost no more than a few")
  func many() {
    let needles = (0..<10_000).map { Array("the rationale of label \($0)".utf8) }
    let set = NeedleSet(needles)
    let hay = Array(String(repeating: "the rationale of label ", count: 2_000).utf8)
    let start = ContinuousClock.now
    #expect(!set.isIn(hay))
    #expect(set.isIn(hay + Array("the rationale of label 9999".utf8)))
    #expect(ContinuousClock.now - start < .seconds(30))
  }
}
