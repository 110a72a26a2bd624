import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import GitJudge

@Suite("Rows of an evaluation")
struct RowFileTests {
  private func read(_ lines: String...) -> (rows: [Trace], rejected: [ImportResult.Problem]) {
    let read = RowFile.read(Array(lines.joined(separator: "\n").utf8), path: "rows.jsonl")
    return (read.rows, read.rejected)
  }

  private static let judge: JudgeBody = {
    var body = JudgeBody(name: "tone", instructions: "{{ outputs }}")
    body.values = ["yes", "no"]
    return body
  }()

  @Test("Keys, labels, expectations and verdicts of a row")
  func row() throws {
    let (rows, rejected) = read(
      """
      {"client_request_id": "c1", "inputs": "Hi", "outputs": "Hello", "tags": {"group": "g"}, \
      "expectations": {"expected_response": "Hello"}, "assessments": [\
      {"name": "tone", "source_type": "HUMAN", "source_id": "ann", "value": "yes"}, \
      {"name": "tone", "source_type": "LLM_JUDGE", "source_id": "gpt", "value": "no"}]}
      """,
      #"{"outputs": "only"}"#)
    #expect(rejected.isEmpty && rows.map(\.id) == ["c1", "row-2"])
    let row = try #require(rows.first)
    #expect(row.group == "g" && row.votes(on: "tone").count == 1)
    #expect(row.expectations == ["expected_response": "Hello"])
    #expect(RecordedVerdicts(sourceID: "gpt").verdict(on: row, for: Self.judge).value == "no")
  }

  @Test("Text in Windows-1252 is read, and said") func otherEncoding() {
    let head = Array("id,inputs,outputs\n1,Hi,caf".utf8)
    let read = RowFile.read(head + [0xe9] + Array("\n".utf8), path: "rows.csv")
    #expect(read.rows.map { $0.outputs } == ["caf\u{e9}"])
    #expect(read.notes == ["text that is not UTF-8 was read as Windows-1252"])
    #expect(RowFile.read(head + Array("\u{e9}\n".utf8), path: "rows.csv").notes.isEmpty)
  }

  @Test("The last verdict by time answers, as it would from the store")
  func latest() throws {
    func line(_ first: String, _ second: String) -> String {
      let verdicts = [(first, "yes"), (second, "no")].map { time, value in
        """
        {"name": "tone", "source_type": "LLM_JUDGE", "source_id": "gpt", "value": "\(value)", \
        "create_time": "\(time)"}
        """
      }
      return #"{"outputs": "x", "assessments": [\#(verdicts.joined(separator: ", "))]}"#
    }
    let (old, new) = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")
    let rows = read(line(old, new), line(new, old)).rows
    let said = rows.map { RecordedVerdicts(sourceID: "gpt").verdict(on: $0, for: Self.judge).value }
    #expect(said == ["no", "yes"])
  }

  @Test("Lines that are not rows are named by line, and the others are taken")
  func rejected() {
    let (rows, rejected) = read(
      #"{"inputs": 1}"#, "", "{", #"{"client_request_id": "c"}"#,
      #"{"inputs": 1, "assessments": [{"name": "t", "source_type": "HUMAN", "value": 1}]}"#,
      #"{"inputs": 2}"#)
    #expect(rows.map(\.id) == ["row-1", "row-6"])
    #expect(rejected.map(\.line) == [3, 4, 5])
    #expect(
      rejected[1].message
        == "inputs: a row needs inputs or outputs; it has only client_request_id")
    #expect(rejected[2].message.contains("source_id"))
    #expect(rejected.allSatisfy { $0.file == "rows.jsonl" })
  }
}
