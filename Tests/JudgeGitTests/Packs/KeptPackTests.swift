import FoundationEssentials
import JudgeGit
import Testing

/// A pack that nothing refers to yet outlives repacks beside its writer.
@Suite struct KeptPackTests {
  @Test func aRepackBeforeTheReferenceMovesTakesNothing() async throws {
    let sandbox = try Sandbox()
    let writing = try Writing(try await sandbox.bareRepository())
    for round in 0..<3 {
      let pack = try writing.pack("round \(round)")
      try await sandbox.git("repack", "-a", "-d", "-q", in: "store.git")
      try await sandbox.git("gc", "-q", "--prune=now", in: "store.git")
      try writing.move()
      pack.release()
      try await sandbox.git("repack", "-a", "-d", "-q", in: "store.git")
    }
    #expect(try await sandbox.fsck() == "")
    #expect(try sandbox.keepFiles() == [])
  }

  @Test func aPackThatWasDeletedAllTheSameIsWrittenAgain() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let writing = try Writing(path)
    let pack = try writing.pack("lost")
    try writing.move()
    for suffix in ["keep", "pack", "idx"] {
      try FileManager.default.removeItem(atPath: "\(path)/objects/pack/\(pack.name).\(suffix)")
    }
    #expect(!pack.isThere)
    try writing.restore(pack)
    #expect(pack.isThere)
    pack.release()
    #expect(try await sandbox.fsck() == "")
    #expect(try sandbox.keepFiles() == [])
  }

  /// A repack that saw the first pack unprotected deletes what has its name, `.keep` file or not.
  @Test func aSecondPackOfTheSameObjectsHasAnotherName() async throws {
    let sandbox = try Sandbox()
    let writing = try Writing(try await sandbox.bareRepository())
    let first = try writing.pack("again")
    let beside = try writing.pack("again")
    #expect(beside.name == first.name)
    first.release()
    #expect(try sandbox.keepFiles().count == 1)
    beside.release()
    #expect(try sandbox.keepFiles() == [])
    let second = try writing.pack("again")
    #expect(second.name != first.name)
    try writing.move()
    second.release()
    #expect(try await sandbox.fsck() == "")
  }

  @Test func onlyFilesOfDeadWritersAreTakenAway() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let writing = try Writing(path)
    let pack = try writing.pack("alive")
    let folder = path + "/objects/pack"
    let own = try String(contentsOfFile: "\(folder)/\(pack.name).keep", encoding: .utf8)
    let texts = [
      "pack-1.keep": own, "pack-2.keep": "", "pack-3.keep": "fetch-pack 12 on host\n",
      "pack-4.keep": "git-judge 12 on another machine\n", "other.keep": own,
    ]
    for (name, text) in texts { try sandbox.write(text, to: "\(folder)/\(name)") }
    #expect(KeptPack.removeAbandoned(in: path) == [])
    for name in try sandbox.keepFiles() { try sandbox.setAge("\(folder)/\(name)", days: 0.1) }
    #expect(KeptPack.removeAbandoned(in: path) == ["\(folder)/pack-1.keep"])
    for name in try sandbox.keepFiles() { try sandbox.setAge("\(folder)/\(name)", days: 2) }
    #expect(KeptPack.removeAbandoned(in: path) == ["\(folder)/pack-4.keep"])
    #expect(
      Set(try sandbox.keepFiles())
        == ["\(pack.name).keep", "pack-2.keep", "pack-3.keep", "other.keep"])
    pack.release()
  }

  /// What a commit takes over from objects that nothing refers to is in its own pack.
  @Test func unreferencedObjectsAreCopied() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let blob = try await sandbox.git(
      "hash-object", "-w", "--stdin", in: "store.git", input: Array("loose".utf8))
    let tree = try await sandbox.git(
      "mktree", in: "store.git",
      input: Array("100644 blob \(blob.lines[0])\tfile\n".utf8))
    let writing = try Writing(path)
    let id = try #require(ObjectID(hex: tree.lines[0]))
    let pack = try writing.adopting(id)
    try await sandbox.git("prune", "--expire=now", in: "store.git")
    try writing.move()
    pack.release()
    #expect(try await sandbox.fsck() == "")
    let base = try await sandbox.git("show", "judge:base", in: "store.git").text
    let adopted = try await sandbox.git("show", "judge:folder/file", in: "store.git").text
    #expect([base, adopted] == ["base", "loose"])
  }

  /// Keeps a repository over suspension points.
  private final class Writing {
    private let repository: Repository
    private var last: ObjectID?

    init(_ path: String) throws { repository = try Repository.open(at: path) }

    /// A pack with a commit on top of the branch, which stays where it is.
    func pack(_ message: String) throws -> KeptPack {
      var writer = try PackWriter(repository)
      let base = try tip().map { try repository.commit($0).tree }
      let tree = try writeTree(repository, &writer, base: base, [(message, message)])
      return try finish(tree, message, &writer)
    }

    /// The same with a tree of the repository below a folder.
    func adopting(_ tree: ObjectID) throws -> KeptPack {
      try commitFiles(repository, [("base", "base")])
      var writer = try PackWriter(repository)
      let base = try tip().map { try repository.commit($0).tree }
      var edit = TreeEdit(base: base)
      edit.set("folder", tree, mode: .tree)
      let finished = edit
      let root = try finished.write(into: &writer, from: repository)
      try writer.adopt(root, besides: base.map { [$0] } ?? [], from: repository)
      return try finish(root, "adopting", &writer)
    }

    private func finish(
      _ tree: ObjectID, _ message: String, _ writer: inout PackWriter
    ) throws -> KeptPack {
      last = try writer.add(
        commit: Commit(
          tree: tree, parents: try tip().map { [$0] } ?? [], author: ada, message: message))
      var done = try PackWriter(repository)
      swap(&done, &writer)
      return try #require(try done.finish())
    }

    func move() throws {
      try repository.compareAndSwap(
        "refs/heads/judge", to: try #require(last), from: try tip(), message: "move")
    }

    func restore(_ pack: KeptPack) throws { try pack.restore(repository) }

    private func tip() throws -> ObjectID? { try repository.resolve("refs/heads/judge") }
  }
}

extension Sandbox {
  fileprivate func keepFiles() throws -> [String] {
    try names(in: path + "/store.git/objects/pack").filter { $0.hasSuffix(".keep") }
  }
}
