import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeEvaluation

@Suite("Rows of a stored run")
struct EvaluationRowTests {
  private func row(_ id: String) -> EvaluationRow {
    EvaluationRow(Trace(id: id, inputs: .null, outputs: .null), in: ContentID(hashing: [1]), by: [])
  }

  @Test("Rows are in the order of their names, with numbers in order")
  func order() {
    let names = ["row-10", "row-2", "row-2#2", "b", "a10x", "a9y", "row-", ""]
    let sorted = names.map(row).sorted(by: EvaluationRow.precedes).map(\.id)
    #expect(sorted == ["", "a9y", "a10x", "b", "row-", "row-2", "row-2#2", "row-10"])
  }

  @Test("A row is named by its key; one of an earlier version by the id of its verdicts")
  func names() {
    var trace = Trace(id: "tr-1", inputs: .null, outputs: .null)
    trace.rowKey = "q1"
    let stored = EvaluationRow(trace, in: ContentID(hashing: [1]), by: [])
    #expect(stored.id == "q1" && stored.traceID == "tr-1")
    #expect(row("row:q1").id == "q1" && row("row:q1").traceID == nil)
  }
}
