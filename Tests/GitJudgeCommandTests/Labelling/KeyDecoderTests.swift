import JudgeTestSupport
import Testing

@testable import git_judge

/// The bytes of a terminal as keys.
@Suite struct KeyDecoderTests {
  private static func keys(_ text: String) -> [KeyDecoder.Key] {
    var decoder = KeyDecoder()
    let keys = decoder.feed(Array(text.utf8))
    return keys + decoder.rest()
  }

  @Test func keysAreKnown() {
    #expect(Self.keys("a1é漢👍") == ["a", "1", "é", "漢", "👍"].map { .character($0) })
    #expect(
      Self.keys("\r\n\u{7f}\u{8}\u{15}\u{1a}\u{3}\u{4}\t")
        == [
          .enter, .enter, .backspace, .backspace, .eraseLine, .undo, .interrupt, .end,
          .character(" "),
        ])
    #expect(Self.keys("\u{1b}[A\u{1b}OB\u{1b}[5~\u{1b}[6~") == [.up, .down, .pageUp, .pageDown])
    #expect(Self.keys("\u{1b}") == [.escape])
    #expect(Self.keys("\u{1b}[12;5Rx\u{1b}yz") == [.character("x"), .character("z")])
    #expect(Self.keys("\u{1}\u{0}a") == [.character("a")])
  }

  @Test func aPasteIsOneKey() {
    #expect(
      Self.keys("\u{1b}[200~1\nq\u{1b}[A\u{1b}[201~2") == [.paste("1\nq\u{1b}[A"), .character("2")])
    #expect(Self.keys("\u{1b}[200~never ends").isEmpty)
  }

  @Test func piecesDoNotMatter() {
    let text = "aé漢\u{1b}[A\u{1b}[200~x\ny\u{1b}[201~👍\u{1b}[6~b"
    let whole = Self.keys(text)
    for seed in PropertyRuns.seeds(50) {
      var random = SeededGenerator(seed: seed)
      var decoder = KeyDecoder()
      var keys: [KeyDecoder.Key] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let count = 1 + random.below(3)
        keys += decoder.feed(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      #expect(keys + decoder.rest() == whole, "seed \(seed)")
    }
  }

  @Test func anyBytesAreTaken() {
    for seed in PropertyRuns.seeds(50) {
      var random = SeededGenerator(seed: seed)
      var decoder = KeyDecoder()
      _ = decoder.feed((0..<200).map { _ in UInt8(random.below(256)) })
      _ = decoder.rest()
    }
  }
}
