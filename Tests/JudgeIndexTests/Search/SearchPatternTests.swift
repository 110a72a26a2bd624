import JudgePatterns
import JudgeWork
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
    let effort = SearchEffort()
    func isFound(_ pattern: String, in text: String) throws -> Bool {
      try SearchEffort.isFound(SearchPattern.compiled(pattern), in: text, for: effort.number)
    }
    #expect(try isFound("b+", in: "abbc"))
    #expect(try !isFound("^b", in: "abbc"))
    #expect(try isFound("b+", in: "b"))
    #expect(SearchPattern.problem(ofRegularExpression: "[") != nil)
    #expect(effort.failure == nil)
  }

  @Test("A LIKE pattern that goes through a text too often ends the search")
  func slowLike() throws {
    let text = String(repeating: "ab", count: 1 << 19)
    let pattern = "%" + String(repeating: "ab", count: 2_000) + "é%"
    let effort = SearchEffort()
    let start = ContinuousClock.now
    #expect(throws: PatternError.self) {
      try SearchEffort.isAlike(text, pattern, for: effort.number)
    }
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(effort.failure?.message.contains("too long on this text") == true)
    #expect(try SearchEffort.isAlike("größe", "%ö%", for: effort.number))
  }

  @Test("All texts of a search share one effort, and another search has its own")
  func sharedEffort() throws {
    let slow = try SearchPattern.compiled("^(([a-z])+.)+[A-Z]([a-z])+$")
    // Some thousand steps each.
    let text = String(repeating: "a", count: 12) + "!"
    let effort = SearchEffort(steps: 100_000)
    var count = 0
    #expect(throws: PatternError.self) {
      while count < 1_000 {
        _ = try SearchEffort.isFound(slow, in: text, for: effort.number)
        count += 1
      }
    }
    #expect(count > 2 && count < 100, "\(count)")
    #expect(effort.failure?.message.contains("all these texts") == true)
    let other = SearchEffort()
    #expect(try !SearchEffort.isFound(slow, in: "aaa!", for: other.number))
    #expect(other.failure == nil)
  }
}
