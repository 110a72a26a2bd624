import Foundation
import JudgeTestSupport
import StubModelServer
import Testing

/// Judges that show a redacted case run neither alone nor as members, and can be rebuilt.
@Suite struct RedactedMemberTests {
  /// Version 2 of `tone` has a given example: the case `z`.
  private func store(_ model: String) throws -> Repository {
    let repository = try Repository.ready()
    try repository.load([
      Samples.line("a"),
      Samples.line("z", inputs: "question Zebra10 here", outputs: "answer Lynx10 there"),
    ])
    let examples = try repository.world.write(
      "examples.jsonl",
      #"{"inputs":"question Zebra10 here","outputs":"answer Lynx10 there","tone/value":"no"}"#
        + "\n")
    try repository.newJudge("tone", "--values", "yes,no", "--pass", "yes", "--model", model)
    try repository.newJudge(
      "tone", "--values", "yes,no", "--pass", "yes", "--model", model, "--examples", examples)
    return repository
  }

  @Test func anEnsembleOfARedactedMemberIsRefusedAndNothingIsSent() async throws {
    let server = try await StubModelServer { _ in .text(#"{"rationale":"Fine.","result":"yes"}"#) }
    let repository = try store("openai:/stub")
    try repository.git("config", "judge.openai.baseUrl", server.url + "/v1")
    try repository.judge(
      "new", "panel", "--ensemble", "any", "--member", "tone@v1", "--member", "tone@v2"
    ).expecting(0)
    try repository.judge(
      "new", "nested", "--ensemble", "any", "--member", "panel", "--member", "tone@v1"
    ).expecting(0)
    let done = try repository.json("redact", "z", "--reason", "x")
    #expect(done["judges"] == ["nested@v1", "panel@v1", "tone@v2"])
    for command in [
      ["run", "panel"], ["run", "nested"], ["ask", "panel", "--inputs", "q", "--outputs", "b"],
      ["evaluate", "--judge", "nested"],
      ["new", "again", "--ensemble", "any", "--member", "tone@v2", "--member", "tone@v1"],
    ] {
      let refused = try repository.judge(command)
      #expect(refused.status == 4, "\(command): \(refused.all)")
      #expect(refused.errorText.contains("git judge unalign tone@v2 --redacted"), "\(refused.all)")
    }
    #expect(server.requests.isEmpty)
    let shown = try repository.judge("show", "nested")
    #expect(!shown.all.contains("Zebra10"), "\(shown.all)")
    #expect(try repository.judge("unalign", "panel", "--redacted").status == 4)
    await server.stop()
  }

  @Test func theNamedWayRebuildsAJudgeWithGivenExamples() throws {
    let repository = try store("embedded:/lexical")
    let first = try repository.json("show", "tone@v1")["hash"]
    try repository.json("redact", "z", "--reason", "x")
    #expect(try repository.judge("run", "tone").status == 4)
    let rebuilt = try repository.json("unalign", "tone@v2", "--redacted")
    #expect(rebuilt["hash"] == first && rebuilt["report"] != .null, "\(rebuilt)")
    #expect(rebuilt["notes"]?.list?.first?.text?.contains("1 example") == true, "\(rebuilt)")
    let said = try repository.judge("unalign", "tone@v2", "--redacted").expecting(0)
    #expect(said.text.contains("git judge register tone --force"), "\(said.all)")
    try repository.judge("register", "tone", "--force").expecting(0)
    // A new version may not show it again.
    let again = try repository.judge(
      "new", "tone", "--instructions", "@" + repository.world.folder.file("tone.md").path,
      "--values",
      "yes,no", "--examples", repository.world.folder.file("examples.jsonl").path)
    #expect(again.status == 4, "\(again.all)")
  }

  @Test func theCacheForgetsTheTraceAndNothingElse() async throws {
    let server = try await StubModelServer { _ in .text(#"{"rationale":"Fine.","result":"yes"}"#) }
    let repository = try Repository.ready()
    try repository.load(
      (1...4).map { Samples.line("c\($0)", inputs: .text("q \($0)"), outputs: "please") } + [
        Samples.line("word", inputs: "response", outputs: "please"),
        Samples.line("number", inputs: .text("17"), outputs: "1"),
        Samples.line("json", inputs: .text(#"{"name":"Z\u00e9bra \u00dcn\u00efq"}"#), outputs: "1"),
      ])
    try repository.newJudge("tone", "--values", "yes,no", "--model", "openai:/stub")
    try repository.git("config", "judge.openai.baseUrl", server.url + "/v1")
    try repository.json("run", "tone")
    func left() throws -> JSON? { try repository.json("cache", "list")["models", "openai:/stub"] }
    #expect(try left() == 7)
    for (name, count) in [("word", 6), ("number", 5), ("json", 4)] {
      try repository.json("redact", name, "--reason", "x")
      #expect(try left()?.int == count, "\(name)")
    }
    #expect(try repository.json("run", "tone")["cached"] == 4)
    await server.stop()
  }
}
