import JudgeJSON
import Testing

@testable import JudgeScoring

@Suite("Words inside the shapes of chat APIs")
struct RequestTextTests {
  @Test(
    "Requests",
    arguments: [
      ("Hi", "Hi"), (["messages": [["role": "user", "content": "Hi"]]], "Hi"),
      (
        ["messages": [["content": "a"], ["content": "b"]]],
        #"[{"content":"a"},{"content":"b"}]"#
      ), (["q": "Hi"], #"{"q":"Hi"}"#), ([1, 2], "[1,2]"),
    ] as [(JSONValue, String)])
  func requests(inputs: JSONValue, expected: String) {
    #expect(RequestText.request(inputs) == expected)
  }

  @Test(
    "Responses",
    arguments: [
      ("Hi", "Hi"), (["Hi", "Ho"], "Hi"), (["choices": [["message": ["content": "Hi"]]]], "Hi"),
      (["messages": [["content": "a"], ["content": "Hi"]]], "Hi"),
      (
        ["output": [["role": "assistant", "content": [["type": "output_text", "text": "Hi"]]]]],
        "Hi"
      ), (["answer": "Hi"], #"{"answer":"Hi"}"#),
    ] as [(JSONValue, String)])
  func responses(outputs: JSONValue, expected: String) {
    #expect(RequestText.response(outputs) == expected)
  }
}
