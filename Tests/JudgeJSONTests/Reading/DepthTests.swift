import JudgeJSON
import Testing

@Suite struct DepthTests {
  @Test(arguments: [("[", "]"), ("{\"a\":[", "]}"), ("{\"a\":", "}")])
  func theLimitIsExact(open: String, close: String) throws {
    let levels = open.contains("[") && open.contains("{") ? 2 : 1
    let count = JSONValue.maximumDepth / levels
    let inner = open.hasSuffix(":") ? "0" : ""
    let deepest = nested(open, inner, close, count)
    #expect(try JSONValue(parsing: deepest).canonicalText == deepest)
    #expect(verifyFailure(deepest) == nil)
    let over = nested(open, inner, close, count + 1)
    #expect(failure(over)?.code == .tooDeep)
    #expect(verifyFailure(over)?.code == .tooDeep)
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"\":"])
  func tenMegabytesOfOpeningBrackets(open: String) {
    let text = Array(String(repeating: open, count: 10_000_000 / open.utf8.count).utf8)
    #expect(failure(text)?.code == .tooDeep)
    #expect(verifyFailure(text)?.code == .tooDeep)
    #expect(throws: JSONError.self) { try JSONValue.parseRepairing(text) }
  }

  @Test func siblingsDoNotAddUp() throws {
    let text = "[" + Array(repeating: "[[]]", count: 1000).joined(separator: ",") + "]"
    #expect(try JSONValue(parsing: text).arrayValue?.count == 1000)
  }

  /// Reads the deepest text on a thread of a task, whose stack is the smallest.
  @Test func theDeepestTextFitsATaskStack() async throws {
    let text = nested("[", "", "]", JSONValue.maximumDepth)
    let read = try await Task.detached { try JSONValue(parsing: text).canonicalText }.value
    #expect(read == text)
  }

  private func nested(_ open: String, _ inner: String, _ close: String, _ count: Int) -> String {
    String(repeating: open, count: count) + inner + String(repeating: close, count: count)
  }
}
