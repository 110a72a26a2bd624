import JudgeGit
import JudgeRecords
import JudgeStore
import Testing

/// Repositories that cannot be served, each with a message that says what to do.
@Suite struct RefusalTests {
  @Test func noRepository() async throws {
    let box = try Sandbox()
    try box.write("x", to: "plain/file")
    let error = await #expect(throws: StoreError.self) {
      try await box.open("plain", variables: ["GIT_CEILING_DIRECTORIES": box.path])
    }
    #expect(error?.code == .notARepository)
    #expect(error?.description.contains("git init") == true)
  }

  @Test func sha256RepositoryNamesTheWayOut() async throws {
    let box = try Sandbox()
    try await box.git("init", "-q", "--object-format=sha256", "store")
    let error = await #expect(throws: StoreError.self) { try await box.open() }
    #expect(error?.code == .unsupportedRepository)
    #expect(error?.message.contains("SHA-256") == true)
    #expect(error?.description.contains("judge.store") == true)
    _ = try await box.store("records", bare: true)
    try await box.git("config", "judge.store", box.path + "/records", in: "store")
    let store = try await box.open()
    _ = try await store.append([label(1)], message: "one")
    #expect(store.location.isSeparate)
  }

  @Test func reftableRepository() async throws {
    let box = try Sandbox()
    try await box.makeRepository()
    // what a newer git writes with --ref-format=reftable
    try await box.git("config", "core.repositoryformatversion", "1", in: "store")
    try await box.git("config", "extensions.refstorage", "reftable", in: "store")
    let error = await #expect(throws: StoreError.self) { try await box.open() }
    #expect(error?.code == .unsupportedRepository)
    #expect(error?.message.contains("reftable") == true)
    #expect(error?.description.contains("judge.store") == true)
  }

  @Test(arguments: [("judge/old", "judge"), ("judge", "judge/new")])
  func branchInTheWay(_ present: String, _ wanted: String) async throws {
    let box = try Sandbox()
    try await box.makeRepository()
    try await box.git("commit", "-q", "--allow-empty", "-m", "root", in: "store")
    try await box.git("branch", present, in: "store")
    let store = try await box.open(branch: wanted)
    let error = await #expect(throws: StoreError.self) { try await store.initialize() }
    #expect(error?.code == .branchBlocked)
    #expect(error?.message.contains(present) == true)
  }

  @Test func noStoreYet() async throws {
    let box = try Sandbox()
    try await box.makeRepository()
    let store = try await box.open()
    #expect(try await store.head() == nil)
    #expect(try await store.delta(from: nil).added == [])
    let append = await #expect(throws: StoreError.self) {
      try await store.append([label(1)], message: "one")
    }
    #expect(append?.code == .noStore)
    let fsck = await #expect(throws: StoreError.self) { try await store.fsck() }
    #expect(fsck?.code == .noStore)
  }

  @Test func branchOfSomethingElse() async throws {
    let box = try Sandbox()
    try await box.makeRepository()
    try box.write("hello", to: "store/README.md")
    try await box.git("add", ".", in: "store")
    try await box.git("commit", "-qm", "readme", in: "store")
    try await box.git("branch", "judge", in: "store")
    let store = try await box.open()
    let error = await #expect(throws: StoreError.self) {
      try await store.append([label(1)], message: "one")
    }
    #expect(error?.code == .noStore)
    #expect(try await store.initialize().created)
    _ = try await store.append([label(1)], message: "one")
    #expect(try await box.git("show", "judge:README.md", in: "store") == "hello")
  }

  /// A store that a newer program began, not one whose file somebody edited.
  @Test func newerFormatIsReadOnly() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let record = try label(1)
    _ = try await store.append([record], message: "one")
    try await box.git("switch", "-q", "--orphan", "future", in: "store")
    try await box.git("checkout", "judge", "--", ".", in: "store")
    try box.write("{\"format\":2,\"layout\":\"new\"}", to: "store/format.json")
    try await box.git("add", "-A", in: "store")
    try await box.git("commit", "-qm", "the future", in: "store")
    try await box.git("update-ref", "refs/heads/judge", "future", in: "store")
    try await box.git("switch", "-q", "--orphan", "main", in: "store")
    #expect(try await store.records(kind: .assessment) == [record])
    let error = await #expect(throws: StoreError.self) {
      try await store.append([label(2)], message: "two")
    }
    #expect(error?.code == .newerFormat)
    #expect(try await store.fsck().problems.map(\.kind).contains("newer-version"))
  }

  /// Somebody's edit of the file, or its loss, closes the store for nobody.
  @Test(arguments: [
    Planted.removal("format.json"), .file("format.json", Array("{".utf8)),
    .file("format.json", Array("{\"format\":2,\"layout\":\"new\"}".utf8)),
    .file("format.json/x", [65]), .mode("format.json", .symlink, [65]),
  ])
  func anAlteredFormatIsPassedOver(_ planted: Planted) async throws {
    let box = try Sandbox()
    let store = try await box.store()
    _ = try await store.append([label(1)], message: "one")
    try box.plant([planted])
    _ = try await store.append([label(2)], message: "two")
    #expect(try await store.records(kind: .assessment).count == 2)
    #expect(try await store.fsck().problems.map(\.kind).contains("format-altered"))
    _ = try await store.repair()
    #expect(try await store.fsck().problems.map(\.kind) == [])
  }

  @Test func unknownAuthor() async throws {
    let box = try Sandbox()
    _ = try await box.store()
    // Empty in the repository too: libgit2 looks for the user's own settings once per process,
    // and another test may have made it look before the sandbox hid them.
    try await box.git("config", "user.name", "", in: "store")
    try await box.git("config", "user.email", "", in: "store")
    let store = try await box.open(
      variables: ["GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": ""])
    let error = await #expect(throws: StoreError.self) {
      try await store.append([label(1)], message: "one")
    }
    #expect(error?.code == .identityMissing)
    #expect(error?.description.contains("git config") == true)
  }
}
