import JudgeJSON
import Testing

@Suite struct RepairTests {
  @Test func numbersThatAreNone() throws {
    let (value, repairs) = try JSONValue.parseRepairing(
      #"{"a":NaN,"b":[Infinity,-Infinity],"c":1e999,"d":-1e999,"e":1.5}"#)
    #expect(value == ["a": .null, "b": [.null, .null], "c": .null, "d": .null, "e": 1.5])
    #expect(repairs.numbersToNull == 5)
    #expect(repairs.count == 5)
  }

  @Test func integersKeepTheirDigits() throws {
    let long = "1" + String(repeating: "0", count: 400)
    let (value, repairs) = try JSONValue.parseRepairing(
      "[12345678901234567890, -9007199254740993, 9007199254740992, \(long), -0]")
    #expect(
      value == [
        "12345678901234567890", "-9007199254740993", .number(9_007_199_254_740_992),
        .string(long), 0,
      ])
    #expect(repairs.integersToStrings == 3)
    #expect(repairs.count == 3)
  }

  @Test(arguments: [
    (#""\ud800""#, "\u{FFFD}", 1), (#""\udc00\ud800x""#, "\u{FFFD}\u{FFFD}x", 2),
    (#""\ud800\ud83d\ude00""#, "\u{FFFD}\u{1F600}", 1), (#""\ud800\u0041""#, "\u{FFFD}A", 1),
    (#""\ud83d\ude00""#, "\u{1F600}", 0), (#""a\ud800\nb""#, "a\u{FFFD}\nb", 1),
    (#""\ufffd""#, "\u{FFFD}", 0),
  ])
  func surrogates(text: String, expected: String, count: Int) throws {
    let (value, repairs) = try JSONValue.parseRepairing(text)
    #expect(value == .string(expected))
    #expect(repairs.surrogatesReplaced == count)
    #expect(repairs.count == count)
  }

  @Test(
    arguments: [
      (#"{"a":1,"a":2}"#, .duplicateKey), (#"{"\ud800":1,"\udbff":2}"#, .duplicateKey),
      ("\"\n\"", .controlCharacter), ("[1,]", .unexpectedByte), ("-NaN", .badNumber),
      ("Infinit", .unexpectedEnd), ("01", .badNumber), ("\"abc", .unexpectedEnd),
      (#""\ud800\u00""#, .badEscape), ("[1] 2", .trailingBytes), ("\u{FEFF}1", .byteOrderMark),
    ] as [(String, JSONError.Code)])
  func stillRefused(text: String, code: JSONError.Code) {
    let error = #expect(throws: JSONError.self) { try JSONValue.parseRepairing(text) }
    #expect(error?.code == code)
  }

  @Test func everyDoorReadsTheSame() throws {
    let text = #"[1e999,"\ud800"]"#
    let bytes = Array(text.utf8)
    let expected = try JSONValue.parseRepairing(text)
    #expect(try JSONValue.parseRepairing(bytes) == expected)
    #expect(try JSONValue.parseRepairing(bytes[...]) == expected)
    #expect(try JSONValue.parseRepairing(AnySequence(bytes)) == expected)
    #expect(try bytes.withUnsafeBytes { try JSONValue.parseRepairing($0) } == expected)
    var sum = JSONRepairs()
    sum += expected.1
    sum += expected.1
    #expect(sum.count == 4)
  }

  @Test func strictTextsAreNotChanged() throws {
    let seed: UInt64 = 7
    var random = RandomJSON(seed: seed)
    for _ in 0..<2000 {
      let text = random.spelling(of: random.value())
      let (value, repairs) = try JSONValue.parseRepairing(text)
      #expect(repairs == JSONRepairs(), "seed \(seed): \(text)")
      #expect(try JSONValue(parsing: text) == value, "seed \(seed): \(text)")
    }
  }
}
