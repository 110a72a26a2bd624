import JudgeJSON
import Testing

@Suite struct NumberVectorTests {
  /// RFC 8785 appendix B, and further edges checked with an ECMAScript engine.
  static let vectors: [(UInt64, String)] = [
    (0x0000_0000_0000_0000, "0"),
    (0x8000_0000_0000_0000, "0"),
    (0x0000_0000_0000_0001, "5e-324"),
    (0x8000_0000_0000_0001, "-5e-324"),
    (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
    (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
    (0x4340_0000_0000_0000, "9007199254740992"),
    (0xc340_0000_0000_0000, "-9007199254740992"),
    (0x4430_0000_0000_0000, "295147905179352830000"),
    (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
    (0x44b5_2d02_c7e1_4af6, "1e+23"),
    (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
    (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
    (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
    (0x444b_1ae4_d6e2_ef50, "1e+21"),
    (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
    (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
    (0x41b3_de43_5555_5553, "333333333.3333332"),
    (0x41b3_de43_5555_5554, "333333333.33333325"),
    (0x41b3_de43_5555_5555, "333333333.3333333"),
    (0x41b3_de43_5555_5556, "333333333.3333334"),
    (0x41b3_de43_5555_5557, "333333333.33333343"),
    (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
    (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    (0x3ff0_0000_0000_0000, "1"),
    (0xbff8_0000_0000_0000, "-1.5"),
    (0x3fb9_9999_9999_999a, "0.1"),
    (0x0010_0000_0000_0000, "2.2250738585072014e-308"),
    (0x000f_ffff_ffff_ffff, "2.225073858507201e-308"),
    (0x433f_ffff_ffff_ffff, "9007199254740991"),
    (0x4341_c379_37e0_8000, "10000000000000000"),
  ]

  @Test(arguments: vectors)
  func layout(pattern: UInt64, expected: String) throws {
    let double = Double(bitPattern: pattern)
    #expect(CanonicalJSON.formatNumber(double) == expected)
    #expect(JSONValue.number(double).canonicalText == expected)
    #expect(try JSONValue(parsing: expected) == .number(double))
    #expect(verifyFailure(expected) == nil)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
  func notFiniteIsNull(number: Double) {
    #expect(JSONValue(finite: number) == nil)
    #expect(JSONValue.number(number) == .null)
    #expect(JSONValue.number(number).hashValue == JSONValue.null.hashValue)
    #expect(JSONValue.number(number).canonicalText == "null")
    #expect(JSONValue.number(number).isNull)
    #expect(JSONValue.number(number).doubleValue == nil)
  }
}
