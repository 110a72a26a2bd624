import JudgeRecords
import JudgeStore
import Testing

/// The branch is checked out somewhere: the work tree comes along, or nothing happens.
@Suite struct CheckedOutTests {
  @Test func workTreeFollowsEachWrite() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    try await box.git("switch", "-q", "judge", in: "store")
    try box.write("mine", to: "store/untracked.txt")
    let first = try label(1)
    _ = try await store.append([first], message: "one")
    #expect(box.text(of: "store/" + path(first)) == String(decoding: first.bytes, as: UTF8.self))
    #expect(try await box.git("status", "--porcelain", in: "store") == "?? untracked.txt")
    try box.plant(
      [.file("README.md", Array("hello".utf8))], in: "store", branch: "other",
      onto: try await store.head()?.commit)
    _ = try await store.unite(with: "other")
    #expect(box.text(of: "store/README.md") == "hello")
    try box.write("changed", to: "store/README.md")
    _ = try await store.append([label(2)], message: "beside a local change")
    #expect(box.text(of: "store/README.md") == "changed")
    #expect(
      try await box.git("status", "--porcelain", in: "store") == " M README.md\n?? untracked.txt")
  }

  @Test func linkedWorktreeFollows() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    try await box.git("worktree", "add", "-q", "../linked", "judge", in: "store")
    let record = try label(1)
    _ = try await store.append([record], message: "one")
    #expect(box.exists("linked/" + path(record)))
    #expect(!box.exists("store/" + path(record)))
    #expect(try await box.git("status", "--porcelain", in: "linked") == "")
    // a work tree whose folder was deleted does not stop anybody
    try Sandbox.remove(box.path + "/linked")
    _ = try await store.append([label(2)], message: "two")
  }

  @Test func whereTheWorkTreeCannotFollowTheBranchDoesNotMove() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    try await box.git("switch", "-q", "judge", in: "store")
    let record = try label(1)
    try box.write("in the way", to: "store/" + path(record))
    let head = try await store.head()
    let error = await #expect(throws: StoreError.self) {
      try await store.append([record], message: "one")
    }
    #expect(error?.code == .checkedOut)
    #expect(error?.message.contains(box.path + "/store") == true)
    #expect(try await store.head() == head)
    #expect(box.text(of: "store/" + path(record)) == "in the way")
    _ = try await store.append([label(2)], message: "two")
    #expect(try await store.records(kind: .assessment).count == 1)
  }

  @Test func oneOfTwoWorkTreesCannotFollow() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    try await box.git("switch", "-q", "judge", in: "store")
    try await box.git("worktree", "add", "-q", "-f", "../linked", "judge", in: "store")
    let record = try label(1)
    try box.write("in the way", to: "linked/" + path(record))
    let error = await #expect(throws: StoreError.self) {
      try await store.append([record], message: "one")
    }
    #expect(error?.code == .checkedOut)
    // the one that had followed went back
    #expect(try await box.git("status", "--porcelain", in: "store") == "")
    #expect(!box.exists("store/" + path(record)))
  }

  @Test func aRebaseUnderWayIsLeftAlone() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    try box.write("refs/heads/judge\n", to: "store/.git/rebase-merge/head-name")
    let error = await #expect(throws: StoreError.self) {
      try await store.append([label(1)], message: "one")
    }
    #expect(error?.code == .checkedOut)
  }

  @Test func concurrentAppendsWithAWorkTree() async throws {
    let box = try Sandbox()
    _ = try await box.store()
    try await box.git("switch", "-q", "judge", in: "store")
    let one = try await box.open()
    let two = try await box.open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, store) in [one, two].enumerated() {
        for number in 0..<10 {
          group.addTask { _ = try await store.append([label(index * 100 + number)], message: "n") }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await one.records(kind: .assessment).count == 20)
    #expect(try await box.git("status", "--porcelain", in: "store") == "")
  }
}
