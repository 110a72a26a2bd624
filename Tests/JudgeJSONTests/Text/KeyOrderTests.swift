import JudgeJSON
import Testing

@Suite struct KeyOrderTests {
  /// The keys of RFC 8785 section 3.2.3 in their sorted order.
  @Test func orderOfTheRFC() throws {
    let text =
      #"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With"#
      + #" Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"#
      + #""Latin Small Letter O With Diaeresis"}"#
    let object = try #require(try JSONValue(parsing: text).objectValue)
    #expect(object.keys == ["\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1F600}", "\u{fb33}"])
  }

  @Test func agreesWithUTF16OnRandomKeys() {
    let seed: UInt64 = 16
    var random = RandomJSON(seed: seed)
    for _ in 0..<20_000 {
      let (left, right) = (random.text(), random.text())
      let expected = left.utf16.lexicographicallyPrecedes(right.utf16)
      #expect(KeyOrder.precedes(left, right) == expected, "seed \(seed): \(left) and \(right)")
      #expect(KeyOrder.compare(left, left) == 0)
    }
  }

  @Test(arguments: [
    ("", "a"), ("a", "aa"), ("a\u{10000}", "a\u{E000}"), ("\u{10FFFF}", "\u{FFFF}"),
    ("\u{D7FF}", "\u{10000}"), ("\u{D7FF}", "\u{E000}"), ("\u{EFFF}", "\u{F000}"),
    ("\u{10000}", "\u{10001}"), ("\u{FFFF}", "\u{FFFF}a"), ("z", "\u{7F}"),
  ])
  func edges(first: String, second: String) {
    #expect(KeyOrder.precedes(first, second))
    #expect(!KeyOrder.precedes(second, first))
    #expect(first.utf16.lexicographicallyPrecedes(second.utf16))
  }

  @Test func normalisationFormsStayApart() throws {
    let text = "{\"\u{e9}\":1,\"e\u{301}\":2}"
    let value = try JSONValue(parsing: text)
    #expect(value.objectValue?.count == 2)
    #expect(value["\u{e9}"] == 1)
    #expect(value["e\u{301}"] == 2)
    #expect(value.canonicalText.utf8.elementsEqual("{\"e\u{301}\":2,\"\u{e9}\":1}".utf8))
    #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
    #expect(Set<JSONValue>(["\u{e9}", "e\u{301}"]).count == 2)
  }
}
