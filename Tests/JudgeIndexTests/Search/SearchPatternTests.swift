import Testing

@testable import JudgeIndex

@Suite("Patterns")
struct SearchPatternTests {
  @Test(
    "LIKE: % is any text, _ one character, case counts",
    arguments: [
      ("abc", "abc", true), ("abc", "a%", true), ("abc", "%b%", true), ("abc", "_bc", true),
      ("abc", "_c", false), ("ABC", "abc", false), ("", "%", true), ("", "_", false),
      ("aXbXc", "a%X_", true), ("größe", "gr__e", true), ("a*c", "a*c", true),
      ("abc", "a*c", false), ("a[b", "a[b", true), ("a?b", "a?b", true), ("aab", "%ab", true),
    ])
  func like(text: String, pattern: String, matches: Bool) {
    #expect(SearchPattern.matches(text, like: pattern) == matches)
  }

  @Test("A LIKE pattern becomes a GLOB pattern that means the same")
  func glob() {
    #expect(SearchPattern.glob("a%_*?[") == "a*?[*][?][[]")
  }

  @Test("Regular expressions are found anywhere, and compiled ones do not mix")
  func regularExpressions() throws {
    #expect(try SearchPattern.isFound("b+", in: "abbc"))
    #expect(try !SearchPattern.isFound("^b", in: "abbc"))
    #expect(try SearchPattern.isFound("b+", in: "b"))
    #expect(SearchPattern.problem(ofRegularExpression: "[") != nil)
  }
}
