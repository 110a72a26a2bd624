import JudgeGit
import JudgeTestSupport
import Testing

@Suite struct UnionTests {
  /// One random history: commits of two sides that both grew from one base.
  private struct History {
    var base: ObjectID
    var ours: ObjectID
    var theirs: ObjectID
    var ourTree: ObjectID
    var theirTree: ObjectID
  }

  @Test func equalsGitMergeTreeOnRandomHistories() async throws {
    let random = RandomTrees(generator: SeededGenerator())
    let seed = random.generator.seed
    print("union against git merge-tree: GIT_JUDGE_SEED=\(seed)")
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    let histories = try grow(path, propertyRuns(150), random)
    let united = try unite(path, histories)
    let input = histories.map { "\($0.ours) \($0.theirs)\n" }.joined()
    let merged = try await sandbox.git(
      "merge-tree", "--write-tree", "--stdin", in: "store.git", input: Array(input.utf8))
    // each answer is "1 NUL tree NUL NUL": clean, the tree, no messages
    let answers = merged.text.split(separator: "\0", omittingEmptySubsequences: true)
    let trees = answers.filter { $0.count == 40 }
    #expect(answers.filter { $0 == "1" }.count == histories.count, "seed \(seed)")
    try #require(trees.count == united.count, "seed \(seed)")
    for (index, tree) in trees.enumerated() {
      #expect(united[index].hex == tree, "history \(index) of seed \(seed)")
    }
    #expect(try await sandbox.fsck() == "", "seed \(seed)")
  }

  private func grow(_ path: String, _ count: Int, _ start: RandomTrees) throws -> [History] {
    var random = start
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    var histories: [History] = []
    for _ in 0..<count {
      let base = try tree(repository, &writer, nil, random.paths(random.count(30)))
      let shared = random.paths(random.count(3))
      let ours = try tree(repository, &writer, base, shared + random.paths(random.count(8)))
      let theirs = try tree(repository, &writer, base, shared + random.paths(random.count(8)))
      let root = try commit(&writer, base, [])
      histories.append(
        History(
          base: root, ours: try commit(&writer, ours, [root]),
          theirs: try commit(&writer, theirs, [root]), ourTree: ours, theirTree: theirs))
    }
    try writer.finish()
    return histories
  }

  private func unite(_ path: String, _ histories: [History]) throws -> [ObjectID] {
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    var trees: [ObjectID] = []
    for history in histories {
      let union = try repository.uniteTrees(
        ours: history.ourTree, theirs: history.theirTree, into: &writer)
      #expect(union.collisions.isEmpty && union.others.isEmpty && union.refused.isEmpty)
      trees.append(union.tree)
    }
    try writer.finish()
    return trees
  }

  @Test func isCommutativeAssociativeAndIdempotent() async throws {
    let random = RandomTrees(generator: SeededGenerator())
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try laws(path, random)
  }

  private func laws(_ path: String, _ start: RandomTrees) throws {
    var random = start
    let seed = random.generator.seed
    let repository = try Repository.open(at: path)
    var writer = try PackWriter(repository)
    for run in 0..<propertyRuns(150) {
      let a = try tree(repository, &writer, nil, random.paths(random.count(20)))
      let b = try tree(repository, &writer, nil, random.paths(random.count(20)))
      let c = try tree(repository, &writer, nil, random.paths(random.count(20)))
      let ab = try repository.uniteTrees(ours: a, theirs: b, into: &writer).tree
      let ba = try repository.uniteTrees(ours: b, theirs: a, into: &writer).tree
      let bc = try repository.uniteTrees(ours: b, theirs: c, into: &writer).tree
      let left = try repository.uniteTrees(ours: ab, theirs: c, into: &writer).tree
      let right = try repository.uniteTrees(ours: a, theirs: bc, into: &writer).tree
      let again = try repository.uniteTrees(ours: ab, theirs: b, into: &writer).tree
      #expect(ab == ba, "commutative, run \(run) of seed \(seed)")
      #expect(left == right, "associative, run \(run) of seed \(seed)")
      #expect(again == ab, "idempotent, run \(run) of seed \(seed)")
    }
  }

  private func tree(
    _ repository: borrowing Repository, _ writer: inout PackWriter, _ base: ObjectID?,
    _ paths: [String]
  ) throws -> ObjectID {
    try writeTree(repository, &writer, base: base, paths.map { ($0, content(of: $0)) })
  }

  private func commit(_ writer: inout PackWriter, _ tree: ObjectID, _ parents: [ObjectID]) throws
    -> ObjectID
  {
    try writer.add(commit: Commit(tree: tree, parents: parents, author: ada, message: "x"))
  }
}
