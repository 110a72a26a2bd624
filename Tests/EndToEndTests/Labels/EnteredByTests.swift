import Foundation
import JudgeTestSupport
import Testing

/// A label that a program entered is kept and listed, and is nobody's vote.
@Suite struct EnteredByTests {
  private func ready() throws -> (Repository, String) {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a"), Samples.line("b")])
    let trace = try repository.traceID("a")
    try repository.judge(
      "feedback", "add", try repository.traceID("b"), "--name", "tone", "--value", "good"
    ).expecting(0)
    return (repository, trace)
  }

  @Test(
    "The program names itself, or is found",
    arguments: [
      (["--entered-by", "helper"], [:], "helper"),
      ([], ["GIT_JUDGE_ENTERED_BY": "helper"], "helper"), ([], ["CLAUDECODE": "1"], "claude-code"),
      ([], ["CURSOR_AGENT": "1"], "cursor"),
    ] as [([String], [String: String], String)])
  func itIsNoVote(_ options: [String], _ environment: [String: String], _ name: String) throws {
    let (repository, trace) = try ready()
    try repository.world.run(
      "git-judge", ["feedback", "add", trace, "--name", "tone", "--value", "bad"] + options,
      in: repository.url, environment: environment
    ).expecting(0)
    let report = try repository.json("agreement", "tone")
    #expect(report["labels"] == 1)
    #expect(report["values"] == ["good"])
    let excluded = try #require(report["excluded"]?.list?.first)
    #expect(excluded["reason"]?.text == "entered by \(name)")
    #expect(excluded["n"] == 1)
    let text = try repository.judge("agreement", "tone").expecting(0).text
    #expect(text.contains("labels of ann@example.com are left out (entered by \(name))"))
    // Ann's own labels still count.
    #expect(report["reviewers"]?.list?.first?["source_id"] == "ann@example.com")
    let list = try repository.judge("feedback", "list", "--name", "tone").expecting(0).text
    #expect(list.contains("bad"))
  }

  @Test func aProgramNeverReplacesAPersonsLabel() throws {
    let (repository, trace) = try ready()
    try repository.judge("feedback", "add", trace, "--name", "tone", "--value", "good")
      .expecting(0)
    let refused = try repository.judge(
      "feedback", "add", trace, "--name", "tone", "--value", "bad", "--entered-by", "helper")
    #expect(refused.status == 5)
    #expect(try repository.json("agreement", "tone")["labels"] == 2)
  }

  @Test func thePersonReplacesWhatAProgramEntered() throws {
    let (repository, trace) = try ready()
    try repository.judge(
      "feedback", "add", trace, "--name", "tone", "--value", "bad", "--entered-by", "helper"
    ).expecting(0)
    try repository.judge("feedback", "add", trace, "--name", "tone", "--value", "bad")
      .expecting(0)
    let report = try repository.json("agreement", "tone")
    #expect(report["labels"] == 2)
    #expect(report["excluded"] == [])
  }
}
