import JudgeGit
import Testing

@Suite struct ReferenceTests {
  @Test func aSwapFromTheValueSeenMovesTheBranch() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try swaps(path)
    let log = try await sandbox.git("log", "--format=%s", "judge", in: "store.git")
    #expect(log.text == "second\nfirst\n")
  }

  private func swaps(_ path: String) throws {
    let repository = try Repository.open(at: path)
    let first = try emptyCommit(repository, parents: [], "first")
    try repository.compareAndSwap("refs/heads/judge", to: first, from: nil, message: "one")
    let second = try emptyCommit(repository, parents: [first], "second")
    try repository.compareAndSwap("refs/heads/judge", to: second, from: first, message: "two")
    #expect(try repository.resolve("refs/heads/judge") == second)
  }

  @Test func aLostRaceIsSaidAndTheWinnerStays() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try race(path)
  }

  private func race(_ path: String) throws {
    let mine = try Repository.open(at: path)
    let theirs = try Repository.open(at: path)
    let base = try emptyCommit(mine, parents: [], "base")
    // both saw an unborn branch
    try theirs.compareAndSwap("refs/heads/judge", to: base, from: nil, message: "theirs")
    let unborn = #expect(throws: GitError.self) {
      try mine.compareAndSwap("refs/heads/judge", to: base, from: nil, message: "mine")
    }
    #expect(unborn?.code == .modified)
    // both saw the base
    let a = try emptyCommit(mine, parents: [base], "a")
    let b = try emptyCommit(theirs, parents: [base], "b")
    try theirs.compareAndSwap("refs/heads/judge", to: b, from: base, message: "b")
    let lost = #expect(throws: GitError.self) {
      try mine.compareAndSwap("refs/heads/judge", to: a, from: base, message: "a")
    }
    #expect(lost?.code == .modified)
    #expect(try mine.resolve("refs/heads/judge") == b)
    // expected to exist, but gone
    try mine.deleteReference("refs/heads/judge")
    let gone = #expect(throws: GitError.self) {
      try mine.compareAndSwap("refs/heads/judge", to: a, from: base, message: "a")
    }
    #expect(gone?.code == .modified)
  }

  @Test func aLockedReferenceIsSaid() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try await sandbox.git("hash-object", "-w", "--stdin", in: "store.git")
    let lock = path + "/refs/heads/judge.lock"
    try sandbox.write("", to: lock)
    let code = try lockedCode(path)
    #expect(code == .locked)
  }

  private func lockedCode(_ path: String) throws -> GitError.Code? {
    let repository = try Repository.open(at: path)
    let commit = try emptyCommit(repository, parents: [], "first")
    let error = #expect(throws: GitError.self) {
      try repository.compareAndSwap("refs/heads/judge", to: commit, from: nil, message: "x")
    }
    return error?.code
  }

  @Test func fourWritersLoseNothing() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<12 { try appendFile("w\(writer)-\(number).json", path) }
        }
      }
      try await group.waitForAll()
    }
    let listed = try await sandbox.git("ls-tree", "--name-only", "judge", in: "store.git")
    #expect(listed.lines.count == 48)
    let log = try await sandbox.git("rev-list", "--count", "judge", in: "store.git")
    #expect(log.text == "48\n")
    #expect(try await sandbox.fsck() == "")
  }

  @Test func referencesAreListedByPrefix() async throws {
    let sandbox = try Sandbox()
    let path = try await sandbox.bareRepository()
    try listing(path)
  }

  private func listing(_ path: String) throws {
    let repository = try Repository.open(at: path)
    let id = try emptyCommit(repository, parents: [], "x")
    for name in ["refs/heads/judge", "refs/judge/tags/origin/b", "refs/judge/tags/origin/a"] {
      try repository.compareAndSwap(name, to: id, from: nil, message: "x")
    }
    let names = try repository.references(prefix: "refs/judge/tags/").map(\.name)
    #expect(names == ["refs/judge/tags/origin/a", "refs/judge/tags/origin/b"])
    #expect(try repository.resolve("refs/heads/none") == nil)
    #expect(try repository.headBranch() == "refs/heads/judge")
    #expect(try repository.commitID(revision: "judge") == id)
    #expect(throws: GitError.self) { try repository.commitID(revision: "judge~1") }
    #expect(throws: GitError.self) { try repository.resolve("-x") }
    try repository.deleteReference("refs/judge/tags/origin/a", from: id)
    #expect(try repository.references(prefix: "refs/judge/").map(\.name).count == 1)
  }
}

/// Adds one file in a commit of its own, again until no other writer came between.
private func appendFile(_ name: String, _ path: String) throws {
  let repository = try Repository.open(at: path)
  while true {
    let old = try repository.resolve("refs/heads/judge")
    var writer = try PackWriter(repository)
    let base = try old.map { try repository.commit($0).tree }
    var edit = TreeEdit(base: base)
    edit.set(name, try writer.add(blob: Array(name.utf8)))
    let tree = try edit.write(into: &writer, from: repository)
    let commit = try writer.add(
      commit: Commit(tree: tree, parents: old.map { [$0] } ?? [], author: ada, message: name))
    try writer.finish()
    do {
      try repository.compareAndSwap("refs/heads/judge", to: commit, from: old, message: name)
      return
    } catch {
      guard error.isContention else { throw error }
    }
  }
}
