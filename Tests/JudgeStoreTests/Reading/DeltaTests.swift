import JudgeRecords
import JudgeStore
import Testing

@Suite struct DeltaTests {
  @Test func differenceBetweenTwoTrees() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    _ = try await store.append(labels(0..<30), message: "thirty")
    let before = try await store.delta(from: nil)
    #expect(before.added.count == 30)
    #expect(before.removed.isEmpty)
    #expect(before.commit == (try await store.head()?.commit))
    #expect(before.tree == (try await store.head()?.tree))
    #expect(try await store.delta(from: before.tree).added.isEmpty)
    _ = try await store.append(labels(30..<33), message: "three")
    try box.plant([.removal(path(try label(4))), .file("README.md", [65])])
    let delta = try await store.delta(from: before.tree)
    #expect(Set(delta.added.map(\.path)) == Set(try labels(30..<33).map(place)))
    #expect(delta.removed.map(\.path) == [place(try label(4))])
    #expect(delta.ignored == [])
  }

  @Test func aTreeThatIsGone() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let error = await #expect(throws: StoreError.self) {
      try await store.delta(from: String(repeating: "1", count: 40))
    }
    #expect(error?.code == .notFound)
    let invalid = await #expect(throws: StoreError.self) { try await store.delta(from: "x") }
    #expect(invalid?.code == .invalid)
  }

  @Test func manyRecordsAreReadInOrder() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let records = try labels(0..<5000)
    _ = try await store.append(records, message: "many")
    let entries = try await store.entries(kind: .assessment).shuffled()
    for verify in [true, false] {
      let results = try await store.read(entries, verify: verify)
      #expect(results.map { $0.record?.id } == entries.map(\.path.id))
    }
    #expect(try await box.strictFsck() == "")
  }

  @Test func whatPlainGitDoesIsSeen() async throws {
    let box = try Sandbox()
    let store = try await box.store("store", bare: true)
    _ = try await store.append(labels(0..<3), message: "three")
    try await box.git("clone", "-q", "-b", "judge", "store", "plain")
    let record = try label(9)
    try box.write(String(decoding: record.bytes, as: UTF8.self), to: "plain/" + path(record))
    try await box.git("add", ".", in: "plain")
    try await box.git("commit", "-qm", "by hand", in: "plain")
    try await box.git("push", "-q", "origin", "judge", in: "plain")
    try await box.git("gc", "-q", in: "store")
    #expect(try await store.record(place(record)) == record)
    #expect(try await store.delta(from: nil).added.count == 4)
    _ = try await store.append([label(10)], message: "after gc")
    #expect(try await store.fsck(.deep).problems == [])
  }
}
