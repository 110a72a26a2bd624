import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@testable import GitJudge

@Suite("One row of an evaluation") struct RowReaderTests {
  private func message(_ text: String) -> String? {
    do throws(ImportError) {
      _ = try RowReader().row(Array(text.utf8), line: 1)
      return nil
    } catch { return error.description }
  }

  @Test("A row without inputs and outputs is told what it has, and what was meant")
  func subjects() {
    let start = "inputs: a row needs inputs or outputs"
    #expect(message("{}") == start)
    #expect(message(#"{"trace_id": "a"}"#) == "\(start); it has only trace_id")
    #expect(
      message(#"{"ouputs": 1}"#)
        == "\(start); it has only ouputs; did you mean outputs instead of ouputs?")
    #expect(
      message(#"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}"#) == "\(start); it has only a, b, c, d, e, …"
    )
    #expect(message(#"{"inputs": null}"#) != nil)
  }

  @Test("Today's columns, the older ones, and what the strict reader refuses")
  func columns() throws {
    for text in [
      #"{"inputs": 1}"#, #"{"request": "a", "response": "b"}"#, #"{"inputs": NaN, "outputs": 1}"#,
    ] {
      #expect(message(text) == nil, "\(text)")
    }
    let row = try RowReader().row(Array(#"{"request": "a", "request_id": "k"}"#.utf8), line: 3).row
    #expect(row.inputs == "a" && row.id == "k")
    #expect(try RowReader().row(["outputs": "x"], line: 3).row.id == "row-3")
  }

  @Test(
    "Time, duration and state, which measures and sessions need",
    arguments: ["outputs", "response"])
  func measures(_ column: String) throws {
    let text =
      "{\"\(column)\": \"a\", \"request_time\": 1732900000000, \"execution_duration_ms\": 120,"
      + " \"state\": \"ERROR\"}"
    let row = try RowReader().row(Array(text.utf8), line: 1).row
    #expect(row.executionDuration == 120 && row.state == "ERROR")
    #expect(row.requestTime == Timestamp("2024-11-29T17:06:40Z"))
  }
}
