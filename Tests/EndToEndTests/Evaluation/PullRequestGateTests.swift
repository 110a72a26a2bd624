import Foundation
import Testing

/// What the workflow of Examples/ci does: judges at depth 1, rows of a file, a gate.
@Suite struct PullRequestGateTests {
  @Test func aShallowFetchIsEnoughToJudgeRowsAndGateOnThem() throws {
    let repository = try Repository.ready()
    try repository.judge(
      "new", "digits", "--builtin", "regex_match", "--set", "pattern=[0-9]"
    ).expecting(0)
    try repository.load([Samples.line("a"), Samples.line("b")])
    let clone = try Repository(repository.world, "change")
    try clone.git("remote", "add", "origin", "file://\(repository.path)")
    try clone.git("fetch", "-q", "--depth", "1", "origin", "judge:refs/remotes/origin/judge")
    let rows = try clone.world.write(
      "rows.jsonl",
      """
      {"client_request_id": "x", "inputs": "q", "outputs": "8080"}
      {"client_request_id": "x", "inputs": "q", "outputs": "none"}
      {"inputs": "q", "outputs": "42"}
      {"inputs": "q"}
      """)
    let run = try clone.json("evaluate", "--data", rows, "--judge", "digits")
    let id = try #require(run["run"]?.text)
    #expect(run["metrics", "digits/pass"] == 0.5 && run["errors"] == 1)

    let strict = try clone.judge("gate", id, "--min", "digits/pass=0.5", "--json")
    #expect(strict.status == 1, "an error is not a pass: \(strict.all)")
    let lenient = try clone.judge(
      "gate", id, "--min", "digits/pass=0.5", "--max-errors", "1", "--json")
    #expect(lenient.status == 0, "\(lenient.all)")
    let missed = try clone.judge("gate", id, "--min", "digits/pass=0.6", "--max-errors", "1")
    #expect(missed.status == 1)

    // Another answer to the same rows: which flipped.
    let better = try clone.world.write(
      "better.jsonl",
      """
      {"client_request_id": "x", "inputs": "q", "outputs": "8080"}
      {"client_request_id": "x", "inputs": "q", "outputs": "now 7"}
      {"inputs": "q", "outputs": "none"}
      {"inputs": "q", "outputs": "4"}
      """)
    let second = try clone.json("evaluate", "--data", better, "--judge", "digits")
    let compared = try clone.json("compare", id, second["run"]?.text ?? "")
    let digits = compared["assessments", "digits"]
    // The row that failed before counts as wrong then.
    #expect(digits?["n"] == 4 && digits?["failed"] == ["row:row-4"])
    #expect(digits?["fixed"] == ["row:row-4", "row:x#2"])
    #expect(digits?["broken"] == ["row:row-3"])
    // A row that cannot be read fails the gate, also if all others pass; so do fewer rows.
    let partial = try clone.world.write(
      "partial.jsonl",
      """
      {"client_request_id": "x", "inputs": "q", "outputs": "8080"}
      {"inputs": "q", "outputs":
      """)
    let cut = try clone.judge("evaluate", "--data", partial, "--judge", "digits", "--json")
    #expect(cut.status == 3)
    let third = try cut.json()["run"]?.text ?? ""
    let gated = try clone.judge(
      "gate", third, "--min", "digits/pass=0.5", "--baseline", id, "--json")
    #expect(gated.status == 1, "\(gated.all)")
    let failed = try gated.json()["checks"]?.list?.filter { $0["passed"] == false }
    #expect(failed?.compactMap { $0["name"]?.text } == ["rejected", "digits/n"])

    // No trace of the store has got a verdict from rows.
    #expect(try clone.keys("--where", "feedback.digits IS NOT NULL") == [])
    // A fetch of one commit brings no tag of an older one; nothing else is missing.
    let problems = try clone.judge("fsck", "--json").json()["problems"]?.list ?? []
    #expect(problems.allSatisfy { $0["kind"] == "tag-missing" }, "\(problems)")
  }
}
