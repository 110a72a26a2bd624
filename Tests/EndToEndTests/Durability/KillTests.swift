import Foundation
import JudgeTestSupport
import Testing

/// `kill -9` at any moment leaves a store that is whole, with every acknowledged record.
@Suite struct KillTests {
  /// Enough runs to hit different moments; `GIT_JUDGE_PROPERTY_RUNS` asks for more.
  static let runs = PropertyRuns.count(8)

  @Test func duringImport() throws {
    var random = SeededGenerator(seed: 20)
    let repository = try Repository.ready()
    var acknowledged = Set<String>()
    // One import to its end says how long the moments to choose from are.
    let start = Date()
    acknowledged.formUnion(try finished(repository, 0))
    let length = Date().timeIntervalSince(start)
    for number in 1...Self.runs {
      let moment = Double.random(in: 0...(length * 1.1), using: &random)
      let running = try begin(repository, number)
      Thread.sleep(forTimeInterval: moment)
      running.kill()
      let outcome = try running.wait()
      if outcome.status == 0, (try? outcome.json()) != nil {
        acknowledged.formUnion(keys(number))
      }
      let quick = try repository.judge("fsck", "--quick", "--json")
      #expect(quick.status == 0, "run \(number), killed after \(moment) s: \(quick.all)")
    }
    try expectWhole(repository, acknowledged)
    // What was cut off can be done again.
    for number in 1...Self.runs { acknowledged.formUnion(try finished(repository, number)) }
    try expectWhole(repository, acknowledged)
  }

  @Test func duringAppends() throws {
    var random = SeededGenerator(seed: 21)
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(1))
    let trace = try repository.traceID("case-0")
    let script = """
      n=0
      while [ "$n" -lt 100 ]; do
        n=$((n + 1))
        git-judge feedback add "$1" --name speed --value fast --source-id "$2-$n" --json > "$3.part" \
          && cat "$3.part" >> "$3"
      done
      """
    let log = repository.world.folder.url.appendingPathComponent("log")
    for number in 0..<max(1, Self.runs / 3) {
      let running = try repository.world.start(
        "sh", ["-c", script, "writer", trace, "run-\(number)", log.path], in: repository.url)
      Thread.sleep(forTimeInterval: 0.3 + Double.random(in: 0...0.7, using: &random))
      try running.killGroup()
    }
    let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    let acknowledged = text.matches(of: /"assessment_id": "(a-[0-9a-f]+)"/).map { String($0.1) }
    let listed = try repository.json("feedback", "list", "--name", "speed")["feedback"]?.list ?? []
    let present = Set(listed.compactMap { $0["assessment_id"]?.text })
    #expect(present.isSuperset(of: acknowledged))
    let checked = try repository.checked()
    #expect(checked.git.status == 0, "\(checked.git.all)")
    #expect(checked.judge["ok"] == true, "\(checked.judge.line)")
  }

  private func keys(_ number: Int) -> [String] { (0..<60).map { "\(number)-\($0)" } }

  private func begin(_ repository: Repository, _ number: Int) throws -> RunningProgram {
    let lines = keys(number).map {
      Samples.line($0, labels: ["ann": "good"], verdicts: ["m": "bad"])
    }
    let file = try repository.world.write("import-\(number).jsonl", lines: lines)
    return try repository.world.start(
      Binary.path, ["trace", "import", "--json", file], in: repository.url)
  }

  private func finished(_ repository: Repository, _ number: Int) throws -> [String] {
    try begin(repository, number).wait().expecting(0)
    return keys(number)
  }

  private func expectWhole(_ repository: Repository, _ acknowledged: Set<String>) throws {
    let checked = try repository.checked()
    #expect(checked.git.status == 0, "\(checked.git.all)")
    #expect(!checked.git.errorText.contains("error"), "\(checked.git.all)")
    #expect(checked.judge["ok"] == true, "\(checked.judge.line)")
    let present = Set(try repository.keys("--limit", "100000"))
    #expect(present.isSuperset(of: acknowledged))
    // An import is one commit: it is there whole or not at all.
    #expect(present.count.isMultiple(of: 60))
  }
}
