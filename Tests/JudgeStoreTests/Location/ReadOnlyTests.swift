import FoundationEssentials
import JudgeRecords
import JudgeStore
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Whether this process may write anything anywhere, so that modes of folders say nothing.
private let isRoot = geteuid() == 0

/// A repository that can only be read: by the modes of its files where they mean something.
@Suite struct ReadOnlyTests {
  @Test func readsAndRefusesToWrite() async throws {
    let box = try Sandbox()
    let store = try await box.store(bare: true)
    let records = try labels(0..<3)
    _ = try await store.append(records, message: "three")
    try await box.git("clone", "-q", "--bare", "store", "frozen")
    try setModes(box.path + "/frozen", folders: 0o555, files: 0o444)
    defer { try? setModes(box.path + "/frozen", folders: 0o755, files: 0o644) }
    let frozen = try await RecordStore.open(
      at: box.path + "/frozen",
      environment: Sandbox.environment.merging(["XDG_CACHE_HOME": box.path + "/cache"]) { $1 },
      readOnly: isRoot)
    #expect(frozen.location.isReadOnly)
    #expect(frozen.location.stateDirectory.hasPrefix(box.path + "/cache/git-judge/"))
    #expect(Set(try await frozen.records(kind: .assessment)) == Set(records))
    #expect(try await frozen.delta(from: nil).added.count == 3)
    #expect(try await frozen.fsck(.deep).problems == [])
    for write in ["append", "initialize", "tag", "repair", "unite", "config"] {
      let error = await #expect(throws: StoreError.self, "\(write)") {
        switch write {
        case "append": _ = try await frozen.append([label(9)], message: "nine")
        case "initialize": _ = try await frozen.initialize()
        case "tag": try await frozen.createTag("judge/x/y/v1", message: "x")
        case "repair": _ = try await frozen.repair()
        case "unite": _ = try await frozen.unite(with: "judge")
        default: try await frozen.setConfig("judge.model", "x")
        }
      }
      #expect(error?.code == .readOnly, "\(write)")
    }
  }

  private func setModes(_ path: String, folders: UInt32, files: UInt32) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path)
    for name in names + [""] {
      let file = "\(path)/\(name)"
      var isFolder = false
      _ = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
      chmod(file, isFolder ? folders : files)
    }
  }
}
