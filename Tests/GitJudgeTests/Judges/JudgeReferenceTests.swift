import GitJudge
import Testing

@Suite("How people name a judge")
struct JudgeReferenceTests {
  @Test func formsAreRead() throws {
    #expect(try JudgeReference("tone").selector == .latest)
    #expect(try JudgeReference("tone@v3").selector == .version(3, pin: nil))
    #expect(try JudgeReference("tone@v3:9F8E7D6C").selector == .version(3, pin: "9f8e7d6c"))
    #expect(try JudgeReference("tone@production").selector == .alias("production"))
    #expect(try JudgeReference("a@b@v1").name == "a@b")
    #expect(try JudgeReference("9f8e7d6c").name == "9f8e7d6c")
  }

  @Test("What only begins like a version is an alias", arguments: ["v", "v0", "v3x", "v+3", "V3"])
  func aliases(text: String) throws {
    #expect(try JudgeReference("tone@\(text)").selector == .alias(text))
  }

  @Test(arguments: ["", "@v1", "tone@", "tone@v1:xyz", "tone@v1:ab", "tone@v1:"])
  func otherTextsAreRefused(text: String) {
    let error = #expect(throws: JudgeFailure.self) { try JudgeReference(text) }
    #expect(error?.code == .usage)
  }
}
