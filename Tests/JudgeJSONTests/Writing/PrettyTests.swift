import JudgeJSON
import Testing

@Suite struct PrettyTests {
  @Test func indentsByTwoSpaces() {
    let value: JSONValue = ["b": [1, [], [["x": .null]]], "a": ["c": "é\n", "d": [:]]]
    #expect(
      value.prettyText() == #"""
        {
          "a": {
            "c": "é\n",
            "d": {}
          },
          "b": [
            1,
            [],
            [
              {
                "x": null
              }
            ]
          ]
        }
        """#)
  }

  @Test(arguments: [("null", "null"), ("[]", "[]"), ("{}", "{}"), ("1.50", "1.5")])
  func shortValuesStayOnOneLine(text: String, expected: String) throws {
    #expect(try JSONValue(parsing: text).prettyText() == expected)
  }
}
