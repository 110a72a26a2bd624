import Foundation
import JudgeTestSupport
import Testing

/// `export --files` writes every record as a plain file whose name is its SHA-256.
@Suite struct ExportTests {
  @Test func theFilesAreTheRecords() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.load(Samples.labelled(5))
    let target = world.folder.url.appendingPathComponent("plain")
    let result = try repository.json("export", "--files", target.path)
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
}
