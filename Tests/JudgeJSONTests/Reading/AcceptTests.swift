import JudgeJSON
import Testing

/// Texts every strict reader must accept, with their canonical form.
@Suite struct AcceptTests {
  @Test(arguments: [
    (#"[[]   ]"#, "[[]]"), (#"[""]"#, #"[""]"#), ("[]", "[]"), ("{}", "{}"), (" [ ] ", "[]"),
    ("\t{ \r\n}\n", "{}"), ("null", "null"), ("true", "true"), ("false", "false"), ("0", "0"),
    ("-1", "-1"), ("\"\"", "\"\""), ("[null, 1, \"1\", {}]", #"[null,1,"1",{}]"#),
    ("[1,null,null,null,2]", "[1,null,null,null,2]"), ("[2] ", "[2]"),
    (#"{"a":"b","c":"d"}"#, #"{"a":"b","c":"d"}"#), (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#),
    (#"{"":0}"#, #"{"":0}"#), (#"{"a":[]}"#, #"{"a":[]}"#), ("{\n\"a\": \"b\"\n}", #"{"a":"b"}"#),
    (#"{"foo\u0000bar":42}"#, #"{"foo\u0000bar":42}"#),
    ("[1 , 2\t,\r\n3]", "[1,2,3]"),
  ])
  func structures(text: String, canonical: String) throws {
    #expect(try JSONValue(parsing: text).canonicalText == canonical)
  }

  @Test(arguments: [
    ("123e65", "1.23e+67"), ("0e+1", "0"), ("0e1", "0"), ("4 ", "4"), ("-0", "0"), ("-123", "-123"),
    ("1E22", "1e+22"), ("1E-2", "0.01"), ("1E+2", "100"), ("123e45", "1.23e+47"),
    ("123.456e78", "1.23456e+80"), ("1e-2", "0.01"), ("1e+2", "100"), ("123.456789", "123.456789"),
    (
      "-0.0000000000000000000000000000000000000000000000000000000000000000000000000000001", "-1e-79"
    ),
    ("0.1000000000000000055511151231257827", "0.1"), ("1.0", "1"), ("1e-400", "0"),
    ("123.456e-789", "0"), ("2.2250738585072011e-308", "2.225073858507201e-308"),
    ("179769313486231570000000e285", "1.7976931348623157e+308"), ("1.50", "1.5"),
    ("5e-324", "5e-324"), ("2.47e-324", "0"), ("2.48e-324", "5e-324"),
    ("9007199254740993.0", "9007199254740992"), ("0.000001", "0.000001"), ("1e-7", "1e-7"),
    ("1e20", "100000000000000000000"), ("1e21", "1e+21"), ("1" + zeros(20), "1" + zeros(20)),
    ("1" + zeros(400) + "e-400", "1"), ("0." + zeros(400) + "1e401", "1"),
    ("1e0000000000000000000001", "10"), ("0e99999999999999999999", "0"),
    ("1e-99999999999999999999", "0"),
  ])
  func numbers(text: String, canonical: String) throws {
    #expect(try JSONValue(parsing: text).canonicalText == canonical)
    #expect(try JSONValue(parsing: "[ \(text) ]").canonicalText == "[\(canonical)]")
  }

  @Test(
    arguments: [
      (#""\u0060\u012a\u12AB""#, "`\u{12a}\u{12ab}"), (#""\uD801\udc37""#, "\u{10437}"),
      (#""\ud83d\ude39\ud83d\udc8d""#, "\u{1F639}\u{1F48D}"), (#""\"\\\/\b\f\n\r\t""#, escapes),
      (#""\\u0000""#, #"\u0000"#), (#""\"""#, "\""), (#""a/*b*/c/*d//e""#, "a/*b*/c/*d//e"),
      (#""\u0000""#, "\u{0}"), (#""\uFFFF""#, "\u{FFFF}"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
      ("\"\u{FFFF}\"", "\u{FFFF}"), ("\"\u{1BFFF}\"", "\u{1BFFF}"), ("\"\u{7F}\"", "\u{7F}"),
      ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"), ("\"π\"", "π"),
      (#""new\u000Aline""#, "new\nline"),
      (#""\u0061\u30af\u30EA\u30b9""#, "aクリス"), (#""\uA66D""#, "\u{A66D}"), (#""asd ""#, "asd "),
      (#""\u200B\u2064\uFDD0\uFFFE""#, nonCharacters),
    ] as [(String, String)])
  func strings(text: String, expected: String) throws {
    #expect(try JSONValue(parsing: text) == .string(expected))
  }

  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
  private static let nonCharacters =
    String([0x200B, 0x2064, 0xFDD0, 0xFFFE].compactMap(Unicode.Scalar.init).map(Character.init))
  private static let escapes = "\"\\/\u{8}\u{C}\n\r\t"
}
