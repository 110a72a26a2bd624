import Testing

/// Patterns that would never end, on texts of 1 MB, in searches and in judges.
@Suite struct SlowPatternTests {
  private static let patterns = [
    "(a+)+$", "(a|a)*$", "(a|aa)+$", "(a{1,1000}){1,1000}$", "(?=(a+)+$)x", "(.+)+\\1$",
    "(.*)*\\1$",
    "(\\w+\\s?)+$", "((a{1,1000}){1,1000}){1,1000}$",
  ]

  /// Made once: the commands below read, or record a verdict.
  private static let world = Result {
    let repository = try Repository.ready()
    let long = String(repeating: "a", count: 1 << 19) + "!"
    try repository.load([
      Samples.line("long", outputs: .text(long)),
      Samples.line("words", outputs: .text(String(repeating: "ab ", count: 1 << 17) + "!")),
      Samples.line("short", outputs: "aaa"),
    ])
    return repository
  }

  @Test("A search ends in seconds, with what it found or with what is wrong", arguments: patterns)
  func search(pattern: String) throws {
    let repository = try Self.world.get()
    let start = ContinuousClock.now
    let outcome = try repository.judge("trace", "list", "--where", "text RLIKE '\(pattern)'")
    #expect(ContinuousClock.now - start < .seconds(30))
    if outcome.status != 0 {
      #expect(outcome.status == 3)
      #expect(
        outcome.errorText.contains("took too") || outcome.errorText.contains("too large"),
        "\(outcome.all)")
      #expect(!outcome.errorText.contains("the index at"))
    }
  }

  @Test("A judge gives an error on the rows that take too long, and verdicts on the others")
  func judge() throws {
    let repository = try Self.world.get()
    try repository.judge(
      "new", "slow", "--builtin", "regex_match", "--set", "pattern=^(\\w+\\s?)+$"
    ).expecting(0)
    let start = ContinuousClock.now
    let document = try repository.judge("evaluate", "--judge", "slow", "--no-log", "--json").json()
    #expect(ContinuousClock.now - start < .seconds(30))
    let rows = document["rows"]?.list ?? []
    #expect(rows.compactMap { $0["slow/value"]?.text } == ["yes"])
    let errors = rows.compactMap { $0["slow/error_message"]?.text }
    #expect(errors.count == 2)
    #expect(
      errors.allSatisfy { $0.contains("the pattern took too long on this text") }, "\(errors)")
  }
}
