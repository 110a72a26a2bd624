import Foundation
import JudgeTestSupport
import Testing

/// Long work shows a line on a terminal, and nothing elsewhere.
@Suite(.enabled(if: Terminal.isThere, "\(Terminal.absent)")) struct ProgressTests {
  private static let line = "Judging  ["
  private static let clear = "\r\u{1b}[K"

  /// An evaluation that takes over a second: a program that takes its time for each row.
  private func slow(_ rows: Int) throws -> (Repository, [String]) {
    let repository = try Repository.ready()
    let file = try repository.world.write(
      "rows.jsonl", lines: (0..<rows).map { Samples.line("row-\($0)") })
    let program = try repository.world.write(
      "slow.sh", "#!/bin/sh\ncat > /dev/null\nsleep 0.3\necho '{\"value\": true}'\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    return (
      repository,
      ["evaluate", "--data", file, "--exec", program, "--concurrency", "1", "--no-log"]
    )
  }

  @Test func aTerminalShowsTheLineAndLosesItAtTheEnd() throws {
    let (repository, command) = try slow(6)
    let shown = try Terminal.run(command, in: repository, columns: 120)
    let screen = shown["screen"]?.text ?? ""
    #expect(shown["status"]?.number == 0, "\(screen)")
    #expect(screen.contains(Self.clear + Self.line), "\(screen)")
    #expect(screen.contains(" %  ") && screen.contains("/6"), "\(screen)")
    let last = screen.components(separatedBy: Self.line).last ?? ""
    #expect(last.contains(Self.clear), "the line is taken away before the result: \(last)")
    #expect(last.components(separatedBy: Self.clear).last?.contains("Not recorded") == true)
    #expect(screen.components(separatedBy: Self.line).count < 30, "at most ten lines a second")
  }

  @Test func nobodyElseSeesIt() throws {
    let (repository, command) = try slow(4)
    let dumb = try Terminal.run(command, in: repository, environment: ["TERM": "dumb"])
    #expect(dumb["screen"]?.text?.contains("Judging") == false)
    let quiet = try Terminal.run(command + ["--quiet"], in: repository)
    #expect(quiet["screen"]?.text?.contains("Judging") == false)
    let piped = try repository.judge(command).expecting(0)
    #expect(!piped.all.contains("Judging") && !piped.all.contains("\u{1b}"))
  }

  @Test func whatEndsWithinASecondShowsNothing() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write("traces.jsonl", lines: Samples.labelled(20))
    let screen =
      try Terminal.run(["trace", "import", file, "--no-color"], in: repository)["screen"]?.text
    #expect(screen == "Imported 20 traces and 80 assessments from 20 lines\r\n")
  }

  @Test func cloneAndSyncOnATerminalSayWhatTheySayInAPipe() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.load(Samples.labelled(5))
    try world.run("git", ["init", "-q", "--bare", "remote.git"]).expecting(0)
    let remote = world.folder.file("remote.git").path
    try repository.git("remote", "add", "origin", remote).expecting(0)
    let synced = try Terminal.run(["sync"], in: repository)
    #expect(synced["status"]?.number == 0)
    #expect(synced["screen"]?.text?.contains("pushed, with origin at") == true)
    let cloned = try Terminal.run(["clone", remote, "copy"], in: repository)
    #expect(cloned["status"]?.number == 0, "\(cloned.line)")
    let missing = try Terminal.run(["clone", remote + "x", "other"], in: repository)
    let screen = missing["screen"]?.text ?? ""
    #expect(missing["status"]?.number == 125)
    #expect(screen.contains("does not exist") && !screen.contains("Cloning into"), "\(screen)")
    let checked = try Terminal.run(["fsck", "--deep", "--trust"], in: repository)
    #expect(checked["screen"]?.text?.contains("no problem") == true)
  }
}
