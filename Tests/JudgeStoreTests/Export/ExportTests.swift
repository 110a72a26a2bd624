import FoundationEssentials
import JudgeGit
import JudgeRecords
import JudgeStore
import Testing

@Suite struct ExportTests {
  @Test func plainFiles() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let records = try labels(0..<5)
    _ = try await store.append(records, message: "five")
    try box.plant([.mode("link", .symlink, Array("/etc/passwd".utf8))])
    let count = try await store.export(to: box.path + "/files/deep")
    #expect(count == (6, 0))
    for record in records {
      #expect(
        box.text(of: "files/deep/" + path(record)) == String(decoding: record.bytes, as: UTF8.self))
    }
    #expect(!box.exists("files/deep/link"))
    #expect(try await store.export(to: box.path + "/files/deep").written == 6)
  }

  @Test func nothingIsWrittenThroughALink() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let record = try label(1)
    _ = try await store.append([record], message: "one")
    let folder = box.path + "/files"
    try box.write("mine", to: "elsewhere/victim")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/format.json", withDestinationPath: box.path + "/elsewhere/victim")
    _ = try await store.export(to: folder)
    #expect(box.text(of: "elsewhere/victim") == "mine")
    #expect(box.text(of: "files/format.json")?.contains("sha256") == true)
    try Sandbox.remove(folder + "/assessments")
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/assessments", withDestinationPath: box.path + "/elsewhere")
    let error = await #expect(throws: StoreError.self) { try await store.export(to: folder) }
    #expect(error?.code == .io && error?.message.contains("symbolic link") == true)
    #expect(try box.names(in: "elsewhere") == ["victim"])
    // The folder itself may be reached by one.
    try FileManager.default.createSymbolicLink(
      atPath: box.path + "/link", withDestinationPath: box.path + "/elsewhere")
    #expect(try await store.export(to: box.path + "/link").written == 2)
  }
}
