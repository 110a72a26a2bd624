import Foundation
import JudgeTestSupport
import Testing

/// `git reset --hard` beside writers on a checked-out branch: nothing is out of reach.
@Suite struct ResetTests {
  @Test func repairPutsBackWhatResetsTookAway() throws {
    let repository = try Repository.ready()
    try repository.load((0..<6).map { Samples.line("case-\($0)") })
    try repository.git("switch", "-q", "judge")
    let traces = try (0..<6).map { try repository.traceID("case-\($0)") }
    let stop = repository.world.folder.file("stop")
    let resets = try repository.world.start(
      "sh", ["-c", "while [ ! -e \"$1\" ]; do git reset -q --hard; done", "resets", stop.path],
      in: repository.url)
    let script = """
      for trace in \(traces.joined(separator: " ")); do
        git-judge feedback add "$trace" --name speed --value fast --source-id "$1" --json >> "$2"
      done
      """
    let logs = (0..<2).map { repository.world.folder.file("log-\($0)") }
    let writers = try logs.indices.map { number in
      try repository.world.start(
        "sh", ["-c", script, "writer", "writer-\(number)", logs[number].path], in: repository.url)
    }
    for writer in writers { _ = try writer.wait() }
    try Data().write(to: stop)
    _ = try resets.wait()
    let acknowledged = try logs.flatMap { log in
      try String(contentsOf: log, encoding: .utf8).matches(of: /"assessment_id": "(a-[0-9a-f]+)"/)
        .map { String($0.1) }
    }
    #expect(!acknowledged.isEmpty)
    try repository.judge("fsck", "--repair").expecting(0)
    let listed = try repository.json("feedback", "list", "--name", "speed")["feedback"]?.list ?? []
    let present = Set(listed.compactMap { $0["assessment_id"]?.text })
    #expect(present.isSuperset(of: acknowledged))
    #expect(try repository.git("status", "--porcelain").trimmed == "")
    let checked = try repository.checked()
    #expect(checked.git.status == 0, "\(checked.git.all)")
    #expect(checked.judge["ok"] == true, "\(checked.judge.line)")
  }

  @Test func untrackedFilesInTheWay() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("case-0"), Samples.line("case-1")])
    try repository.git("switch", "-q", "judge")
    let tip = try repository.tip()
    try repository.git("reset", "-q", "--hard", "HEAD~1")
    let paths = try repository.git("diff", "--name-only", "--diff-filter=A", "HEAD", tip).lines
    #expect(paths.count == 2)
    for path in paths {
      let file = repository.url.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try repository.git("show", "\(tip):\(path)").output.write(to: file)
    }
    // Another content is never overwritten, and the file is named.
    let other = repository.url.appendingPathComponent(paths[0])
    try Data("mine\n".utf8).write(to: other)
    let refused = try repository.judge("fsck", "--repair").expecting(3)
    #expect(refused.errorText.contains(paths[0]), "\(refused.all)")
    #expect(!refused.errorText.contains(paths[1]), "\(refused.all)")
    #expect(try String(contentsOf: other, encoding: .utf8) == "mine\n")
    // The very content of the record is not an obstacle.
    try repository.git("show", "\(tip):\(paths[0])").output.write(to: other)
    try repository.judge("fsck", "--repair").expecting(0)
    #expect(try repository.keys().count == 2)
    #expect(try repository.git("status", "--porcelain").trimmed == "")
    // A repair that merges says who brought the records: their own commit did.
    #expect(
      try repository.world.run(
        "git", ["merge-base", "--is-ancestor", tip, "judge"], in: repository.url
      ).status == 0)
  }
}
