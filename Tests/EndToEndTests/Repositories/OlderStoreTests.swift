import Foundation
import JudgeTestSupport
import Testing

/// A store that an older version wrote says the same, and goes on to grow.
@Suite struct OlderStoreTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/older-store")

  @Test func itOpensVerifiesSyncsAndImportsAgain() throws {
    let world = try World()
    let bundle = Self.folder.appending(path: "store.bundle").path
    let remote = try Repository(world, "team.git", options: ["--bare"])
    try remote.git(
      "fetch", "-q", bundle, "refs/heads/judge:refs/heads/judge", "refs/tags/*:refs/tags/*")
    try world.run(Binary.path, ["clone", remote.path, "ann"]).expecting(0)
    let ann = Repository(world, at: world.folder.file("ann"))

    // Every label stands as it did, those of the store that Bob began apart too.
    let before = try JSON(
      parsing: try Data(contentsOf: Self.folder.appending(path: "labels.json")))
    let after = try ann.json("feedback", "list")
    #expect(after["feedback"] == before["feedback"])
    #expect(after["redacted"] == 1)
    #expect(try ann.json("fsck", "--deep")["ok"] == true)
    #expect(try ann.json("fsck", "--trust")["ok"] == true)
    #expect(try ann.json("owners")["owners"] == ["ann@example.com"])
    #expect(try ann.json("show", "tone@v1")["values"] == ["bad", "good"])

    let again = try ann.json(
      "trace", "import", Self.folder.appending(path: "reviews.jsonl").path)
    #expect(again["traces"] == 0 && again["assessments"] == 0, "\(again)")
    #expect(again["conflicting"] == 0, "\(again)")
    let id = try ann.traceID("c5")
    try ann.judge("feedback", "add", id, "--name", "tone", "--value", "bad").expecting(0)
    try ann.judge("sync").expecting(0)
    // Another new clone says the same.
    try world.run(Binary.path, ["clone", remote.path, "late"]).expecting(0)
    let late = Repository(world, at: world.folder.file("late"))
    let lists = try [ann, late].map { try $0.json("feedback", "list")["feedback"] }
    #expect(lists[0] == lists[1])
  }
}
