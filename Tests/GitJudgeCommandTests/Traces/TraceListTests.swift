import GitJudge
import JudgeRecords
import Testing

@testable import git_judge

@Suite("The table of traces") struct TraceListTests {
  private let plain = Trace(
    id: "tr-00112233445566778899aabbccddeeff", inputs: ["question": "Where is it?"],
    outputs: ["answer": "On its way."])

  @Test("Columns that say nothing are left out, but not of a file") func columns() {
    let rows = TraceList.rows([plain], format: .terminal)
    #expect(rows.columns == ["trace", "request", "response", "labels"])
    #expect(rows.rows == [[plain.id, "Where is it?", "On its way.", ""]])
    #expect(
      TraceList.rows([plain], format: .csv).columns == [
        "trace", "client_request_id", "time", "state", "request", "response", "labels",
      ])
  }

  @Test("Key, time and a state that is not OK are shown") func filled() {
    var trace = plain
    trace.clientRequestID = "case-1"
    trace.requestTime = Timestamp("2026-06-01T10:05:07.250Z")
    trace.state = "ERROR"
    let rows = TraceList.rows([plain, trace], format: .terminal)
    #expect(rows.columns.prefix(4) == ["trace", "client_request_id", "time", "state"])
    #expect(rows.rows.last?[1...3] == ["case-1", "2026-06-01 10:05", "ERROR"])
  }
}
