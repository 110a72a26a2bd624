import JudgeGit
import JudgeTestSupport
import Testing

@Suite struct PackWriterTests {
  @Test func anAbandonedWriterLeavesNothingBehind() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let before = try sandbox.names(in: path + "/objects/pack")
    try abandon(path)
    #expect(try sandbox.names(in: path + "/objects/pack") == before)
    #expect(try sandbox.names(in: path + "/objects") == ["info", "pack"])
    #expect(!sandbox.exists(path + "/judge/packs"))
  }

  private func abandon(_ path: String) throws {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    for number in 0..<100 { try writer.add(blob: Array("record \(number)".utf8)) }
    #expect(writer.objectCount == 100)
  }

  @Test func anObjectIsWrittenOnce() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try twice(path)
    let packs = try sandbox.names(in: path + "/objects/pack").filter { $0.hasSuffix(".pack") }
    #expect(packs.count == 1)
  }

  private func twice(_ path: String) throws {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    let id = try writer.add(blob: [1, 2, 3])
    #expect(try writer.add(blob: [1, 2, 3]) == id)
    #expect(writer.objectCount == 1)
    #expect(try writer.finish()?.name.hasPrefix("pack-") == true)
    let empty = try PackWriter(repository)
    #expect(try empty.finish() == nil)
  }

  /// More than fits into a chunk, into memory at once, and objects larger than a chunk.
  @Test func aLargePackIsWhole() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try large(path)
    #expect(try await sandbox.fsck() == "")
    let count = try await sandbox.git("rev-list", "--objects", "--count", "judge", in: "store.git")
    #expect(count.text == "205\n")
  }

  private func large(_ path: String) throws {
    let repository = try Repository.open(at: path)
    var generator = SeededGenerator(seed: 1)
    var writer = try PackWriter(repository)
    var edit = TreeEdit(base: nil)
    for number in 0..<200 {
      let size = number == 100 ? 3 << 20 : 600_000
      // 4 random bits a byte: it deflates to half
      let bytes = (0..<(size / 8)).flatMap { _ in
        withUnsafeBytes(of: generator.next() & 0x0F0F_0F0F_0F0F_0F0F) { Array($0) }
      }
      let folder = ["a", "b", "c"][number % 3]
      edit.set("\(folder)/\(number)", try writer.add(blob: bytes))
    }
    let tree = try edit.write(into: &writer, from: repository)
    let commit = try writer.add(
      commit: Commit(tree: tree, parents: [], author: ada, message: "large"))
    try writer.finish()
    try repository.compareAndSwap("refs/heads/judge", to: commit, from: nil, message: "x")
    #expect(try repository.files(in: tree).count == 200)
  }

  @Test func treesAreSortedAndChecked() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try trees(path)
  }

  private func trees(_ path: String) throws {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    let blob = try writer.add(blob: [])
    let tree = try writer.add(tree: [
      TreeEntry(name: "b", mode: .tree, id: .emptyTree), TreeEntry(name: "b.c", id: blob),
      TreeEntry(name: "a", id: blob),
    ])
    for names in [["a", "a"], ["a/b"], [""], [".git"]] {
      #expect(throws: GitError.self) {
        try writer.add(tree: names.map { TreeEntry(name: $0, id: blob) })
      }
    }
    try writer.finish()
    #expect(try repository.tree(tree).map(\.text) == ["a", "b.c", "b"])
  }
}
