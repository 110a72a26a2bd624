import JudgeRecords
import JudgeStore
import Testing

/// Clones made by plain git.
@Suite struct CloneTests {
  @Test func freshCloneReadsTheRemoteBranchAndThenMakesItsOwn() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    _ = try await store.append(labels(0..<3), message: "three")
    try await box.git("commit", "-q", "--allow-empty", "-m", "root", in: "store")
    try await box.git("clone", "-q", "store", "copy")
    let copy = try await box.open("copy")
    let head = try #require(try await copy.head())
    #expect(head.reference == "refs/remotes/origin/judge")
    #expect(head.isRemote)
    #expect(try await copy.records(kind: .assessment).count == 3)
    let added = try await copy.append([label(7)], message: "seven")
    #expect(try await copy.head()?.reference == "refs/heads/judge")
    #expect(try await box.git("rev-parse", "judge~1", in: "copy") == head.commit)
    #expect(try await box.git("rev-parse", "judge@{upstream}", in: "copy") == head.commit)
    #expect(added.commit != nil)
    #expect(try await box.strictFsck("copy") == "")
  }

  @Test func initializeInAFreshCloneTakesTheRemoteBranch() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let tip = try await store.append([label(1)], message: "one").commit
    try await box.git("clone", "-q", "store", "copy")
    let result = try await box.open("copy").initialize()
    #expect(!result.created)
    #expect(result.commit == tip)
    #expect(result.remotes.map(\.name) == ["origin"])
    #expect(try await box.git("rev-parse", "judge", in: "copy") == tip)
  }

  @Test func severalRemotesWithoutOriginNeedAChoice() async throws {
    let box = try Sandbox()
    _ = try await box.store("one")
    _ = try await box.store("two")
    try await box.makeRepository()
    for name in ["one", "two"] {
      try await box.git("remote", "add", name, "../" + name, in: "store")
      try await box.git("fetch", "-q", name, in: "store")
    }
    let store = try await box.open()
    let error = await #expect(throws: StoreError.self) { try await store.head() }
    #expect(error?.code == .ambiguous)
    try await box.git("remote", "rename", "two", "origin", in: "store")
    #expect(try await store.head()?.reference == "refs/remotes/origin/judge")
  }

  @Test func partialCloneFetchesAllMissingBlobsAtOnce() async throws {
    let box = try Sandbox()
    let store = try await box.store(bare: true)
    let records = try labels(0..<50)
    _ = try await store.append(records, message: "fifty")
    try await box.git("config", "uploadpack.allowFilter", "true", in: "store")
    try await box.git("config", "uploadpack.allowAnySHA1InWant", "true", in: "store")
    try await box.git(
      "clone", "-q", "--bare", "--filter=blob:none", "file://\(box.path)/store", "copy")
    let missing = try await box.git(
      "rev-list", "--objects", "--missing=print", "judge", in: "copy")
    #expect(missing.split(separator: "\n").filter { $0.hasPrefix("?") }.count == 51)
    let copy = try await box.open("copy")
    let packs = try await box.git("count-objects", "-v", in: "copy")
    #expect(Set(try await copy.records(kind: .assessment)) == Set(records))
    let after = try await box.git("count-objects", "-v", in: "copy")
    #expect(Self.packs(after) == Self.packs(packs) + 1, "one fetch, one pack")
    _ = try await copy.append([label(77)], message: "more")
    #expect(try await copy.fsck(.deep).problems == [])
  }

  private static func packs(_ text: String) -> Int {
    let line = text.split(separator: "\n").first { $0.hasPrefix("packs: ") }
    return line.flatMap { Int($0.dropFirst(7)) } ?? -1
  }

  /// Who brought what came before is known once it has been fetched.
  @Test func aShallowCloneThatIsDeepenedKnowsItsOwners() async throws {
    let box = try Sandbox()
    let store = try await box.store(bare: true)
    // So many that the history that was walked is kept in a file.
    _ = try await store.append(try (0..<250).map { try label($0) }, message: "n")
    let owners = try await store.owners().inForce
    #expect(owners.count == 1)
    try await box.git(
      "clone", "-q", "--bare", "--depth=1", "--branch=judge", "file://\(box.path)/store", "copy")
    let copy = try await box.open("copy")
    #expect(try await copy.trustState()?.isShallow == true)
    try await box.git("fetch", "-q", "--unshallow", "origin", "judge", in: "copy")
    for clone in [copy, try await box.open("copy")] {
      let state = try #require(try await clone.trustState())
      #expect(!state.isShallow && state.owners.map(\.text) == owners)
    }
  }

  @Test func shallowClone() async throws {
    let box = try Sandbox()
    let store = try await box.store(bare: true)
    for number in 0..<4 { _ = try await store.append([label(number)], message: "n") }
    try await box.git(
      "clone", "-q", "--bare", "--depth=2", "--branch=judge", "file://\(box.path)/store", "copy")
    let copy = try await box.open("copy")
    _ = try await copy.append([label(9)], message: "nine")
    #expect(try await copy.records(kind: .assessment).count == 5)
    #expect(try await copy.fsck(.deep).problems == [])
    let tip = try #require(try await copy.head()).commit
    try await box.git("fetch", "-q", "--update-shallow", "../copy", "judge", in: "store")
    let united = try await store.unite(with: tip)
    #expect(united.kind == .fastForward)
  }
}
