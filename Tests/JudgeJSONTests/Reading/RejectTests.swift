import JudgeJSON
import Testing

/// Texts every strict reader must refuse, and with which code.
@Suite struct RejectTests {
  @Test(
    arguments: [
      ("[1 true]", .unexpectedByte), ("[\"\": 1]", .unexpectedByte), ("[,1]", .unexpectedByte),
      ("[1,,2]", .unexpectedByte), ("[1,]", .unexpectedByte), ("[,]", .unexpectedByte),
      ("[1", .unexpectedEnd), ("[", .unexpectedEnd), ("[\"a\",\n4\n,1,", .unexpectedEnd),
      ("[1}", .unexpectedByte), ("{]", .unexpectedByte), ("]", .unexpectedByte),
      ("{", .unexpectedEnd),
      ("{\"a\"", .unexpectedEnd), ("{\"a\":", .unexpectedEnd), ("{\"a\":1", .unexpectedEnd),
      ("{\"a\",1}", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte), ("{,}", .unexpectedByte),
      ("{a:1}", .unexpectedByte), ("{1:1}", .unexpectedByte), ("{'a':1}", .unexpectedByte),
      ("{\"a\"::1}", .unexpectedByte), ("{\"a\":1 \"b\":2}", .unexpectedByte),
      ("{null:null}", .unexpectedByte), ("{\"a\":1}/**/", .trailingBytes), ("[1]x", .trailingBytes),
      ("{}}", .trailingBytes), ("1]", .trailingBytes), ("[][]", .trailingBytes),
      ("null null", .trailingBytes), ("\"a\"\"b\"", .trailingBytes), ("", .unexpectedEnd),
      (" ", .unexpectedEnd), ("[\u{c}]", .unexpectedByte), ("[\u{a0}]", .unexpectedByte),
      ("\u{2060}", .unexpectedByte), ("//\n1", .unexpectedByte), ("[1\u{0}]", .unexpectedByte),
      ("\u{FEFF}{}", .byteOrderMark), ("{\"a\":1,\"b\":2,\"a\":3}", .duplicateKey),
      ("{\"a\":1,\"a\":1}", .duplicateKey), (#"{"a":1,"\u0061":1}"#, .duplicateKey),
    ] as [(String, JSONError.Code)])
  func structures(text: String, code: JSONError.Code) {
    #expect(failure(text)?.code == code)
    #expect(verifyFailure(text) != nil)
  }

  @Test(
    arguments: [
      ("-", .unexpectedEnd), ("[-]", .badNumber), ("01", .badNumber), ("-01", .badNumber),
      ("-012", .badNumber), ("1.", .unexpectedEnd), ("[1.]", .badNumber), (".1", .unexpectedByte),
      ("-.1", .badNumber), ("1.e1", .badNumber), ("1e", .unexpectedEnd), ("[1e]", .badNumber),
      ("1e+", .unexpectedEnd), ("[1e-]", .badNumber), ("+1", .unexpectedByte), ("--1", .badNumber),
      ("1 000", .trailingBytes), ("1_000", .trailingBytes), ("0x42", .trailingBytes),
      ("00", .badNumber),
      ("[0.1.2]", .unexpectedByte), ("[0e+-1]", .badNumber), ("[1eE2]", .badNumber),
      ("[1e1.5]", .unexpectedByte), ("[1+2]", .unexpectedByte), ("[-1x]", .unexpectedByte),
      ("[１]", .unexpectedByte), ("NaN", .notFinite), ("[Infinity]", .notFinite),
      ("-Infinity", .notFinite), ("-NaN", .badNumber), ("Inf", .unexpectedEnd),
      ("nan", .unexpectedByte), ("1e400", .numberTooLarge), ("-1e309", .numberTooLarge),
      ("1.7976931348623159e308", .numberTooLarge), ("0.1e99999999999999999999", .numberTooLarge),
      ("tru", .unexpectedEnd), ("True", .unexpectedByte), ("[nul]", .unexpectedByte),
      ("[truefalse]", .unexpectedByte), ("nulll", .trailingBytes), ("TRUE", .unexpectedByte),
    ] as [(String, JSONError.Code)])
  func scalars(text: String, code: JSONError.Code) {
    #expect(failure(text)?.code == code)
    #expect(verifyFailure(text) != nil)
  }

  @Test(
    arguments: [
      ("\"", .unexpectedEnd), (#""abc"#, .unexpectedEnd), (#""\"#, .unexpectedEnd),
      (#""\u"#, .unexpectedEnd), (#""\u12"#, .unexpectedEnd), (#""\u12""#, .badEscape),
      (#""\uqqqq""#, .badEscape), (#""\u00A""#, .badEscape), (#""\a""#, .badEscape),
      (#""\x00""#, .badEscape), (#""\'""#, .badEscape), (#""\U0041""#, .badEscape),
      (#""\ud800""#, .loneSurrogate), (#""\udc00""#, .loneSurrogate),
      (#""\ud800\n""#, .loneSurrogate),
      (#""\ud800\ud800""#, .loneSurrogate), (#""\udc00\ud800""#, .loneSurrogate),
      (#""\ud800abc""#, .loneSurrogate), (#""\ud800\u0061""#, .loneSurrogate),
      (#""\ud800\u""#, .badEscape), (#""\ud800\"#, .loneSurrogate), (#""\ud800"#, .loneSurrogate),
      (#"{"\udead":1}"#, .loneSurrogate), ("\"\u{0}\"", .controlCharacter),
      ("\"\n\"", .controlCharacter), ("\"\t\"", .controlCharacter),
      ("\"a\u{1f}\"", .controlCharacter),
      ("'a'", .unexpectedByte), (#"\"a\""#, .unexpectedByte),
      ("\u{201C}a\u{201D}", .unexpectedByte),
    ] as [(String, JSONError.Code)])
  func strings(text: String, code: JSONError.Code) {
    #expect(failure(text)?.code == code)
    #expect(verifyFailure(text) != nil)
  }

  /// Overlong forms, surrogates, beyond U+10FFFF, stray and missing continuation bytes.
  @Test(
    arguments: [
      [0xFF], [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF],
      [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0xAF], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC3],
      [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xE9], [0xC3, 0x28], [0xE2, 0x28, 0xA1], [0xFC, 0x83],
    ] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) {
    for padding in [0, 1, 7, 8, 20] {
      let plain = [UInt8](repeating: 0x61, count: padding)
      let text = Array("[\"".utf8) + plain + bytes + plain + Array("\"]".utf8)
      #expect(failure(text)?.code == .invalidUTF8)
      #expect(failure(text)?.offset == 2 + padding)
      #expect(verifyFailure(text)?.code == .invalidUTF8)
      #expect(failure(Array("[\"".utf8) + plain + bytes)?.code != nil)
    }
    #expect(failure(bytes)?.code == .unexpectedByte)
  }
}
