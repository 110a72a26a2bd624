import JudgeGit
import Testing

@Suite struct PartialCloneTests {
  @Test func missingBlobsComeInOneRunOfGit() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try commitFiles(
      try Repository.open(at: path), (0..<20).map { ("traces/\($0).json", "{\"n\":\($0)}") })
    try await sandbox.git("config", "uploadpack.allowFilter", "true", in: "store.git")
    try await sandbox.git(
      "clone", "-q", "--bare", "--filter=blob:none", "file://\(path)", "partial.git")
    let clone = sandbox.path + "/partial.git"
    let (missing, fetch) = try look(clone)
    #expect(missing.count == 20)
    let promisor = try #require(fetch)
    #expect(promisor.remote == "origin")
    let packs = try sandbox.names(in: clone + "/objects/pack").filter { $0.hasSuffix(".pack") }
    try await promisor.fetch(missing)
    let after = try sandbox.names(in: clone + "/objects/pack").filter { $0.hasSuffix(".pack") }
    #expect(after.count == packs.count + 1, "one batch gives one pack")
    #expect(try look(clone).missing.isEmpty)
    #expect(try read(clone) == "{\"n\":7}")
    // what is written into a partial clone is as good as elsewhere
    try commitFiles(try Repository.open(at: clone), [("traces/new.json", "{}")])
    #expect(try await sandbox.fsck("partial.git") == "")
    let files = try await sandbox.git("ls-tree", "-r", "--name-only", "judge", in: "partial.git")
    #expect(files.lines.count == 21)
  }

  private func look(_ path: String) throws -> (missing: [ObjectID], fetch: PromisorFetch?) {
    let repository = try Repository.open(at: path)
    #expect(try repository.isPartialClone)
    let tip = try #require(try repository.resolve("refs/heads/judge"))
    let files = try repository.files(in: repository.commit(tip).tree).map(\.id)
    return (try repository.missing(of: files), try PromisorFetch(repository))
  }

  private func read(_ path: String) throws -> String {
    let repository = try Repository.open(at: path)
    let tip = try #require(try repository.resolve("refs/heads/judge"))
    let tree = try repository.commit(tip).tree
    let entry = try #require(try repository.entry(at: "traces/7.json", in: tree))
    return String(decoding: try repository.blob(entry.id), as: UTF8.self)
  }

  @Test func aMissingBlobIsSaidToBeMissing() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    #expect(try code(path) == .notFound)
    #expect(try promisor(path) == nil)
  }

  private func code(_ path: String) throws -> GitError.Code? {
    let repository = try Repository.open(at: path)
    return #expect(throws: GitError.self) { try repository.blob(ObjectID(ofBlob: [1])) }?.code
  }

  private func promisor(_ path: String) throws -> String? {
    try PromisorFetch(Repository.open(at: path))?.remote
  }
}
