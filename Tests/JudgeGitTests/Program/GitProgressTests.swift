import JudgeTestSupport
import JudgeWork
import Testing

@testable import JudgeGit

/// What git writes while it works.
@Suite struct GitProgressTests {
  @Test(arguments: [
    ("Receiving objects:  45% (450/1000), 2.10 MiB | 1.00 MiB/s", "Receiving objects", 450, 1000),
    ("remote: Compressing objects: 100% (12/12), done.", "Compressing objects", 12, 12),
    ("Checking objects:   3% (3/100)", "Checking objects", 3, 100),
  ])
  func countsAreSteps(_ line: String, _ what: String, _ done: Int, _ total: Int) {
    #expect(GitProgress.step(line) == WorkStep(what, done: done, of: total))
  }

  @Test func aCountWithoutATotal() {
    #expect(
      GitProgress.step("remote: Enumerating objects: 50")
        == WorkStep(
          "Enumerating objects", done: 50, of: nil))
    #expect(
      GitProgress.step("Enumerating objects: 63, done.")
        == WorkStep(
          "Enumerating objects", done: 63, of: 63))
  }

  @Test(arguments: [
    "fatal: repository 'x' not found", "error: failed to push some refs (1/2)",
    "remote: git-judge: refused: 12% (1/2)", "From /tmp/x", " * [new branch] judge -> judge", "",
    "To file:///tmp/x", "hint: Updates were rejected: 5", "remote: Refused: 12",
    "Writing: too little room",
  ])
  func allElseIsKept(_ line: String) {
    #expect(GitProgress.step(line) == nil)
    var progress = GitProgress()
    #expect(progress.take(Array((line + "\n").utf8)).isEmpty)
    #expect(String(decoding: progress.rest, as: UTF8.self) == line + "\n")
  }

  @Test func piecesBreakAnywhere() {
    let text =
      "Cloning into 'x'...\nReceiving objects:  50% (1/2)\rReceiving objects: 100% (2/2)\n"
      + "fatal: no\n"
    let bytes = Array(text.utf8)
    for size in 1...bytes.count {
      var progress = GitProgress()
      var steps: [WorkStep] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        steps += progress.take(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(progress.finish() == nil)
      #expect(steps.map(\.done) == [1, 2], "pieces of \(size)")
      #expect(progress.rest == Array("fatal: no\n".utf8), "pieces of \(size)")
    }
  }

  @Test func aStepThatGitDidNotEndIsEnded() {
    var progress = GitProgress()
    _ = progress.take(Array("Counting objects: 50\r".utf8))
    #expect(progress.finish()?.isOver == true)
  }

  @Test func argumentsAskForProgressOnlyIfSomebodyListens() {
    let fetch = ["-c", "fetch.unpackLimit=1", "fetch", "--quiet", "--", "origin", "--quiet"]
    #expect(GitProgress.showing(fetch) == nil)
    WorkProgress.$listener.withValue(WorkListener { _ in }) {
      #expect(
        GitProgress.showing(fetch)
          == ["-c", "fetch.unpackLimit=1", "fetch", "--progress", "--", "origin", "--quiet"])
      #expect(
        GitProgress.showing(["push", "--porcelain", "--", "origin"])
          == ["push", "--progress", "--porcelain", "--", "origin"])
      #expect(GitProgress.showing(["log", "--format=%H"]) == nil)
      #expect(
        GitProgress.showing(["fsck", "--no-progress", "--strict"])
          == ["fsck", "--progress", "--strict"])
    }
  }
}
