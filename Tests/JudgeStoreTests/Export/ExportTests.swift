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
}
