import JudgeGit
import JudgeRecords
import JudgeStore
import Testing

/// Clones as branches of one repository, each with the identity of its actor.
struct RandomWorld {
  let sandbox: Sandbox
  private let stores: [String: RecordStore]

  init(_ actors: [String], reviewers: Set<String>) async throws {
    sandbox = try Sandbox()
    try await sandbox.makeRepository(bare: true)
    try sandbox.write(reviewers.sorted().joined(separator: "\n") + "\n", to: "reviewers")
    try await sandbox.git(
      "config", "judge.reviewers", sandbox.path + "/reviewers", in: "store")
    var stores: [String: RecordStore] = [:]
    for actor in actors {
      stores[actor] = try await sandbox.open(
        branch: "clone-\(actor)",
        variables: ["GIT_AUTHOR_NAME": actor, "GIT_AUTHOR_EMAIL": actor])
    }
    self.stores = stores
    _ = try await store("lead").initialize()
  }

  private func store(_ clone: String) throws -> RecordStore { try #require(stores[clone]) }

  func add(_ records: [Record], by actor: String, in clone: String) async throws {
    _ = try await store(clone).append(records, message: "add")
  }

  func unite(_ clone: String, _ other: String) async throws {
    try await unite(clone, remote: "refs/heads/clone-\(other)")
  }

  func unite(_ clone: String, remote: String) async throws {
    _ = try await store(clone).unite(with: remote)
  }

  /// Puts files in place in a commit, by git's own objects.
  func commit(
    _ files: [RecordPath: [UInt8]], removing: [RecordPath] = [], by actor: String,
    in clone: String
  ) async throws {
    let repository = try Repository.open(at: sandbox.path + "/store")
    let name = "refs/heads/clone-\(clone)"
    let tip = try #require(try repository.resolve(name))
    var writer = try PackWriter(repository)
    var edit = TreeEdit(base: try repository.commit(tip).tree)
    for (path, bytes) in files { edit.set(try #require(path.text), try writer.add(blob: bytes)) }
    for path in removing { edit.remove(try #require(path.text)) }
    guard !edit.isEmpty else { return }
    let finished = edit
    let tree = try finished.write(into: &writer, from: repository)
    let who = Signature(name: actor, email: actor, seconds: 1_700_000_000)
    let made = try writer.add(
      commit: Commit(tree: tree, parents: [tip], author: who, message: "by hand"))
    let pack = try writer.finish()
    try repository.compareAndSwap(name, to: made, from: tip, message: "by hand")
    pack?.release()
  }

  /// Takes a record away and puts it back, in two commits of somebody's.
  func bounce(_ path: RecordPath, by actor: String) async throws {
    let record = try await store(actor).record(path)
    guard let record else { return }
    try await commit([:], removing: [path], by: actor, in: actor)
    try await commit([path: record.bytes], by: actor, in: actor)
  }

  func state(of clone: String) async throws -> StoreState {
    let store = try store(clone)
    let trust = try #require(try await store.trustState())
    #expect(trust.owners == ["lead"])
    var records: [Record] = []
    for kind in RecordKind.all { records += try await store.records(kind: kind) }
    let paths = records.map { RecordPath(kind: $0.kind, id: $0.id) }
    return StoreState(
      records, authority: trust.authority, introductions: trust.introductions(of: paths),
      hidden: try await store.redactions().hidden)
  }
}
