import Foundation
import JudgeTestSupport
import Testing

/// `export --output` writes every record as a plain file whose name is its SHA-256.
@Suite struct ExportTests {
  @Test func theFilesAreTheRecords() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.load(Samples.labelled(5))
    let target = world.folder.url.appendingPathComponent("plain")
    let result = try repository.json("export", "--output", target.path)
    let tree = try repository.git("ls-tree", "-r", "--name-only", "judge").lines
    #expect(result["files"]?.int ?? 0 >= tree.count - 1)
    for path in tree where path != "format.json" {
      let bytes = try Data(contentsOf: target.appendingPathComponent(path))
      #expect(try repository.git("cat-file", "blob", "judge:\(path)").output == bytes, "\(path)")
    }
    let sums = try world.run(
      "sh", ["-c", "find traces -name '*.json' -exec sha256sum {} +"], in: target
    ).expecting(0)
    #expect(sums.lines.count == 5)
    for line in sums.lines {
      let parts = line.split(separator: " ").map(String.init)
      let name = parts[1].replacing("traces/", with: "").replacing("/", with: "")
      #expect(name == "\(parts[0]).json")
    }
  }

  @Test func namesThatLeadOutOfTheFolderAreWrittenNowhere() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    let world = repository.world
    let bytes = try world.write("evil.txt", "evil\n")
    let blob = try repository.git("hash-object", "-w", bytes).trimmed
    func tree(_ lines: String) throws -> String {
      let listing = try world.write("listing", lines)
      let made = try world.run(
        "git", ["mktree"], in: repository.url, input: URL(fileURLWithPath: listing))
      return try made.expecting(0).trimmed
    }
    let inner = try tree("100644 blob \(blob)\tescaped.txt\n")
    let names = ["..", ".git", ".GIT"].map { "040000 tree \(inner)\t\($0)\n" }.joined()
    let base = try repository.git("ls-tree", "refs/heads/judge").text
    let evil = try tree(base + names)
    let tip = try repository.git(
      "commit-tree", evil, "-p", "refs/heads/judge", "-m", "names"
    ).trimmed
    try repository.git("update-ref", "refs/heads/judge", tip)
    let folder = world.folder.file("out/files")
    // A tree that git itself would not check out may be refused as a whole.
    let outcome = try repository.judge("export", "--output", folder.path)
    #expect([0, 3].contains(outcome.status), "\(outcome.all)")
    let found = try world.run("find", [world.folder.path, "-name", "escaped.txt"])
    #expect(found.trimmed.isEmpty, "\(found.text)")
  }
}
