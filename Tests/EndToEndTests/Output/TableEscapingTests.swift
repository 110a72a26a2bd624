import Foundation
import Testing

/// Cells of CSV and Markdown tables cannot break out of their table or run as a formula.
@Suite struct TableEscapingTests {
  private static func ready(_ source: String, rationale: String? = nil) throws -> Repository {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a", labels: rationale == nil ? [source: "good"] : [:])])
    if let rationale {
      try repository.judge(
        "feedback", "add", try repository.traceID("a"), "--name", "tone", "--value", "good",
        "--source-id", source, "--rationale", rationale
      ).expecting(0)
    }
    return repository
  }

  @Test(
    arguments: [
      ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""), ("+1+cmd", "'+1+cmd"), ("@x", "'@x"),
      ("  =1+1", "'=1+1"), ("\u{a0}@x", "'@x"), ("＝1+1", "'＝1+1"), ("＋cmd", "'＋cmd"),
      ("-1+2", "'-1+2"), ("-inf", "'-inf"), ("+1e3", "+1e3"), ("-0.5", "-0.5"), ("- x", "'- x"),
      ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("-7", "-7"),
    ])
  func csv(source: String, cell: String) throws {
    let outcome = try Self.ready(source).judge("feedback", "list", "--csv").expecting(0)
    let rows = outcome.text.components(separatedBy: "\r\n")
    #expect(rows.count == 3, "\(outcome.text)")
    #expect(rows[0].hasPrefix("id,trace,name,value,source,"), "\(rows[0])")
    #expect(rows[1].contains(",good,\(cell),"), "\(rows[1])")
  }

  @Test func markdown() throws {
    let evil = "a|b <script>alert(1)</script> [x](javascript:y) `c`"
    let outcome = try Self.ready(evil, rationale: "one\nnext").judge("feedback", "list", "--md")
      .expecting(0)
    #expect(outcome.lines.count == 3, "one row is one line: \(outcome.text)")
    let row = outcome.lines[2]
    #expect(!row.contains("<script>"), "\(row)")
    #expect(row.contains("a\\|b"), "\(row)")
    #expect(!row.contains("[x]("), "\(row)")
  }

  @Test func csvKeepsControlCharactersOutToo() throws {
    let outcome = try Self.ready("ann", rationale: "\u{1b}[2J\u{202e}x").judge(
      "feedback", "list", "--csv"
    ).expecting(0)
    #expect(TerminalSafetyTests.raw(outcome.text.replacing("\r\n", with: "\n")).isEmpty)
  }
}
