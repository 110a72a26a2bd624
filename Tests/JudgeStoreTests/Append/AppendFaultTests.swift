import JudgeGit
import JudgeJSON
import JudgeRecords
import JudgeStore
import Testing

/// What one append cannot do must not stop the others.
@Suite struct AppendFaultTests {
  /// Whatever somebody put where a record will be: it keeps nobody from writing the record.
  @Test func whatIsNoRecordGivesWay() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let records = try labels(0..<4)
    try box.plant([
      .file(path(records[0]), [65]), .mode(path(records[1]), .symlink, records[1].bytes),
      .file(path(records[2]) + "/x", [65]),
    ])
    let folder = path(records[3]).split(separator: "/").prefix(2).joined(separator: "/")
    if !records[..<3].contains(where: { path($0).hasPrefix(folder + "/") }) {
      try box.plant([.file(folder, [65])])
    }
    let done = try await store.append(records, message: "all")
    #expect(done.added.count == 4)
    #expect(Set(try await store.records(kind: .assessment)) == Set(records))
    #expect(try await box.strictFsck("store") == "")
  }

  @Test func kindsWithoutAFolderAreRefused() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let record = try Record(kind: RecordKind(rawValue: "dream"), fields: [:])
    let error = await #expect(throws: StoreError.self) {
      try await store.append([record], message: "x")
    }
    #expect(error?.code == .invalid)
    #expect(error?.message.contains("dream") == true)
  }

  @Test func filesBesideRecords() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let payload = Array("payload".utf8)
    let file = StoreFile(path: "blobs/" + ContentID(hashing: payload).hex, bytes: payload)
    let readme = StoreFile(path: "docs/README.md", bytes: Array("one".utf8))
    #expect(
      try await store.append([], message: "files", extraFiles: [file, readme]).commit != nil)
    #expect(
      try await store.append([], message: "files", extraFiles: [file, readme]).commit == nil)
    let newer = StoreFile(path: "docs/README.md", bytes: Array("two".utf8))
    #expect(try await store.append([], message: "newer", extraFiles: [newer]).commit != nil)
    #expect(try await store.file("docs/README.md") == newer.bytes)
    #expect(try await store.file(file.path) == payload)
    for path in [
      "format.json", "traces/x", "", "/etc/x", "a//b", "../x", "a/.GIT/x",
      "blobs/" + ContentID(hashing: [1]).hex,
    ] {
      let error = await #expect(throws: StoreError.self) {
        try await store.append([], message: "x", extraFiles: [StoreFile(path: path, bytes: [2])])
      }
      #expect(error?.code == .invalid)
    }
    #expect(try await box.strictFsck() == "")
  }

  @Test func aLockOfSomebodyElseIsWaitedFor() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let lock = "store/.git/refs/heads/judge.lock"
    try box.write("", to: lock)
    let append = Task { try await store.append([label(1)], message: "waits") }
    try await Task.sleep(for: .milliseconds(150))
    try Sandbox.remove(box.path + "/" + lock)
    #expect(try await append.value.commit != nil)
  }

  @Test func aWriterThatKnowsNoLockLosesNothingEither() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let rival = Task {
      var moved = 0
      // bounded: it folds no packs, and one that never rests leaves no turn to anybody
      while !Task.isCancelled, moved < 100 {
        let number = String(moved)
        // loses races as well, and then tries again
        if (try? box.plant([.file("README.md", Array(number.utf8))])) != nil { moved += 1 }
        try? await Task.sleep(for: .milliseconds(5))
      }
      return moved
    }
    for number in 0..<40 {
      _ = try await store.append([label(number)], message: "n")
    }
    rival.cancel()
    let moved = await rival.value
    #expect(moved > 0)
    #expect(try await store.records(kind: .assessment).count == 40)
    #expect(
      try await box.git("rev-list", "--count", "judge", in: "store") == String(41 + moved))
    #expect(try await store.fsck(.deep).problems == [])
  }

  @Test func manyCommitsAreFoldedAndForeignPacksStay() async throws {
    let box = try Sandbox()
    try await box.makeRepository()
    for number in 0..<3 {
      try box.write("\(number)", to: "store/code\(number)")
      try await box.git("add", ".", in: "store")
      try await box.git("commit", "-qm", "code", in: "store")
      try await box.git("repack", "-dq", in: "store")
    }
    let foreign = try packs(box)
    #expect(foreign.count == 3)
    let store = try await box.open()
    _ = try await store.initialize()
    var most = 0
    for number in 0..<80 {
      _ = try await store.append([label(number)], message: "n")
      most = max(most, try packs(box).count)
    }
    let repacker = try Repacker(try Repository.open(at: box.path + "/store"))
    while try repacker.isRunning() { try await Task.sleep(for: .milliseconds(20)) }
    #expect(try packs(box).isSuperset(of: foreign))
    #expect(try packs(box).count < 60, "80 commits, at most \(most) packs")
    #expect(try await store.records(kind: .assessment).count == 80)
    #expect(try await box.strictFsck() == "")
  }

  private func packs(_ box: Sandbox) throws -> Set<String> {
    Set(try box.names(in: "store/.git/objects/pack").filter { $0.hasSuffix(".pack") })
  }
}
