import Testing

@testable import GitJudge

/// A checked file as a store: the cases, the judge and its first look.
@Suite struct CheckServiceTests {
  private static var table: String {
    "id,inputs,outputs,ann,bob,judge\n"
      + (0..<20).map { number in
        let value = number % 2 == 0 ? "good" : "bad"
        let said = number == 3 ? "good" : value
        return "k\(number),q \(number),a \(number),\(value),\(value),\(said)"
      }.joined(separator: "\n")
  }

  private func checked() throws -> CheckResult {
    var options = CheckOptions()
    options.judge = "judge"
    options.humans = ["ann", "bob"]
    options.id = "id"
    options.passing = ["good"]
    return try CheckFile.check(Array(Self.table.utf8), name: "cases.csv", options)
  }

  @Test("A file is checked without a store: judge, people, values and differences")
  func check() throws {
    let result = try checked()
    #expect(result.judge == "judge" && result.people == ["ann", "bob"] && result.cases.count == 20)
    #expect(result.passing == ["good"] && result.unlabelled == 0 && result.problems.isEmpty)
    #expect(result.report.differences.map { result.cases[$0.item].key } == ["k3"])
    #expect(result.json()["disagreements"]?.arrayValue?.first?["line"] == 5)
    #expect(result.json(limit: 0)["disagreements"] == [])
  }

  @Test("A file without rows, or with columns that are not there, is named")
  func unreadable() async {
    let empty = await failure {
      try CheckFile.check(Array("id,judge\n".utf8), name: "cases.csv", CheckOptions())
    }
    #expect(empty.code == "invalid" && empty.says("cases.csv", "no rows"))
    var options = CheckOptions()
    options.judge = "model"
    let wrong = options
    let column = await failure {
      try CheckFile.check(Array(Self.table.utf8), name: "cases.csv", wrong)
    }
    #expect(!column.code.isEmpty && column.says("model"))
  }
}
