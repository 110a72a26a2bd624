import Foundation
import Testing

/// Pages of `trace list` hold every trace once, also while others come in.
@Suite struct CursorTests {
  @Test(arguments: ["trace_id ASC", "timestamp DESC", "tag.batch DESC"])
  func everyTraceOnce(order: String) throws {
    let repository = try Repository.ready()
    let lines = (0..<25).map { number in
      Samples.line(
        "case-\(number)",
        more: number.isMultiple(of: 3)
          ? [:]
          : [
            "request_time": .text("2026-06-0\(1 + number % 4)T10:00:00Z"),
            "tags": ["batch": .text("b\(number % 5)")],
          ])
    }
    try repository.load(lines)
    var seen: [String] = []
    var place: String?
    var pages = 0
    repeat {
      var command = ["trace", "list", "--json", "--limit", "7", "--order-by", order]
      if let place { command += ["--cursor", place] }
      let page = try repository.judge(command).expecting(0).json()
      seen += page["traces"]?.list?.compactMap { $0["client_request_id"]?.text } ?? []
      place = page["next"]?.text
      pages += 1
      if pages == 2 {
        // What an earlier page showed is not shown again when a trace comes in between.
        try repository.load([Samples.line("late")], as: "late.jsonl")
      }
    } while place != nil && pages < 10
    let first = seen.filter { $0 != "late" }
    #expect(first.count == 25)
    #expect(Set(first).count == 25)
    #expect(
      try repository.keys("--order-by", order, "--limit", "100").filter { $0 != "late" } == first)
    // For people, the last trace of a page says where it ended.
    let all = try repository.keys("--order-by", order, "--limit", "100")
    let shown = try repository.judge("trace", "list", "--limit", "7", "--order-by", order)
    let cursor = try #require(
      shown.expecting(0).text.firstMatch(of: /next page: --cursor (tr-[0-9a-f]{10})\n/)?.1)
    let next = try repository.keys(
      "--order-by", order, "--limit", "7", "--cursor", String(cursor))
    #expect(next == Array(all[7..<14]))
  }

  @Test func oneObjectALine() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(3))
    let outcome = try repository.judge("trace", "list", "--jsonl").expecting(0)
    #expect(outcome.lines.count == 3)
    for line in outcome.lines {
      #expect(try JSON(parsing: Data(line.utf8))["trace_id"]?.text != nil)
    }
  }
}
