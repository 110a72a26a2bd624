import GitJudge
import JudgeJSON
import JudgeTestSupport
import Testing

@testable import git_judge

@Suite("Texts made fit for a medium")
struct SafeTextTests {
  @Test(
    "Cells that a spreadsheet would run get an apostrophe",
    arguments: [
      "=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\t=1", "\n=1", "\r\n=1", "\r=1", "\t", "\n",
      "\rx",
      "  \t \n=1", "\u{a0}=1", "\u{3000}=1", "\u{2028}=1", "\u{feff}=1", "\u{200b}=1", "\u{0}=1",
      "\u{1}+x", "\u{ad}=1", "\u{ff1d}1", "\u{ff0b}1", "\u{ff0d}1", "\u{ff20}x", "\u{fe66}1",
      "\u{fe62}1", "\u{fe63}1", "\u{fe6b}x", " \u{ff1d}1", "-", "+", "--1", "-1-", "+1e", "-0x10",
      "-inf", "+nan", "-1 2", "=\u{301}1", "-1,5",
    ])
  func formulas(text: String) {
    let field = SafeText.csv(text)
    #expect(field.hasPrefix("'") || field.hasPrefix("\"'"), "\(field.debugDescription)")
  }

  @Test(
    "Numbers and other texts stay as they are",
    arguments: [
      "-0.5", "+1e3", "-1E-10", "+.5", "-7", "1", "0", "-5.", "+42.0 %", "-3%", "a=b", "1-2",
      "x@y.z",
      "–", "−1", "", "|x", "%x", "'=1", "ann@example.org", " -0.5",
    ])
  func plain(text: String) {
    #expect(SafeText.csv(text) == text)
  }

  @Test(
    "A formula behind what begins a cell elsewhere gets an apostrophe too",
    arguments: [
      ("a;=1", "\"a;'=1\""), ("a\n=1", "\"a\n'=1\""), ("a\t@S", "\"a\t'@S\""),
      ("a; -c|'x'!A", "\"a;' -c|'x'!A\""), ("a;b", "\"a;b\""), ("a\n- b", "\"a\n- b\""),
      ("a;-1", "\"a;-1\""),
    ])
  func inner(text: String, field: String) { #expect(SafeText.csv(text) == field) }

  /// U+0600 joins the character behind it, and U+0301 the one before it.
  @Test("What joins a character does not hide it", arguments: ["\u{600}", "\u{110bd}"])
  func joined(prefix: String) {
    for mark in ["", "\u{301}"] {
      #expect(SafeText.csv("x\(prefix),\(mark)=1") == "\"x\(prefix),\(mark)=1\"")
      #expect(SafeText.csv("x\(prefix)\"\(mark)y") == "\"x\(prefix)\"\"\(mark)y\"")
      #expect(!SafeText.html("x\(prefix)<\(mark)b>\(prefix)\"\(mark)").utf8.contains(0x3c))
      #expect(!SafeText.html("\(prefix)\"\(mark)\(prefix)'\(mark)").utf8.contains(0x22))
      let cell = Array(SafeText.markdown("x\(prefix)|\(mark)y\(prefix)<\(mark)").utf8)
      #expect(!cell.contains(0x3c) && cell.firstIndex(of: 0x7c).map { cell[$0 - 1] } == 0x5c)
    }
  }

  @Test("A cell of Markdown mentions nobody and links nowhere")
  func mentions() {
    let comment = "<!-- -->"
    #expect(SafeText.markdown("@ann (@x) #3") == "@\(comment)ann (@\(comment)x) \\#\(comment)3")
    #expect(SafeText.markdown("http://a.b") == "http:\(comment)//a.b")
    #expect(SafeText.markdown("www.a.b") == "www\(comment).a.b")
    #expect(SafeText.markdown("ann@example.org tone@v1 1.5 w") == "ann@example.org tone@v1 1.5 w")
  }

  private static func isObeyed(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.value {
    case 0x0a: false
    case 0xe0000...0xe0fff: true
    case 0...0x1f, 0x7f...0x9f, 0x2028...0x2029, 0x200b...0x200f, 0x2060, 0xfeff: true
    default: scalar.properties.isBidiControl
    }
  }

  @Test("JSON that is printed holds nothing that a terminal obeys, and says the same")
  func json() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let evil: [UInt32] =
      Array(0...0x9f) + [
        0x61c, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x2060, 0xfeff, 0xe0061, 0xe0100,
      ]
      + Array(0x202a...0x202e)
      + Array(0x2066...0x2069) + [0xe9, 0x4e2d, 0x1f600, 0x22, 0x5c]
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<Int.random(in: 0...20, using: &random) {
        let value = evil[Int.random(in: 0..<evil.count, using: &random)]
        UnicodeScalar(value).map { text.unicodeScalars.append($0) }
      }
      let list: [JSONValue] = [.string(text), .number(1)]
      let pairs: [(String, JSONValue)] = [(text, .array(list))]
      let value = JSONValue.object(JSONObject(pairs))
      for written in [value.canonicalText, value.prettyText()] {
        let printed = SafeText.json(written)
        let raw = printed.unicodeScalars.filter(Self.isObeyed)
        #expect(raw.isEmpty, "seed \(seed)")
        #expect(try JSONValue(parsing: printed) == value, "seed \(seed)")
      }
    }
    #expect(SafeText.json("{\"a\":\"é😀漢\"}") == "{\"a\":\"é😀漢\"}")
  }
}
