import JudgeJSON
import Testing

@Suite struct ErrorPlaceTests {
  @Test(arguments: [
    ("", 0, 1, 1), ("x", 0, 1, 1), ("[1,2,", 5, 1, 6), ("[1\n,2\n,x]", 7, 3, 2),
    ("{\n  \"a\": 1,\n  \"b\": 01\n}", 19, 3, 8), ("[\r\n1,\r\n]", 7, 3, 1),
    ("[\"ä😀\", x]", 11, 1, 8), ("[\"ä\n", 4, 1, 4), ("{\"k\":1,\n \"k\":2}", 9, 2, 2),
    ("{\"k\":1,\"a\":2,\n \"k\":2}", 15, 2, 2),
    ("{\"b\":1,\"a\":2,\"b\":3,\"a\":4}", 13, 1, 14), ("[1e999]", 1, 1, 2),
    ("[9007199254740993]", 1, 1, 2),
    (#"["ab\ud800"]"#, 4, 1, 5), (#"["ab\q"]"#, 4, 1, 5), ("[1] 2", 4, 1, 5), ("[truE]", 4, 1, 5),
    ("{\"a\" 1}", 5, 1, 6), ("\"abc", 4, 1, 5), ("[-Infinity]", 1, 1, 2),
  ])
  func place(text: String, offset: Int, line: Int, column: Int) throws {
    let error = try #require(failure(text))
    #expect(error.offset == offset)
    #expect(error.line == line)
    #expect(error.column == column)
    #expect(error.description.hasPrefix("line \(line), column \(column): \(error.message); "))
    #expect(!error.hint.isEmpty)
  }

  @Test func longTextsAreCutInMessages() {
    let key = String(repeating: "é", count: 100_000)
    let message = failure("{\"\(key)\":1,\"\(key)\":1}")?.message
    #expect(message == "the key \"\(String(repeating: "é", count: 60))…\" occurs twice")
    #expect((failure(String(repeating: "7", count: 100_000))?.message.utf8.count ?? 999) < 200)
  }

  @Test func theMessageNamesWhatWasFound() {
    #expect(failure(#"{"kéy":1,"kéy":2}"#)?.message == #"the key "kéy" occurs twice"#)
    #expect(
      failure("[12345678901234567890]")?.message
        == "the integer 12345678901234567890 would become 12345678901234567000")
    #expect(failure("[1;2]")?.message == "found ';'")
    #expect(failure("[1 \u{1}]")?.message == "found byte 0x01")
    #expect(failure("[\"\n")?.message == "a line feed inside a string is not escaped")
  }
}
