import JudgeJSON
import Testing

@Suite struct IntegerTests {
  @Test(arguments: [
    "0", "1", "-1", "9007199254740991", "9007199254740992", "-9007199254740994",
    "12345678901234567000", "295147905179352830000", "100000000000000000000",
  ])
  func digitsThatComeBackAreNumbers(text: String) throws {
    #expect(try JSONValue(parsing: text).canonicalText == text)
    #expect(verifyFailure(text) == nil)
  }

  @Test(arguments: [
    "9007199254740993", "-9007199254740993", "12345678901234567890", "295147905179352825856",
    "1000000000000000000000", "123456789012345678901234567890",
    "1" + String(repeating: "0", count: 400),
  ])
  func otherDigitsAreRefused(text: String) {
    #expect(failure(text)?.code == .inexactInteger)
    #expect(verifyFailure(text) != nil)
  }

  @Test func minusZeroIsZero() throws {
    #expect(try JSONValue(parsing: "-0") == 0)
    #expect(try JSONValue(parsing: "[-0,-0.0,-0e5]").canonicalText == "[0,0,0]")
    #expect(JSONValue.number(-0.0).hashValue == JSONValue.number(0).hashValue)
    #expect(verifyFailure("-0") != nil)
  }

  @Test func integersBeyondDoublesBecomeStrings() {
    #expect(JSONValue.integer(1 << 53) == .number(9_007_199_254_740_992))
    #expect(JSONValue.integer(1 << 53 + 1) == .string("9007199254740993"))
    #expect(JSONValue.integer(UInt64.max) == .string("18446744073709551615"))
    #expect(JSONValue.integer(Int8(-5)) == .number(-5))
    let literal: JSONValue = 9_007_199_254_740_993
    #expect(literal == .string("9007199254740993"))
  }

  @Test func intValueIsExactOnly() {
    #expect(JSONValue.number(3).intValue == 3)
    #expect(JSONValue.number(3.5).intValue == nil)
    #expect(JSONValue.number(1e300).intValue == nil)
    #expect(JSONValue.number(.nan).intValue == nil)
    #expect(JSONValue.string("3").intValue == nil)
  }
}
