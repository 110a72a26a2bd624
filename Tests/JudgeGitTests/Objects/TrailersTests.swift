import Foundation
import Testing

@testable import JudgeGit

@Suite struct TrailersTests {
  @Test func onlyTheLastParagraphCounts() {
    #expect(Trailers("x\n\nJudge-Purge: a\n")["Judge-Purge"] == ["a"])
    #expect(Trailers("x\n\nA: 1\nB: 2\n  more\n\n\n").list.map(\.value) == ["1", "2 more"])
    #expect(Trailers("Judge-Purge: a\n").list.isEmpty)
    #expect(Trailers("\n\nJudge-Purge: a\n").list.isEmpty)
    #expect(Trailers("x\nJudge-Purge: a\nx\n").list.isEmpty)
    #expect(Trailers("x\n\nJudge-Purge: a\n\ntext\n").list.isEmpty)
    #expect(Trailers("x\n\ntext\nJudge-Purge: a\n").list.isEmpty)
    #expect(Trailers("").list.isEmpty)
  }

  /// What we read, git reads.
  @Test(arguments: [
    "x\n\nJudge: a\nRegistration: b\n", "x\n\nbody\n\nA: 1\n", "x\n\nA: 1\n\nbody\n", "A: 1\n",
    "x\nA: 1\n", "x\n\nA: 1\n continued\n", "x\n\nA:1\nB :2\n",
  ])
  func asGitReadsThem(_ message: String) async throws {
    let sandbox = try Sandbox()
    let git = GitProgram(in: sandbox.path)
    let said = try await git.run(["interpret-trailers", "--parse"], input: Array(message.utf8)).text
    let ours = Trailers(message).list.map { "\($0.token): \($0.value)\n" }.joined()
    #expect(ours.isEmpty || ours == said, "\(message.debugDescription): \(said)")
  }
}
