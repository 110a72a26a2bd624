import JudgeGit
import Testing

@Suite struct ReadOnlyTests {
  /// `access(2)` lets root write anywhere but on a read-only mount, so there is nothing to see.
  @Test(.enabled(if: !isRoot, "root may write everywhere"))
  func aFolderThatCannotBeWrittenIsReadAndNotWritten() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try sandbox.setWritable(path + "/objects", false)
    defer { try? sandbox.setWritable(path + "/objects", true) }
    try refused(path)
  }

  private func refused(_ path: String) throws {
    let repository = try Repository.open(at: path)
    let isReadOnly = repository.isReadOnly
    #expect(isReadOnly)
    #expect(throws: GitError.self) { _ = try PackWriter(repository) }
    let error = #expect(throws: GitError.self) { try repository.setLocalConfig("judge.x", "1") }
    #expect(error?.code == .readOnly)
  }

  @Test func anOrdinaryRepositoryIsWritable() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    #expect(try isReadOnly(path) == false)
  }

  private func isReadOnly(_ path: String) throws -> Bool {
    try Repository.open(at: path).isReadOnly
  }
}
