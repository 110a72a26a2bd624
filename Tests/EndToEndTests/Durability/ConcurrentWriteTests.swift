import Foundation
import JudgeTestSupport
import Testing

/// Several processes write at once, and nothing that was acknowledged is lost.
@Suite struct ConcurrentWriteTests {
  /// Four appends each, in the long tests ten; `RepackTests` has more, with a repack beside them.
  @Test func eightProcessesThatAppend() throws {
    let each = PropertyRuns.isLong ? 10 : 4
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(each))
    let traces = try (0..<each).map { try repository.traceID("case-\($0)") }
    let script = """
      for trace in \(traces.joined(separator: " ")); do
        git-judge feedback add "$trace" --name speed --value fast --source-id "$1" --json \
          >> "$2" || exit 1
      done
      """
    let logs = (0..<8).map { repository.world.folder.url.appendingPathComponent("log-\($0)") }
    let writers = try logs.indices.map { number in
      try repository.world.start(
        "sh", ["-c", script, "writer", "writer-\(number)", logs[number].path], in: repository.url)
    }
    for writer in writers {
      let outcome = try writer.wait()
      #expect(outcome.status == 0, "\(outcome.all)")
    }
    let acknowledged = try logs.flatMap { log in
      try String(contentsOf: log, encoding: .utf8).matches(of: /"assessment_id": "(a-[0-9a-f]+)"/)
        .map { String($0.1) }
    }
    #expect(Set(acknowledged).count == 8 * each)
    let listed = try repository.json("feedback", "list", "--name", "speed")["feedback"]?.list ?? []
    #expect(Set(listed.compactMap { $0["assessment_id"]?.text }) == Set(acknowledged))
    #expect(listed.allSatisfy { $0["standing"] == "counts" })
    let checked = try repository.checked()
    #expect(checked.git.status == 0, "\(checked.git.all)")
    #expect(checked.judge["ok"] == true, "\(checked.judge.line)")
  }

  @Test func importsAtTheSameTime() throws {
    let repository = try Repository.ready()
    let imports = try (0..<4).map { number in
      let lines = (0..<30).map { Samples.line("\(number)-\($0)", labels: ["ann": "good"]) }
      let file = try repository.world.write("part-\(number).jsonl", lines: lines)
      return try repository.world.start(
        Binary.path, ["trace", "import", "--json", file], in: repository.url)
    }
    for running in imports {
      let outcome = try running.wait()
      #expect(outcome.status == 0, "\(outcome.all)")
    }
    #expect(try repository.json("status")["records", "trace"] == 120)
    #expect(try repository.keys("--limit", "1000").count == 120)
    #expect(try repository.checked().judge["ok"] == true)
  }
}
