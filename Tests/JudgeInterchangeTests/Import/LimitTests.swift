import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@Suite("What does not fit into records")
struct LimitTests {
  private static let large = String(repeating: "x", count: Record.maximumSize)

  @Test(
    "A part above 1 MiB is refused, and the message says what to do",
    arguments: [
      ("\"inputs\": \"\(large)\"", "inputs"),
      ("\"inputs\": 1, \"spans\": [{\"name\": \"\(large)\"}]", "spans"),
      (
        """
        "inputs": 1, "assessments": [{"name": "n", "source_type": "HUMAN", "source_id": "a",
        "value": 1, "rationale": "\(large)"}]
        """, "assessments"
      ),
      (
        """
        "inputs": 1, "assessments": [{"name": "n", "source_type": "LLM_JUDGE",
        "source_id": "m", "value": 1, "rationale": "\(large)"}]
        """, "assessments"
      ),
    ])
  func tooLarge(_ members: String, _ field: String) throws {
    let error = try #require(rejection(of: "{\(members)}"))
    #expect(error.field == field)
    #expect(error.message.contains("1048576 bytes"))
    #expect(error.message.contains("shorten"))
    #expect(!error.message.contains("blob"))
  }

  @Test("Numbers that are written longer than they were read count as written")
  func growth() throws {
    let text = Array(repeating: "1e20", count: 60_000).joined(separator: ",")
    let error = try #require(rejection(of: #"{"inputs": [\#(text)]}"#))
    #expect(error.field == "inputs")
    #expect(text.utf8.count < Record.maximumSize)
  }

  @Test("Nothing that is read is too long for a record", arguments: 0..<3)
  func harmless(_ kind: Int) throws {
    let element = ["1e20", "\"\\u0001\"", "\"\u{7f}\""][kind]
    let count = (Record.maximumSize / 8 - 40) / (element.utf8.count + 1)
    let text = Array(repeating: element, count: count).joined(separator: ",")
    _ = try read(#"{"inputs": [\#(text)]}"#).trace.record()
  }

  @Test("Many spans make several batches, the same each time")
  func batches() throws {
    let name = String(repeating: "n", count: 300_000)
    let spans = (0..<7).map { #"{"span_id": "\#($0)", "name": "\#(name)"}"# }
    let text = #"{"trace_id": "tr-1", "spans": [\#(spans.joined(separator: ","))]}"#
    let item = try read(text)
    let batches = item.spanBatches(of: "tr-1")
    #expect(batches.map(\.spans.count) == [3, 3, 1])
    #expect(batches.flatMap(\.spans) == item.spans)
    for batch in batches { _ = try batch.record() }
    #expect(try read(text).spanBatches(of: "tr-1") == batches)
    #expect(try read(#"{"inputs": 1}"#).spanBatches(of: "t").isEmpty)
  }

  @Test("The deepest document is taken, a deeper one refused at its column")
  func depth() throws {
    let depth = JSONValue.maximumDepth - 1
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try read(#"{"inputs": \#(nested(depth))}"#).trace.record()
    let error = try #require(rejection(of: #"{"inputs": \#(nested(depth + 1))}"#))
    #expect(error.message.contains("inside each other"))
  }

  @Test("JSON text that is too deep for a record stays text")
  func deepText() throws {
    let inner = String(repeating: "[", count: 250) + String(repeating: "]", count: 250)
    let item = try read(#"{"trace_id": "t", "spans": [{"attributes": {"a": "\#(inner)"}}]}"#)
    #expect(item.spans.first?["attributes"]?["a"] == .string(inner))
    _ = try item.spanBatches(of: "t").first?.record()
  }
}
