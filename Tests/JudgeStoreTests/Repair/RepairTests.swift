import JudgeRecords
import JudgeStore
import Testing

/// What vanished comes back, and nothing else changes.
@Suite struct RepairTests {
  private func filled(_ box: Sandbox) async throws -> (store: RecordStore, records: [Record]) {
    let store = try await box.store()
    let records = try labels(0..<10)
    for part in [records[..<5], records[5...]] {
      _ = try await store.append(Array(part), message: "some")
    }
    return (store, records)
  }

  @Test func soundStoreNeedsNothing() async throws {
    let box = try Sandbox()
    let (store, _) = try await filled(box)
    let head = try await store.head()
    let repair = try await store.repair()
    #expect(repair.restored + repair.moved + repair.tags == [])
    #expect(repair.commit == nil)
    #expect(repair.remaining == [])
    #expect(try await store.head() == head)
  }

  @Test func deletedEditedAndRenamedRecordsComeBack() async throws {
    let box = try Sandbox()
    let (store, records) = try await filled(box)
    let tree = try await store.head()?.tree
    let edited = Array(
      String(decoding: records[1].bytes, as: UTF8.self).replacing("good", with: "bad").utf8)
    let elsewhere = "assessments/0/0/0/" + String(repeating: "0", count: 61) + ".json"
    try box.plant([
      .removal(path(records[0])), .file(path(records[1]), edited),
      .rename(path(records[2]), to: elsewhere), .removal("format.json"),
    ])
    // a clone that never saw the records finds them in the history
    try await box.git("clone", "-q", "--bare", "store", "copy")
    for folder in ["store", "copy"] {
      let opened = try await box.open(folder)
      let repair = try await opened.repair()
      #expect(repair.restored == records[0...2].map(path).sorted())
      #expect(repair.moved == [elsewhere])
      #expect(repair.remaining == [])
      #expect(repair.commit != nil)
      #expect(try await opened.head()?.tree == tree)
      #expect(try await opened.fsck(.deep).problems == [])
      #expect(try await box.strictFsck(folder) == "")
    }
  }

  @Test(arguments: [true, false]) func recordsOfAResetBranchComeBack(_ bare: Bool) async throws {
    let box = try Sandbox()
    let store = try await box.store(bare: bare)
    _ = try await store.append(labels(0..<3), message: "kept")
    let kept = try #require(try await store.head()).commit
    let lost = try #require(try await store.append(labels(3..<6), message: "lost").commit)
    try await box.git("update-ref", "refs/heads/judge", kept, in: "store")
    _ = try await store.append(labels(6..<9), message: "after")
    let repair = try await store.repair()
    #expect(repair.restored.count == 3)
    #expect(try await store.records(kind: .assessment).count == 9)
    #expect(repair.remaining == [])
    // The commit that brought them is in the history again, so it stays known who that was.
    #expect(try await box.status("merge-base", "--is-ancestor", lost, "judge", in: "store") == 0)
    #expect(try await store.fsck(.deep).problems == [])
  }

  @Test func remoteTrackingBranchIsLookedThrough() async throws {
    let box = try Sandbox()
    let (store, records) = try await filled(box)
    try await box.git("clone", "-q", "--bare", "store", "copy")
    try await box.git("remote", "add", "origin", "../copy", in: "store")
    try await box.git(
      "fetch", "-q", "origin", "+refs/heads/judge:refs/remotes/origin/judge", in: "store")
    let first = try await box.git("rev-list", "--max-parents=0", "judge", in: "store")
    try await box.git("update-ref", "refs/heads/judge", first, in: "store")
    try remove(box.path + "/store/.git/logs")
    try remove(box.path + "/store/.git/git-judge/tips")
    let repair = try await store.repair()
    #expect(repair.restored.count == records.count)
  }

  @Test func purgedHashesStayAway() async throws {
    let box = try Sandbox()
    let (store, records) = try await filled(box)
    let owner = try await store.author().email
    try await store.setConfig("judge.owners", owner)
    var redaction = Redaction(
      hashes: [records[0].id], reason: "personal data", source: .human(owner))
    redaction.purge = true
    // A purge by somebody who is not an owner excuses nothing.
    var other = Redaction(
      hashes: [records[1].id], reason: "personal data", source: .human("eve@example.com"))
    other.purge = true
    _ = try await store.append([other.record()], message: "forged")
    _ = try await store.append([redaction.record()], message: "redact")
    try box.plant([.removal(path(records[0])), .removal(path(records[1]))])
    for depth in FsckDepth.allCases {
      #expect(try await store.fsck(depth).problems.map(\.path) == [path(records[1])])
    }
    let repair = try await store.repair()
    #expect(repair.restored == [path(records[1])])
    #expect(repair.remaining == [])
    #expect(try await !store.contains(place(records[0])))
    let again = try await store.append([records[0]], message: "again")
    #expect(again.commit == nil && again.redacted == 1)
  }

  @Test func whatCannotBeRepairedIsNamed() async throws {
    let box = try Sandbox()
    let (store, _) = try await filled(box)
    try box.plant([.file("traces/notes.txt", [65])])
    let repair = try await store.repair()
    #expect(repair.commit == nil)
    #expect(repair.remaining.map(\.path) == ["traces/notes.txt"])
  }
}

/// Removes a file or folder.
private func remove(_ file: String) throws { try Sandbox.remove(file) }
