import JudgeGit
import JudgeJSON
import JudgeRecords
import JudgeStore
import Testing

/// Each damage is planted by hand, and must be found and named.
@Suite struct FsckTests {
  /// A store with ten labels.
  private func filled(_ box: Sandbox) async throws -> (store: RecordStore, records: [Record]) {
    let store = try await box.store()
    let records = try labels(0..<10)
    _ = try await store.append(records, message: "ten")
    return (store, records)
  }

  private func kinds(_ report: FsckReport) -> Set<String> { Set(report.problems.map(\.kind)) }

  @Test(arguments: FsckDepth.allCases) func aSoundStoreIsClean(_ depth: FsckDepth) async throws {
    let box = try Sandbox()
    let (store, _) = try await filled(box)
    let payload = Array("payload".utf8)
    _ = try await store.append(
      [], message: "files",
      extraFiles: [
        StoreFile(path: "blobs/" + ContentID(hashing: payload).hex, bytes: payload),
        StoreFile(path: "README.md", bytes: Array("hello".utf8)),
      ])
    let report = try await store.fsck(depth)
    #expect(report.problems == [])
    #expect(report.ok)
    #expect(report.checked == 11)
  }

  @Test func editedRecord() async throws {
    let box = try Sandbox()
    let (store, records) = try await filled(box)
    let victim = path(records[4])
    let text = String(decoding: records[4].bytes, as: UTF8.self)
    let forged = text.replacing("\"good\"", with: "\"poor\"")
    try box.plant([.file(victim, Array(forged.utf8))])
    let normal = try await store.fsck()
    #expect(normal.problems.contains { $0.kind == "name-mismatch" && $0.path == victim })
    #expect(
      try await store.read(store.entries(kind: .assessment)).filter { $0.record == nil }.count == 1)
    await #expect(throws: StoreError.self) { try await store.record(place(records[4])) }
    let deep = try await store.fsck(.deep)
    let vanished = deep.problems.filter { $0.kind == "vanished" }
    #expect(vanished.map(\.path) == [victim])
    #expect(vanished.first?.message.contains("Mallory") == true)
  }

  @Test func renamedRecord() async throws {
    let box = try Sandbox()
    let (store, records) = try await filled(box)
    let victim = path(records[2])
    let other = "assessments/0/0/0/" + String(repeating: "0", count: 61) + ".json"
    try box.plant([.rename(victim, to: other)])
    let report = try await store.fsck()
    #expect(report.problems.contains { $0.kind == "name-mismatch" && $0.path == other })
    #expect(report.problems.contains { $0.kind == "vanished" && $0.path == victim })
  }

  @Test func deletionInHistoryIsFoundWithoutHavingSeenIt() async throws {
    let box = try Sandbox()
    let (store, records) = try await filled(box)
    let commit = try box.plant([.removal(path(records[1])), .removal(path(records[7]))])
    try box.plant([.file("README.md", [65])])
    try await box.git("clone", "-q", "--bare", "store", "copy")
    let copy = try await box.open("copy")
    #expect(try await copy.fsck(.normal).problems == [])
    let report = try await copy.fsck(.deep)
    #expect(Set(report.problems.map(\.path)) == [path(records[1]), path(records[7])])
    #expect(
      report.problems.allSatisfy { $0.kind == "vanished" && $0.message.contains(commit.prefix(12)) }
    )
    // the clone that saw them knows at once
    #expect(kinds(try await store.fsck(.quick)) == ["vanished"])
  }

  @Test func notCanonical() async throws {
    let box = try Sandbox()
    let (store, records) = try await filled(box)
    let loose = Array((String(decoding: records[0].bytes, as: UTF8.self) + "\n").utf8)
    let at = RecordPath(kind: .assessment, id: ContentID(hashing: loose)).text ?? ""
    try box.plant([.file(at, loose)])
    let report = try await store.fsck()
    #expect(report.problems.map(\.kind) == ["not-canonical"])
    #expect(report.problems.map(\.path) == [at])
  }

  @Test func wrongPlaces() async throws {
    let box = try Sandbox()
    let (store, records) = try await filled(box)
    let asTrace = RecordPath(kind: .trace, id: records[0].id).text ?? ""
    let flat = "assessments/\(records[0].id.hex).json"
    try box.plant([
      .file(asTrace, records[0].bytes), .file(flat, records[0].bytes),
      .file("traces/notes.txt", [65]),
    ])
    let report = try await store.fsck()
    #expect(kinds(report) == ["wrong-place"])
    #expect(Set(report.problems.map(\.path)) == [asTrace, flat, "traces/notes.txt"])
    let delta = try await store.delta(from: nil)
    #expect(Set(delta.ignored.map(\.path)) == [flat, "traces/notes.txt"])
  }

  @Test func badSchemaNewerVersionAndUnknownFields() async throws {
    let box = try Sandbox()
    let (store, _) = try await filled(box)
    var paths: [String] = []
    for fields: JSONObject in [
      ["kind": "assessment", "v": 1, "trace_id": 5], ["kind": "assessment", "v": 9],
      ["kind": "experiment", "v": 1, "name": "x", "future": [1, 2]],
    ] {
      let bytes = JSONValue.object(fields).canonicalBytes()
      let kind = RecordKind(rawValue: fields["kind"]?.stringValue ?? "")
      paths.append(RecordPath(kind: kind, id: ContentID(hashing: bytes)).text ?? "")
      try box.plant([.file(paths.last ?? "", bytes)])
    }
    let report = try await store.fsck()
    #expect(report.problems.first { $0.path == paths[0] }?.kind == "schema")
    #expect(report.problems.first { $0.path == paths[1] }?.kind == "newer-version")
    #expect(report.problems.count == 2)
  }

  @Test func modes() async throws {
    let box = try Sandbox()
    let (store, _) = try await filled(box)
    let places = try (100..<102).map { try label($0) }
    try box.plant([
      .mode(path(places[0]), .executable, places[0].bytes),
      .mode(path(places[1]), .symlink, Array("/etc/passwd".utf8)),
    ])
    let report = try await store.fsck(.quick)
    #expect(kinds(report) == ["executable", "symlink"])
    #expect(try await store.entries(kind: .assessment).count == 10)
  }

  @Test func payloadWithOtherBytes() async throws {
    let box = try Sandbox()
    let (store, _) = try await filled(box)
    let at = "blobs/" + ContentID(hashing: [1, 2, 3]).hex
    try box.plant([.file(at, [3, 2, 1])])
    #expect(try await store.fsck().problems.map(\.path) == [at])
    await #expect(throws: StoreError.self) {
      try await store.append([], message: "x", extraFiles: [StoreFile(path: at, bytes: [4])])
    }
  }

  @Test func rewrittenHistory() async throws {
    let box = try Sandbox()
    let (store, _) = try await filled(box)
    let before = try #require(try await store.head()).commit
    _ = try await store.append(labels(20..<23), message: "three more")
    let lost = try #require(try await store.head()).commit
    try await box.git("update-ref", "refs/heads/judge", before, in: "store")
    let report = try await store.fsck(.quick)
    #expect(report.problems.filter { $0.kind == "history-rewritten" }.map(\.path) == [lost])
    #expect(report.problems.filter { $0.kind == "vanished" }.count == 3)
    try await store.trust()
    #expect(try await store.fsck(.quick).problems == [])
  }

  @Test(arguments: FsckDepth.allCases) func missingObject(_ depth: FsckDepth) async throws {
    let box = try Sandbox()
    let (store, _) = try await filled(box)
    let gone = try label(50)
    try box.plant([.missing(path(gone), gone.bytes)])
    let report = try await store.fsck(depth)
    let blob = ObjectID(ofBlob: gone.bytes).hex
    #expect(report.problems.contains { $0.kind == "git" && $0.message.contains(blob) })
    #expect(
      depth == .quick || report.problems.contains { $0.kind == "damaged" && $0.path == path(gone) })
  }

  @Test func branchToNowhere() async throws {
    let box = try Sandbox()
    let (store, _) = try await filled(box)
    try box.write(String(repeating: "1", count: 40) + "\n", to: "store/.git/refs/heads/judge")
    let report = try await store.fsck()
    #expect(report.problems.map(\.kind) == ["damaged"])
    #expect(report.problems.map(\.path) == ["refs/heads/judge"])
  }
}
