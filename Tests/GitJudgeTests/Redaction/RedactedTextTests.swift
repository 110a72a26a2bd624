import JudgeJSON
import Testing

@testable import GitJudge

@Suite("What is looked for of a hidden record")
struct RedactedTextTests {
  private func needles(_ value: JSONValue) -> [String] {
    RedactedText.needles([value.canonicalBytes()])
  }

  @Test("The beginning of a long text, and the texts of JSON within a text")
  func needles() {
    let long = String(repeating: "0123456789", count: 50)
    #expect(needles(["kind": "trace", "outputs": .string(long)]) == [String(long.prefix(100))])
    #expect(
      needles(["attributes": ["in": #"{"question": "Flat 12, Garden Row", "n": 1}"#]])
        == ["Flat 12, Garden Row"])
    #expect(needles(["inputs": "{ no JSON"]) == ["{ no JSON"])
    #expect(needles(["inputs": "abc", "outputs": "wxyz"]) == ["wxyz"])
  }
}
