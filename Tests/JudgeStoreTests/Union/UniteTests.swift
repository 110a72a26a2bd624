import JudgeGit
import JudgeRecords
import JudgeStore
import Testing

/// Two clones come together.
@Suite struct UniteTests {
  /// A store and a clone of it, both with their own new records, each fetched into the other.
  private func diverged(_ box: Sandbox) async throws -> (ours: RecordStore, theirs: RecordStore) {
    let ours = try await box.store("ours", bare: true)
    _ = try await ours.append(labels(0..<20), message: "common")
    try await box.git("clone", "-q", "--bare", "ours", "theirs")
    let theirs = try await box.open("theirs")
    _ = try await ours.append(labels(20..<30), message: "ours")
    _ = try await theirs.append(labels(25..<40), message: "theirs")
    return (ours, theirs)
  }

  private func fetch(_ box: Sandbox, _ from: String, into folder: String) async throws {
    try await box.git(
      "fetch", "-q", "--no-tags", "../" + from, "+refs/heads/judge:refs/remotes/origin/judge",
      in: folder)
  }

  @Test func everythingOfBothSidesIsKept() async throws {
    let box = try Sandbox()
    let (ours, theirs) = try await diverged(box)
    try await fetch(box, "theirs", into: "ours")
    let before = try #require(try await ours.head()).commit
    let other = try #require(try await theirs.head()).commit
    let result = try await ours.unite(with: "origin/judge")
    #expect(result.kind == .merged)
    #expect(result.added == 10)
    #expect(result.restored == 0)
    #expect(result.problems == [])
    #expect(Set(try await ours.records(kind: .assessment)) == Set(try labels(0..<40)))
    #expect(
      try await box.git("rev-parse", "judge^1", "judge^2", in: "ours") == "\(before)\n\(other)")
    #expect(try await box.strictFsck("ours") == "")
    #expect(try await ours.fsck(.deep).problems == [])
    // and the other side moves forward to it
    try await fetch(box, "ours", into: "theirs")
    #expect(try await theirs.unite(with: "origin/judge").kind == .fastForward)
    #expect(try await theirs.head()?.commit == result.commit)
    let again = try await theirs.unite(with: other)
    #expect(again.kind == .upToDate)
    #expect(again.commit == result.commit)
  }

  @Test func plainGitMergeGivesTheSameTree() async throws {
    let box = try Sandbox()
    let (ours, _) = try await diverged(box)
    try await fetch(box, "theirs", into: "ours")
    try await box.git("clone", "-q", "-b", "judge", "ours", "plain")
    try await box.git("fetch", "-q", "../theirs", "judge", in: "plain")
    try await box.git("merge", "-q", "--no-edit", "FETCH_HEAD", in: "plain")
    _ = try await ours.unite(with: "origin/judge")
    let tree = try await box.git("rev-parse", "judge^{tree}", in: "plain")
    #expect(try await ours.head()?.tree == tree)
  }

  @Test func unrelatedHistoriesUnite() async throws {
    let box = try Sandbox()
    let ours = try await box.store("ours", bare: true)
    _ = try await ours.append(labels(0..<3), message: "ours")
    let theirs = try await box.store("theirs", bare: true)
    _ = try await theirs.append(labels(2..<5), message: "theirs")
    try await fetch(box, "theirs", into: "ours")
    let result = try await ours.unite(with: "origin/judge")
    #expect(result.kind == .merged)
    #expect(result.added == 2)
    #expect(try await ours.fsck(.deep).problems == [])
  }

  @Test func recordsThatTheOtherSideLostAreKept() async throws {
    let box = try Sandbox()
    let (ours, _) = try await diverged(box)
    let lost = path(try label(3))
    try box.plant([.removal(lost)], in: "theirs")
    try await fetch(box, "theirs", into: "ours")
    _ = try await ours.unite(with: "origin/judge")
    #expect(try await ours.records(kind: .assessment).count == 40)
    // also where nothing but the deletion is new there
    let tip = try #require(try await ours.head()).commit
    try box.plant([.removal(lost)], in: "ours", branch: "stale", onto: tip)
    let result = try await ours.unite(with: "stale")
    #expect(result.restored == 1)
    #expect(result.kind == .merged)
    #expect(try await ours.records(kind: .assessment).count == 40)
    #expect(
      try await box.git("merge-base", "judge", "stale", in: "ours")
        == box.git("rev-parse", "stale", in: "ours"))
  }

  @Test func otherFilesAreMergedThreeWay() async throws {
    let box = try Sandbox()
    let (ours, _) = try await diverged(box)
    let lines = (0..<20).map { "line \($0)\n" }.joined()
    try box.plant([.file("README.md", Array(lines.utf8)), .file("old.txt", [65])], in: "ours")
    try await box.git("fetch", "-q", "../ours", "judge:judge", in: "theirs", accepting: nil)
    try await fetch(box, "ours", into: "theirs")
    _ = try await box.open("theirs").unite(with: "origin/judge")
    func changed(_ from: String, _ to: String) -> [UInt8] {
      Array(lines.replacing(from + "\n", with: to + "\n").utf8)
    }
    try box.plant([.file("README.md", changed("line 1", "ours")), .removal("old.txt")], in: "ours")
    try box.plant([.file("README.md", changed("line 18", "theirs"))], in: "theirs")
    try await fetch(box, "theirs", into: "ours")
    _ = try await ours.unite(with: "origin/judge")
    let text = String(decoding: try await ours.file("README.md") ?? [], as: UTF8.self)
    #expect(text.contains("ours\n") && text.contains("theirs\n"))
    #expect(try await ours.file("old.txt") == nil)
    #expect(try await ours.records(kind: .assessment).count == 40)
    // Both change the same line: ours stays, and theirs is named.
    try box.plant([.file("README.md", Array("a".utf8))], in: "ours")
    try box.plant([.file("README.md", Array("b".utf8))], in: "theirs")
    try await fetch(box, "theirs", into: "ours")
    let result = try await ours.unite(with: "origin/judge")
    #expect(result.problems.map(\.path) == ["README.md"])
    #expect(result.problems.map(\.kind) == [Problem.Word.collision])
    #expect(try await ours.file("README.md") == Array("a".utf8))
  }

  @Test(arguments: [true, false]) func ofTwoFilesAtOnePlaceTheRightOneIsTaken(_ oursIsForged: Bool)
    async throws
  {
    let box = try Sandbox()
    let (ours, _) = try await diverged(box)
    let victim = try label(0)
    try box.plant([.file(path(victim), [65])], in: oursIsForged ? "ours" : "theirs")
    try await fetch(box, "theirs", into: "ours")
    let result = try await ours.unite(with: "origin/judge")
    #expect(result.problems == [])
    #expect(try await ours.record(place(victim)) == victim)
  }

  @Test func collisionOfTwoWrongFilesIsReported() async throws {
    let box = try Sandbox()
    let (ours, _) = try await diverged(box)
    let victim = path(try label(0))
    try box.plant([.file(victim, [65])], in: "ours")
    try box.plant([.file(victim, [66])], in: "theirs")
    try await fetch(box, "theirs", into: "ours")
    let result = try await ours.unite(with: "origin/judge")
    #expect(result.problems.map(\.kind) == ["collision"])
    #expect(result.problems.map(\.path) == [victim])
  }

  /// They stop nothing: they stay in the tree, are told and are not read.
  @Test func linksAndExecutablesAreReported() async throws {
    let box = try Sandbox()
    let (ours, _) = try await diverged(box)
    let victim = try label(2)
    for (number, mode, kind) in [
      (1000, Planted.mode("traces/x", .symlink, [65]), "symlink"),
      (1001, .mode("run.sh", .executable, [65]), "executable"),
      (1002, .mode(path(victim), .symlink, [65]), "symlink"),
    ] {
      let head = try await ours.head()
      let tip = try box.plant([mode], in: "ours", branch: "evil", onto: head?.commit)
      _ = try await ours.append([label(number)], message: "more")
      let result = try await ours.unite(with: tip)
      #expect(result.kind == .merged && result.problems.map(\.kind) == [kind])
      try await box.git("branch", "-D", "evil", in: "ours")
    }
    #expect(try await ours.record(place(victim)) == victim)
    #expect(try await ours.fsck().problems.map(\.kind) == ["executable", "symlink"])
  }

  @Test func aCommitWithoutAStoreIsRefused() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    try await box.git("commit", "-q", "--allow-empty", "-m", "code", in: "store")
    let error = await #expect(throws: StoreError.self) { try await store.unite(with: "main") }
    #expect(error?.code == .noStore)
    let missing = await #expect(throws: StoreError.self) { try await store.unite(with: "nowhere") }
    #expect(missing?.code == .notFound)
  }
}
