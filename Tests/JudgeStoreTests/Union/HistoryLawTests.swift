import JudgeGit
import JudgeRecords
import JudgeTestSupport
import Testing

/// Histories of several reviewers come to one tree and one state, whoever meets whom first.
///
/// `GIT_JUDGE_PROPERTY_RUNS` says how many: 150, in `make test-long` 10,000.
@Suite struct HistoryLawTests {
  @Test func unionIsCommutativeAssociativeAndIdempotent() async throws {
    let box = try Sandbox()
    try await box.git("init", "-q", "--bare", "laws")
    try laws(box.path + "/laws")
  }

  private func laws(_ path: String) throws {
    let repository = try Repository.open(at: path)
    // Nothing is finished: trees are read back from what the writer holds.
    var writer = try PackWriter(repository)
    for seed in PropertyRuns.seeds(150) {
      let clones = try RandomHistory(seed: seed).clones
      let trees = try clones.map { try tree(of: $0, repository, &writer) }
      func unite(_ ours: ObjectID, _ theirs: ObjectID) throws -> ObjectID {
        try repository.uniteTrees(ours: ours, theirs: theirs, into: &writer).tree
      }
      let (a, b, c) = (trees[0], trees[1], trees[2])
      let ab = try unite(a, b)
      let all = try unite(ab, c)
      #expect(try unite(b, a) == ab, "commutative, seed \(seed)")
      #expect(try unite(a, unite(b, c)) == all, "associative, seed \(seed)")
      #expect(try unite(a, a) == a && unite(all, b) == all, "idempotent, seed \(seed)")
      // The tree is that of the set, however it came together.
      let records = clones.joined()
      #expect(try tree(of: records, repository, &writer) == all, "seed \(seed)")
      if seed % 500 == 499 { writer = try PackWriter(repository) }
    }
  }

  private func tree(
    of records: some Sequence<Record>, _ repository: borrowing Repository,
    _ writer: inout PackWriter
  ) throws -> ObjectID {
    var edit = TreeEdit(base: nil)
    for record in records { edit.set(path(record), try writer.add(blob: record.bytes)) }
    return try edit.write(into: &writer, from: repository)
  }

  @Test func theFoldDoesNotSeeTheOrderOfArrival() throws {
    var overridden = 0
    for seed in PropertyRuns.seeds(150) {
      let clones = try RandomHistory(seed: seed).clones
      let state = StoreState(clones.joined())
      #expect(StoreState(clones.reversed().joined()) == state, "seed \(seed)")
      #expect(StoreState(Array(clones.joined()).reversed()) == state, "seed \(seed)")
      var random = SeededGenerator(seed: seed)
      #expect(StoreState(clones.joined().shuffled(using: &random)) == state, "seed \(seed)")
      overridden += state.labels.values.joined().count { $0.standing == .overridden }
    }
    // Otherwise reviewers would never have met each other's records.
    #expect(overridden > 15)
  }
}
