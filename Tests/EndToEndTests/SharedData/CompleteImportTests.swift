import Foundation
import JudgeTestSupport
import Testing

/// Real sets come in whole, once, and alike everywhere; two of them, in the long tests all.
@Suite(.enabled(if: SharedSet.arePresent, SharedSet.absent))
struct CompleteImportTests {
  @Test(arguments: PropertyRuns.isLong ? SharedSet.allCases : [.llmbar, .nq301])
  func everythingOnceAndAlikeElsewhere(set: SharedSet) throws {
    let repository = try Repository.ready(try World(email: "bob@example.com"))
    let file = set.path("traces.jsonl")
    let lines = try set.lines()
    let said = lines.reduce(0) { $0 + ($1["assessments"]?.list?.count ?? 0) }
    let expected = lines.reduce(0) { $0 + ($1["expectations"]?.object?.count ?? 0) }

    let first = try repository.json("trace", "import", file)
    #expect(first["read"] == .number(Double(lines.count)))
    #expect(first["traces"] == .number(Double(lines.count)))
    #expect(first["assessments"] == .number(Double(said + expected)))
    #expect(first["already_present"] == 0)
    #expect(first["rejected"] == 0)
    #expect(first["conflicting"] == 0)
    #expect(first["commit"]?.text == (try repository.tip()))

    let tip = try repository.tip()
    let second = try repository.json("trace", "import", file)
    #expect(second["traces"] == 0)
    #expect(second["assessments"] == 0)
    #expect(second["already_present"] == .number(Double(lines.count)))
    #expect(second["commit"] == .null)
    #expect(try repository.tip() == tip, "a second import must add no commit")

    let elsewhere = try set.imported()
    #expect(try elsewhere.tree() == repository.tree(), "the same file must give the same tree")
  }
}
