import Foundation
import Testing

/// Two people who import different files offline end with the same set of records.
@Suite struct UnionTests {
  @Test func plainMergesMeetInOneTree() throws {
    let world = try World()
    let first = try Repository.ready(world, "first")
    let second = try Repository.ready(world, "second")
    let lines = Samples.labelled(40)
    try first.load(Array(lines[..<25]), as: "early.jsonl")
    try second.load(Array(lines[15...]), as: "late.jsonl")
    for (repository, other) in [(first, second), (second, first)] {
      let side = repository.url.appendingPathComponent(
        "../side-\(repository.url.lastPathComponent)")
      try repository.git("worktree", "add", "-q", side.path, "judge")
      let checkedOut = Repository(world, at: side)
      try checkedOut.git("fetch", "-q", other.path, "judge:refs/heads/theirs")
      try checkedOut.git("merge", "-q", "--allow-unrelated-histories", "-m", "Unite", "theirs")
    }
    #expect(try first.tree() == second.tree())
    #expect(try first.json("status")["records"] == second.json("status")["records"])
    #expect(try first.json("status")["records", "trace"] == 40)
    #expect(try first.checked().judge["ok"] == true)
  }
}
