import JudgeJSON
import Testing

@Suite struct CanonicalWriterTests {
  /// The example of RFC 8785 section 3.2.2 and its result in section 3.2.3.
  @Test func exampleOfTheRFC() throws {
    let text = #"""
      {
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
      }
      """#
    let expected =
      #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
      + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
    #expect(try JSONValue(parsing: text).canonicalText == expected)
  }

  /// Every byte below U+0020 has exactly one spelling (RFC 8785 section 3.2.2.2).
  @Test func controlCharacters() {
    let short = [8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"]
    for code in 0..<0x20 as Range<UInt8> {
      let digits = String(code, radix: 16)
      let long = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      let text = String(Unicode.Scalar(code))
      #expect(JSONValue.string(text).canonicalText == "\"\(short[Int(code)] ?? long)\"")
    }
  }

  @Test(arguments: 0..<40)
  func escapesAtEveryDistance(distance: Int) throws {
    let text = String(repeating: "x", count: distance) + "\"é\\" + String(repeating: "y", count: 9)
    let expected = "\"" + text.replacing("\\", with: "\\\\").replacing("\"é", with: "\\\"é") + "\""
    #expect(JSONValue.string(text).canonicalText == expected)
    #expect(try JSONValue(parsing: expected) == .string(text))
    #expect(verifyFailure(expected) == nil)
  }

  @Test func everyDoorReadsTheSame() throws {
    let text = #"{"b":[1,2],"a":"é"}"#
    let bytes = Array(text.utf8)
    let expected: JSONValue = ["a": "é", "b": [1, 2]]
    #expect(try JSONValue(parsing: text) == expected)
    #expect(try JSONValue(parsing: bytes) == expected)
    #expect(try JSONValue(parsing: bytes[...]) == expected)
    #expect(try JSONValue(parsing: bytes.span) == expected)
    #expect(try JSONValue(parsing: AnySequence(bytes)) == expected)
    #expect(try JSONValue(parsing: text.utf8) == expected)
    #expect(try bytes.withUnsafeBytes { try JSONValue(parsing: $0) } == expected)
  }
}
