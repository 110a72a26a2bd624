import JudgeJSON
import Testing

@Suite struct VerifyTests {
  @Test(arguments: [
    "null", "[]", "{}", #"{"a":1,"b":[true,false]}"#, #""\b\t\n\f\r\"\\\u0000\u001f/""#, "\"é😀\"",
    "\"\u{7F}\u{80}\u{2028}\"", "-1.5e-7", "1e+21", "{\"\u{1F600}\":1,\"\u{FB33}\":2}",
    #"{"\n":1,"\r":2,"1":3}"#, #"{"\"":1,"\\":2,"a":3}"#, #"{"a":1,"a\u0000":2,"a\n":3}"#,
  ])
  func accepts(text: String) throws {
    #expect(verifyFailure(text) == nil)
    try CanonicalJSON.verify(Array(text.utf8)[...])
    try Array(text.utf8).withUnsafeBytes { try CanonicalJSON.verify($0) }
  }

  @Test(arguments: [
    (" null", 0), ("null ", 4), ("[1, 2]", 3), ("[ ]", 1), ("{ }", 1), (#"{"a" :1}"#, 4),
    (#"{"a": 1}"#, 5), ("{\"a\":1\n}", 6), ("{\"a\":1,\n\"b\":2}", 7),
    (#"{"b":1,"a":2}"#, 7), ("{\"\u{FB33}\":1,\"\u{1F600}\":2}", 9), (#"{"a\n":1,"a":2}"#, 9),
    (#"{"1":1,"\n":2}"#, 7), (#""\/""#, 1), (#""\u0041""#, 1), (#""\u000a""#, 1),
    (#""\u001F""#, 1), (#""\u00e9""#, 1), (#""\u007f""#, 1), (#""\ud83d\ude00""#, 1),
    ("1.0", 0), ("-0", 0), ("1e2", 0), ("1E+21", 0), ("1e21", 0), ("0.10", 0), ("1e-5", 0),
    ("0.0000001", 0), ("1.0e+21", 0), ("10e+21", 0), ("0.1000000000000000055", 0), ("0.0", 0),
    ("1e-07", 0), ("-0.0", 0), ("9007199254740993.5", 0), ("100000000000000000000.0", 0),
    ("0.00000012", 0), ("12345678901234567.1", 0), ("1.00", 0), ("[10.50]", 1),
  ])
  func refusesOtherSpellings(text: String, offset: Int) throws {
    let error = try #require(verifyFailure(text))
    #expect(error.code == .notCanonical)
    #expect(error.offset == offset)
    #expect(failure(text) == nil)
  }

  @Test(
    arguments: [
      (#"{"a":1,"a":2}"#, .duplicateKey), (#"{"\n":1,"\n":2}"#, .duplicateKey),
      ("[1,]", .unexpectedByte), ("[1]]", .trailingBytes), ("1e999", .numberTooLarge),
      ("[9007199254740993]", .inexactInteger), ("\"\u{1}\"", .controlCharacter),
      (#""\ud800""#, .loneSurrogate), (#""\q""#, .badEscape), ("\"a", .unexpectedEnd),
      ("[01]", .badNumber), ("NaN", .notFinite), ("\u{FEFF}1", .byteOrderMark),
      ("", .unexpectedEnd),
    ] as [(String, JSONError.Code)])
  func refusesBadTexts(text: String, code: JSONError.Code) {
    #expect(verifyFailure(text)?.code == code)
  }
}
