import Foundation
import JudgeTestSupport
import Testing

/// Repacks and prunes beside writers lose nothing that was acknowledged.
@Suite(.serialized) struct RepackTests {
  /// Two runs of each kind; `GIT_JUDGE_PROPERTY_RUNS` of the long tests makes it twenty.
  static let runs = PropertyRuns.isLong ? 20 : 2

  @Test(arguments: [
    "git repack -adq; git pack-refs --all", "git gc -q --prune=now",
  ])
  func besideEightWriters(_ command: String) throws {
    for _ in 0..<Self.runs { try run(command) }
  }

  private func run(_ command: String) throws {
    let repository = try Repository.ready()
    try repository.load((0..<15).map { Samples.line("case-\($0)") })
    let page = try repository.json("trace", "list")["traces"]?.list ?? []
    let traces = page.compactMap { $0["trace_id"]?.text }
    #expect(traces.count == 15)
    let writer = """
      for trace in \(traces.joined(separator: " ")); do
        git-judge feedback add "$trace" --name speed --value fast --source-id "$1" --json \
          >> "$2" || exit 1
      done
      """
    let stop = repository.world.folder.file("stop")
    let cleaner = try repository.world.start(
      "sh", ["-c", "while [ ! -e \"$1\" ]; do \(command); sleep 0.05; done", "cleaner", stop.path],
      in: repository.url)
    let logs = (0..<8).map { repository.world.folder.file("log-\($0)") }
    let writers = try logs.indices.map { number in
      try repository.world.start(
        "sh", ["-c", writer, "writer", "writer-\(number)", logs[number].path], in: repository.url)
    }
    for writer in writers {
      let outcome = try writer.wait()
      #expect(outcome.status == 0, "\(outcome.all)")
    }
    try Data().write(to: stop)
    _ = try cleaner.wait()
    let acknowledged = try logs.flatMap { log in
      try String(contentsOf: log, encoding: .utf8).matches(of: /"assessment_id": "(a-[0-9a-f]+)"/)
        .map { String($0.1) }
    }
    #expect(Set(acknowledged).count == 120)
    // What the index remembers proves nothing.
    try FileManager.default.removeItem(at: repository.url.appendingPathComponent(".git/git-judge"))
    let listed = try repository.json("feedback", "list", "--name", "speed")["feedback"]?.list ?? []
    #expect(Set(listed.compactMap { $0["assessment_id"]?.text }) == Set(acknowledged))
    let git = try repository.world.run(
      "git", ["fsck", "--full", "--strict", "--no-dangling"], in: repository.url)
    #expect(git.status == 0 && !git.all.contains("missing"), "\(git.all)")
    let judge = try repository.judge("fsck", "--deep", "--json")
    #expect(try judge.json()["ok"] == true, "\(judge.all)")
    let kept = try FileManager.default.contentsOfDirectory(
      atPath: repository.url.appendingPathComponent(".git/objects/pack").path
    ).filter { $0.hasSuffix(".keep") }
    #expect(kept.isEmpty)
  }

  /// A prune takes loose objects that no reference leads to yet; packs have a `.keep` file.
  @Test func whatSyncBringsAndSendsIsKeptAsPacks() throws {
    let one = try Repository.ready()
    let remote = try Repository(one.world, "remote.git", options: ["--bare"])
    try one.git("remote", "add", "origin", remote.path)
    try one.load([Samples.line("case-0")])
    try one.judge("sync").expecting(0)
    let two = try remote.clone("two", options: ["-b", "judge"])
    try two.git("checkout", "-q", "--detach")
    try one.load([Samples.line("case-1")])
    try one.judge("sync").expecting(0)
    let before = try two.git("count-objects").trimmed
    try two.judge("sync").expecting(0)
    #expect(try two.keys("--experiment", "support").count == 2)
    #expect(try two.git("count-objects").trimmed == before)
    #expect(try remote.git("count-objects").trimmed.hasPrefix("0 objects"))
    // The pack that came is folded with our own.
    let listed = try String(
      contentsOf: two.url.appendingPathComponent(".git/judge/packs"), encoding: .utf8)
    #expect(listed.split(separator: "\n").count == 1)
  }
}
