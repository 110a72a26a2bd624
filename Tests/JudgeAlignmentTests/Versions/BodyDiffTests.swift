import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork
import Testing

@testable import JudgeAlignment

@Suite("What differs between two judges")
struct BodyDiffTests {
  private func body() -> JudgeBody {
    var body = JudgeBody(name: "tone", instructions: "One.\nTwo.\nThree.")
    body.values = ["good", "bad"]
    return body
  }

  @Test("The same body differs in nothing")
  func same() { #expect(BodyDiff(body(), body()).changes.isEmpty) }

  @Test("Instructions by line, guidelines by text, examples by trace, the rest by value")
  func fields() throws {
    var (a, b) = (body(), body())
    b.instructions = "One.\nTwo and a half.\nThree."
    a.guidelines = [Guideline(text: "Old."), Guideline(text: "Gone.")]
    b.guidelines = [Guideline(text: "Old."), Guideline(text: "New.", labels: ["a-1"])]
    b.guidelines[0].supersededBy = "New."
    a.examples = [["trace_id": "tr-1", "value": "good"], ["trace_id": "tr-2", "value": "bad"]]
    b.examples = [["trace_id": "tr-2", "value": "good"], ["trace_id": "tr-3", "value": "bad"]]
    b.model = "openai:/x"
    let changes = BodyDiff(a, b).changes
    #expect(Set(changes.map(\.field)) == ["instructions", "guidelines", "examples", "model"])
    let detail = Dictionary(uniqueKeysWithValues: changes.map { ($0.field, $0.detail) })
    #expect(
      detail["instructions"]?["lines"] == [" One.", "-Two.", "+Two and a half.", " Three."])
    #expect(detail["guidelines"]?["added"] == ["New."])
    #expect(detail["guidelines"]?["removed"] == ["Gone."])
    #expect(detail["guidelines"]?["superseded"] == [["guideline": "Old.", "by": "New."]])
    #expect(detail["examples"] == ["added": ["tr-3"], "removed": ["tr-1"], "changed": ["tr-2"]])
    #expect(detail["model"] == ["a": .null, "b": "openai:/x"])
  }

  @Test(
    "Lines that moved, came and went can be put together again",
    arguments: [
      ("", "a"), ("a", ""), ("a\nb\nc", "c\nb\na"), ("a\na\nb", "a\nb\nb"), ("x\ny", "x\ny"),
    ])
  func lines(old: String, new: String) {
    let lines = LineDiff.lines(old, new)
    let before = lines.filter { $0.first != "+" }.map { $0.dropFirst() }.joined(separator: "\n")
    let after = lines.filter { $0.first != "-" }.map { $0.dropFirst() }.joined(separator: "\n")
    #expect(before == old && after == new, "\(lines)")
  }

  @Test("Parts of judges as people name them")
  func references() throws {
    #expect(try BlameReference("tone@v1:guideline:4").part == .guideline(4))
    #expect(try BlameReference("tone@v1:9f8e7d6c:example:2").judge == "tone@v1:9f8e7d6c")
    #expect(try BlameReference("tone:instructions").part == .other("instructions"))
    #expect(try BlameReference("tone@v1:9f8e7d6c").part == nil)
    #expect(try BlameReference("tone").judge == "tone")
    for wrong in ["tone:motto", "tone:guideline:0", "tone:guideline:x", "tone:"] {
      #expect(throws: JudgeFailure.self, "\(wrong)") { try BlameReference(wrong) }
    }
  }
}
