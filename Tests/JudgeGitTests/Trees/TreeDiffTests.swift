import JudgeGit
import JudgeTestSupport
import Testing

@Suite struct TreeDiffTests {
  @Test func equalsGitDiffTreeOnRandomTrees() async throws {
    let random = RandomTrees(generator: SeededGenerator())
    let seed = random.generator.seed
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let pairs = try randomPairs(path, random, min(propertyRuns(60), 1000))
    for (old, new) in pairs {
      let git = try await sandbox.git(
        "-c", "core.quotePath=false", "diff-tree", "-r", "--no-renames", old.hex, new.hex,
        in: "store.git")
      #expect(try ours(path, old, new) == git.text, "\(old) \(new), seed \(seed)")
    }
  }

  private func randomPairs(_ path: String, _ start: RandomTrees, _ count: Int) throws
    -> [(ObjectID, ObjectID)]
  {
    var random = start
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    var pairs: [(ObjectID, ObjectID)] = []
    for _ in 0..<count {
      let kept = random.paths(random.count(30))
      let base = try writeTree(
        repository, &writer, base: nil, kept.map { ($0, content(of: $0)) })
      var files: [(path: String, text: String?)] = []
      for path in kept.prefix(random.count(10)) {
        files.append((path, random.count(1) == 0 ? nil : "changed"))
      }
      files += random.paths(random.count(10)).map { ($0, content(of: $0)) }
      pairs.append((base, try writeTree(repository, &writer, base: base, files)))
    }
    try writer.finish()
    return pairs
  }

  /// In the format of `git diff-tree -r`.
  private func ours(_ path: String, _ old: ObjectID, _ new: ObjectID) throws -> String {
    let repository = try Repository.open(at: path)
    var text = ""
    try repository.diffTrees(old: old, new: new) { change in
      let kind = change.old == nil ? "A" : change.new == nil ? "D" : "M"
      text += ":\(mode(change.old)) \(mode(change.new)) \(id(change.old)) \(id(change.new)) "
      text += "\(kind)\t\(change.path)\n"
    }
    return text
  }

  private func mode(_ side: TreeChange.Side?) -> String { side?.mode.description ?? "000000" }
  private func id(_ side: TreeChange.Side?) -> String { (side?.id ?? .zero).hex }

  @Test func onlyThePrefixesAskedForAreWalked() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try prefixes(path)
  }

  private func prefixes(_ path: String) throws {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    let old = try writeTree(
      repository, &writer, base: nil, [("a/x", "1"), ("b/x", "1"), ("format.json", "{}")])
    let new = try writeTree(
      repository, &writer, base: old,
      [("a/y", "2"), ("b/y", "2"), ("c/d/z", "3"), ("format.json", "{ }")])
    try writer.finish()
    var paths: [String] = []
    try repository.diffTrees(old: old, new: new, under: ["c/d", "a/", "format.json", "none"]) {
      paths.append($0.path)
    }
    #expect(paths == ["c/d/z", "a/y", "format.json"])
    #expect(try repository.files(in: new, under: ["b"]).map(\.path) == ["b/x", "b/y"])
    var removed: [String] = []
    try repository.diffTrees(old: old, new: nil) { if $0.new == nil { removed.append($0.path) } }
    #expect(removed == ["a/x", "b/x", "format.json"])
  }
}
