import JudgeJSON
import Testing

@testable import git_judge

@Suite("What a trace is about, in one line") struct TracePreviewTests {
  @Test(
    arguments: [
      ("a text", #""Where is\n  my order?""#, "Where is my order?"),
      ("one member", #"{"question": "Where is it?"}"#, "Where is it?"),
      (
        "several", #"{"customer": "new", "issue": "late", "n": 2}"#,
        "customer: new · issue: late · n: 2"
      ),
      ("empty members", #"{"question": "Where?", "context": null}"#, "Where?"),
      (
        "messages",
        #"{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}]}"#,
        "Hi"
      ),
      (
        "a bare conversation",
        #"[{"role": "user", "content": "One"}, {"role": "user", "content": "Two"}]"#, "Two"
      ),
      ("parts", #"[{"role": "user", "content": [{"type": "text", "text": "Look"}]}]"#, "Look"),
      (
        "an answer of a provider",
        #"{"id": "x", "choices": [{"message": {"role": "assistant", "content": "Sure."}}]}"#,
        "Sure."
      ),
      (
        "a call without text",
        #"[{"role": "user", "content": "One"}, {"role": "assistant", "content": null}]"#, "One"
      ),
      ("a list", #"["a", "b", 3]"#, "a, b, 3"), ("a number", "7", "7"), ("nothing", "null", ""),
      ("nested", #"{"a": {"b": {"c": 1}}, "d": 2}"#, #"a: {"c":1} · d: 2"#),
    ] as [(name: String, value: String, text: String)])
  func shown(name: String, value: String, text: String) throws {
    #expect(TracePreview(try JSONValue(parsing: value)).text == text, "\(name)")
  }
}
