import Testing

@testable import JudgeCharts

@Suite("Text in pictures")
struct MarkupTests {
  @Test("Text is no markup, also with marks that join their neighbour")
  func escapes() {
    for mark in ["", "\u{301}", "\u{200d}", "\u{fe0f}"] {
      let text = Markup.escaped("x<\(mark)b>\"\(mark)'&\(mark)")
      #expect(!text.utf8.contains { [0x3c, 0x3e, 0x22, 0x27].contains($0) }, "\(text)")
    }
    #expect(Markup.escaped("a\u{202e}b\u{1b}[1m\u{0}\nc") == "a⟨U+202e⟩b⟨U+1b⟩[1m⟨U+0⟩ c")
  }

  @Test("A long text is cut, wide characters count twice, and piles of marks are limited")
  func cuts() {
    #expect(Markup.cut("abcdef", to: 6) == "abcdef")
    #expect(Markup.cut("abcdefg", to: 6) == "abcde…")
    #expect(Markup.cut("日本語文字", to: 6) == "日本…")
    let pile = "a" + String(repeating: "\u{301}", count: 500) + "bcdefgh"
    #expect(Markup.cut(pile, to: 4).unicodeScalars.count < 12)
  }
}
