import Foundation
import JudgeJSON
import JudgeRecords
import JudgeStore
import Testing

@testable import JudgeIndex

@Suite("An index over a git repository")
struct RecordStoreSourceTests {
  @Test("It follows appends, resets and forced moves of the branch")
  func follows() async throws {
    let folder = try TemporaryFolder()
    try git(["init", "--quiet", "."], in: folder.path)
    try git(["config", "user.name", "Ann"], in: folder.path)
    try git(["config", "user.email", "ann@example.org"], in: folder.path)
    let store = try await RecordStore.open(at: folder.path)
    let index = try JudgeIndex.open(file: folder.file(".git/git-judge/index-v1.sqlite"))
    #expect(try await index.catchUp(from: store).added == 0)
    _ = try await store.initialize()
    let traces = try (0..<30).map { try Samples.trace("tr-\($0)", at: Int64($0)) }
    let first = try await store.append(traces, message: "traces")
    #expect(try await index.catchUp(from: store).added == 30)
    let label = try Samples.label("good", on: "tr-7")
    _ = try await store.append([label], message: "label")
    let caught = try await index.catchUp(from: store)
    #expect(caught.added == 1)
    #expect(!caught.isRebuilt)
    let found = try await index.traces(TraceQuery(filter: "feedback.quality = 'good'"))
    #expect(found.traces.map(\.id) == ["tr-7"])
    #expect(found.traces.first?.labels.first?.record == label.id)
    // A reset behind git-judge's back, and the pruning of all that it left.
    try git(["update-ref", "refs/heads/judge", try #require(first.commit)], in: folder.path)
    try git(["reflog", "expire", "--expire=now", "--all"], in: folder.path)
    try git(["gc", "--quiet", "--prune=now"], in: folder.path)
    let again = try await RecordStore.open(at: folder.path)
    let back = try await index.catchUp(from: again)
    #expect(back.vanished == [RecordPath(kind: .assessment, id: label.id).text])
    #expect(try await index.count(TraceQuery(filter: "feedback.quality IS NOT NULL")) == 0)
    #expect(try await index.counts()[.trace] == 30)
  }

  @Test("A file whose bytes are not what its name says is ignored and listed")
  func wrongBytes() async throws {
    let folder = try TemporaryFolder()
    try git(["init", "--quiet", "."], in: folder.path)
    try git(["config", "user.name", "Ann"], in: folder.path)
    try git(["config", "user.email", "ann@example.org"], in: folder.path)
    let store = try await RecordStore.open(at: folder.path)
    _ = try await store.initialize()
    let label = try Samples.label("good", on: "tr-1")
    _ = try await store.append([try Samples.trace("tr-1"), label], message: "two")
    // Somebody edits the label's file in a work tree and commits it.
    let tree = folder.file("edit")
    try git(["worktree", "add", "--quiet", tree, "judge"], in: folder.path)
    let path = try #require(RecordPath(kind: .assessment, id: label.id).text)
    let other = try Samples.label("poor", on: "tr-1")
    try Data(other.bytes).write(to: URL(fileURLWithPath: tree + "/" + path))
    try git(["commit", "--quiet", "--all", "--message", "edit"], in: tree)
    let index = try JudgeIndex.open(file: folder.file("index.sqlite"))
    _ = try await index.catchUp(from: try await RecordStore.open(at: folder.path))
    #expect(try await index.ignored().map(\.kind) == ["name-mismatch"])
    #expect(try await index.ignored().map(\.path) == [path])
    #expect(try await index.trace(idOrPrefix: "tr-1").labels == [])
  }

  private func git(_ arguments: [String], in folder: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.filter {
      !$0.key.hasPrefix("GIT_")
    }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "git \(arguments.joined(separator: " "))")
  }
}
