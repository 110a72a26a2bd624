import JudgePatterns
import Testing

@Suite("Patterns of people and records")
struct PatternTests {
  private func matches(
    _ pattern: String, _ text: String, isWhole: Bool = false
  ) throws -> Bool {
    var effort = PatternEffort.one
    return try Pattern(pattern).matches(text, isWhole: isWhole, effort: &effort)
  }

  @Test(
    "What Python's re has",
    arguments: [
      (#"\d{4}"#, "Order 4711", true), (#"^\d{4}"#, "Order 4711", false), ("b+", "abbc", true),
      (#"(?P<a>x)(?P=a)"#, "xx", true), (#"(a)\1"#, "ab", false), ("(?i)hello", "HELLO", true),
      ("(?<=€)5", "€5", true), ("(?!a)b", "ab", true), (#"\bé\b"#, "un é la", true),
      (#"\w+$"#, "größe", true), ("^.$", "😀", true), ("a$", "a\n", true), (#"a\Z"#, "a\n", false),
      (#"\u00e9"#, "é", true), (#"\U0001F600"#, "😀", true), (#"\u{e9}"#, "é", true),
      (#"\x{e9}"#, "é", true), (#"\\u00e9"#, "é", false), ("a.b", "a\nb", false),
      ("(?s)a.b", "a\nb", true), ("", "", true), ("x?", "", true), ("^$", "", true),
      ("(?m)^b$", "a\nb\nc", true), (#"[\u4e00-\u9fff]"#, "漢", true), ("(?x) a b # c", "ab", true),
    ])
  func python(pattern: String, text: String, expected: Bool) throws {
    #expect(try matches(pattern, text) == expected)
  }

  @Test("A whole match is of all of the text")
  func whole() throws {
    #expect(try matches("a|ab", "ab", isWhole: true))
    #expect(try !matches("a", "ab", isWhole: true))
    #expect(try !matches("a", "a\n", isWhole: true))
  }

  @Test(
    "What is not a pattern, or too large a one, is an error with its place",
    arguments: [
      "[", "(", "*a", "a{2,1}", #"\C"#, "(?<=a*)b", "((a{1,1000}){1,1000}){1,1000}", #"\u12"#,
      String(repeating: "(", count: 300) + String(repeating: ")", count: 300),
      String(repeating: "a", count: 10_001), "a\\",
    ])
  func syntax(pattern: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
    #expect(error?.kind == .syntax)
    #expect(error?.message.isEmpty == false)
  }

  private static let megabyte = 1 << 20

  private static let texts: [String] = [
    String(repeating: "a", count: megabyte) + "!",
    String(repeating: "ab c", count: megabyte / 4) + "!",
    String(repeating: "é", count: megabyte / 2) + "!",
    String(repeating: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! ", count: megabyte / 39),
  ]

  @Test(
    "No pattern takes longer than its effort, on texts of 1 MB",
    arguments: [
      "(a+)+$", "^(a+)+$", "(a*)*$", "(a|a)*$", "(a|aa)+$", "(?:a|a|a)*b", "(.*)*\\1$",
      "(a{1,1000}){1,1000}$", "(?:a{0,1000}){0,1000}(?:b{0,1000}){0,1000}$", "(?:a?){500}a{500}$",
      "(.*)\\1\\1\\1x", "(?=(a+)+$)x", "(?<!b)(a*)*$", "(?!(a+)+$)x", "(?>(a+))+$", "(\\w+\\s?)+$",
      "([a-z]+)*\\d", "(.+)+\\1$", "(.*?,){30}P", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y",
      "a*a*a*a*a*b|z$", "(?:[^z]*)*z|Q$", "(\\X*)*$Q", "(?1)(a+|(?1))*$Q", "((?:a|\\w)+)+é!x",
      "(?:(?=a)a*|a)*c!", "(?i)(A+)+$", "\\p{L}*\\p{L}*\\p{L}*\\d", "(?:.|\\s)*?x!",
    ])
  func bounded(pattern: String) throws {
    let compiled = try Pattern(pattern)
    for text in Self.texts {
      var effort = PatternEffort(steps: 2_000_000)
      effort.milliseconds = 300
      effort.memory = 16 << 20
      let start = ContinuousClock.now
      do throws(PatternError) {
        _ = try compiled.matches(text, effort: &effort)
      } catch {
        #expect(error.kind != .syntax)
      }
      #expect(ContinuousClock.now - start < .seconds(2), "\(pattern)")
    }
  }

  @Test("The steps of a match are taken away from its effort, and none are left of too few")
  func steps() throws {
    let slow = try Pattern("(a+)+$")
    var effort = PatternEffort(steps: 1_000)
    #expect(throws: PatternError.self) {
      try slow.matches(String(repeating: "a", count: 30) + "!", effort: &effort)
    }
    #expect(effort.steps == 0)
    effort = PatternEffort(steps: 1_000)
    #expect(try slow.matches("aaa", effort: &effort))
    #expect(effort.steps < 1_000 && effort.steps > 900)
  }

  @Test("A pattern that calls itself without end is an error")
  func recursion() throws {
    var effort = PatternEffort.one
    let error = #expect(throws: PatternError.self) {
      try Pattern("(?R)?a$").matches("ab", effort: &effort)
    }
    #expect(error?.kind == .recursion)
  }

  @Test("One pattern is matched by many tasks at once")
  func concurrent() async throws {
    let pattern = try Pattern(#"(\d+)-\1$"#)
    let isRight = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        group.addTask {
          var effort = PatternEffort.one
          return try pattern.matches("x \(number)-\(number)", effort: &effort)
            && !pattern.matches("x \(number)-\(number)7!", effort: &effort)
        }
      }
      var all = true
      for try await one in group { all = all && one }
      return all
    }
    #expect(isRight)
  }
}
