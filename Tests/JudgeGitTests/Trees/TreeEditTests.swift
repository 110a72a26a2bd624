import JudgeGit
import JudgeTestSupport
import Testing

@Suite struct TreeEditTests {
  @Test func stepByStepEqualsInOneGoAndGitsOwnTree() async throws {
    let random = RandomTrees(generator: SeededGenerator())
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let (tree, files) = try steps(path, random)
    // the same files through git's own index
    let lines = files.sorted { $0.key < $1.key }.map { "100644 \($0.value)\t\($0.key)\0" }
    try await sandbox.git(
      "update-index", "-z", "--index-info", in: "store.git", input: Array(lines.joined().utf8))
    let written = try await sandbox.git("write-tree", in: "store.git")
    #expect(written.text == "\(tree)\n", "seed \(random.generator.seed)")
    #expect(try await sandbox.fsck() == "", "seed \(random.generator.seed)")
  }

  /// Returns the last tree and what it must hold.
  private func steps(_ path: String, _ start: RandomTrees) throws
    -> (ObjectID, [String: ObjectID])
  {
    var random = start
    let seed = random.generator.seed
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    var last: (ObjectID, [String: ObjectID]) = (.emptyTree, [:])
    for run in 0..<propertyRuns(200) {
      var model: [String: ObjectID] = [:]
      var slow: ObjectID?
      for _ in 0..<(random.count(30) + 1) {
        let path = random.path()
        var edit = TreeEdit(base: slow)
        if random.count(3) == 0 {
          edit.remove(path)
          model[path] = nil
        } else {
          let id = try writer.add(blob: Array(content(of: path).utf8))
          edit.set(path, id)
          model[path] = id
        }
        slow = try edit.write(into: &writer, from: repository)
      }
      var fast = TreeEdit(base: nil)
      for (path, id) in model { fast.set(path, id) }
      let tree = try fast.write(into: &writer, from: repository)
      #expect(slow == tree, "run \(run) of seed \(seed)")
      last = (tree, model)
    }
    try writer.finish()
    return last
  }

  @Test func foldersGoInAndOutAsAWhole() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try folders(path)
  }

  private func folders(_ path: String) throws {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    let base = try writeTree(
      repository, &writer, base: nil, [("a/b/c", "1"), ("a/d", "2"), ("e.txt", "3"), ("f/g", "4")])
    let judges = try writeTree(repository, &writer, base: nil, [("x.json", "5")])
    var edit = TreeEdit(base: base)
    edit.removeFolder("a")
    edit.set("judges", judges, mode: .tree)
    edit.set("judges/y.json", try writer.add(blob: Array("6".utf8)))
    edit.remove("f/g")
    edit.remove("no/such/file")
    let tree = try edit.write(into: &writer, from: repository)
    var nothing = TreeEdit(base: base)
    for folder in ["a", "f"] { nothing.removeFolder(folder) }
    nothing.remove("e.txt")
    #expect(try nothing.write(into: &writer, from: repository) == .emptyTree)
    #expect(try TreeEdit(base: base).write(into: &writer, from: repository) == base)
    try writer.finish()
    #expect(
      try repository.files(in: tree).map(\.path) == ["e.txt", "judges/x.json", "judges/y.json"])
  }

  @Test func theLastCallForAPathWins() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try lastWins(path)
  }

  private func lastWins(_ path: String) throws {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    let tree = try writeTree(
      repository, &writer, base: nil,
      [("a/b", "1"), ("a/b", "2"), ("c", "1"), ("c", nil), ("a/b", "3")])
    #expect(tree == (try writeTree(repository, &writer, base: nil, [("a/b", "3")])))
  }

  @Test(arguments: [
    "", "/a", "a/", "a//b", "../a", "a/./b", ".git/config", "a/.GIT/x", "x\0y",
  ])
  func pathsThatGitRefusesAreRefused(_ bad: String) async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    #expect(try refusal(path, [bad]) == .invalid)
  }

  @Test func aFileAndAFolderOfOneNameAreRefused() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    #expect(try refusal(path, ["a/b", "a"]) == .invalid)
    #expect(try refusal(path, ["a", "a.b", "a/b"]) == .invalid)
    #expect(try refusal(path, ["a", "a.b", "a0"]) == nil)
  }

  private func refusal(_ path: String, _ paths: [String]) throws -> GitError.Code? {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    var edit = TreeEdit(base: nil)
    for path in paths { edit.set(path, .emptyTree) }
    do {
      _ = try edit.write(into: &writer, from: repository)
      return nil
    } catch {
      return error.code
    }
  }
}
