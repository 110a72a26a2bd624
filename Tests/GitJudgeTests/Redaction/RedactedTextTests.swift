import JudgeJSON
import Testing

@testable import GitJudge

@Suite("What is looked for of a hidden record")
struct RedactedTextTests {
  private func needles(_ value: JSONValue) -> [String] {
    RedactedText([value.canonicalBytes()]).needles
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
    #expect(needles(["inputs": "\n  Flat 12, Garden Row "]) == ["Flat 12, Garden Row"])
  }

  @Test("Numbers, and fields that hold no text, as templates show them")
  func fields() {
    #expect(needles(["inputs": ["account": 4_900_123_456_789]]) == ["4900123456789"])
    #expect(
      needles(["client_request_id": "a-long-name", "inputs": ["MemberOfNote": true]])
        == ["a-long-name", "{\n  \"MemberOfNote\": true\n}", #"{"MemberOfNote":true}"#])
  }
}
