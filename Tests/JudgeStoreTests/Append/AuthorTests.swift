import FoundationEssentials
import JudgeGit
import JudgeRecords
import JudgeTestSupport
import Testing

@testable import JudgeStore

#if canImport(Glibc)
  import Glibc
#endif

/// Writers of one process share a pack, and each commit has one author.
@Suite struct AuthorTests {
  private let kim = Person(name: "Kim", email: "kim@example.com")
  private let bob = Person(name: "Bob", email: "bob@example.com")

  /// Appends that wait while somebody else holds the write lock, so that they are one group.
  private func group(
    _ box: Sandbox, _ store: RecordStore, _ appends: [(record: Record, author: Person)]
  ) async throws -> [Append] {
    let lock = open(
      store.location.stateDirectory + "/write.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
    let tasks = appends.map { item in
      Task { try await store.append([item.record], message: "label", by: item.author) }
    }
    for _ in 0..<1000 where await store.pending.count < appends.count {
      try await Task.sleep(for: .milliseconds(5))
    }
    close(lock)
    var done: [Append] = []
    for task in tasks { done.append(try await task.value) }
    return done
  }

  private func packs(_ box: Sandbox) throws -> Set<String> {
    Set(try box.names(in: "store/.git/objects/pack").filter { $0.hasSuffix(".pack") })
  }

  /// The author, the committer and the added files of a commit.
  private func commit(
    _ id: String, _ box: Sandbox
  ) async throws -> (author: String, committer: String, added: [String]) {
    let lines = try await box.git(
      "show", "--format=%an <%ae>%n%cn <%ce>", "--name-only", id, in: "store"
    ).split(separator: "\n").map(String.init)
    return (lines[0], lines[1], Array(lines.dropFirst(2)))
  }

  @Test func twoAuthorsShareAPackAndNoCommit() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    try box.write("kim@example.com\nbob@example.com\n", to: "reviewers")
    try await store.setConfig("judge.reviewers", box.path + "/reviewers")
    let records = try [
      label(0, by: kim.email), label(1, by: bob.email), label(2, by: kim.email),
      label(3, by: bob.email),
    ]
    // The last one is Bob's label in a commit of Kim's.
    let authors = [kim, bob, kim, kim]
    let before = try packs(box)
    let done = try await group(box, store, Array(zip(records, authors)))
    #expect(try packs(box).subtracting(before).count == 1)
    for (index, append) in done.enumerated() {
      #expect(append.added == [records[index].id])
      let found = try await commit(try #require(append.commit), box)
      #expect(found.author == "\(authors[index].name) <\(authors[index].email)>")
      #expect(found.committer == "Ada <ada@example.com>")
      #expect(found.added.contains(path(records[index])))
      for (other, record) in records.enumerated() where found.added.contains(path(record)) {
        #expect(authors[other] == authors[index])
      }
    }
    let commits = Set(done.compactMap(\.commit))
    #expect(commits.count >= 2)
    let count = try await box.git("rev-list", "--count", "judge", in: "store")
    #expect(Int(count) == 1 + commits.count)

    let state = try #require(try await store.trustState())
    for (record, author) in zip(records, authors) {
      #expect(state.introduction(of: place(record))?.authors == [Address(author.email)])
    }
    let problems = try await store.trustReport().problems
    #expect(problems.map(\.path) == [path(records[3])], "\(problems)")

    // Each may hide what is their own, and nobody else's.
    for (record, author) in [(records[0], kim), (records[1], kim), (records[2], bob)] {
      let redaction = Redaction(
        hashes: [record.id], reason: "mine", source: .human(author.email))
      _ = try await store.append([try redaction.record()], message: "hide", by: author)
    }
    #expect(try await store.redactions().hidden == [records[0].id])
    #expect(try await box.strictFsck() == "")
  }

  /// The same record belongs to whoever was first, and a file that two write has the last content.
  @Test func theOrderOfAppendsCounts() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let record = try label(0)
    let done = try await group(box, store, [(record, kim), (record, bob)])
    #expect(done.compactMap(\.commit).count == 1)
    #expect(done.map(\.alreadyPresent).sorted() == [0, 1])

    var plan = AppendPlan(tree: try await store.treeOfTip())
    let repository = try Repository.open(at: box.path + "/store")
    var writer = try PackWriter(repository)
    for (text, author) in [("one", kim), ("two", bob), ("one", kim), ("one", bob)] {
      let file = StoreFile(path: "docs/README.md", bytes: Array(text.utf8))
      try plan.add([], [file], by: author, into: &writer, from: repository)
    }
    #expect(plan.chain.links.map(\.author) == [kim, bob, kim])
    let trees = try plan.trees(into: &writer, from: repository)
    #expect(Set(trees).count == 2 && trees[0] == trees[2])
    _ = try writer.finish()
  }

  @Test func aThirdWriterOfAnotherProcessLosesNothing() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let folder = box.path + "/store"
    let each = 25
    await withTaskGroup(of: Void.self) { group in
      for (index, author) in [kim, bob].enumerated() {
        group.addTask {
          for number in 0..<each {
            let made = try? label(index * 1000 + number, by: author.email)
            let done = try? await store.append(made.map { [$0] } ?? [], message: "m", by: author)
            #expect(done?.commit != nil)
          }
        }
      }
      group.addTask {
        await #expect(processExitsWith: .success) {
          [folder = folder as String, each = each as Int] in
          let store = try await RecordStore.open(at: folder, environment: Sandbox.environment)
          for number in 0..<each {
            let done = try await store.append([try label(2000 + number)], message: "other")
            guard done.commit != nil else { exit(1) }
          }
        }
      }
    }
    #expect(try await store.records(kind: .assessment).count == 3 * each)
    let state = try #require(try await store.trustState())
    for (index, email) in [kim.email, bob.email, "ada@example.com"].enumerated() {
      for number in 0..<each {
        let record = try label(index * 1000 + number, by: email)
        #expect(state.introduction(of: place(record))?.authors == [Address(email)])
      }
    }
    #expect(try await store.fsck(.deep).problems == [])
    #expect(try await box.strictFsck() == "")
  }

  @Test(.enabled(if: SigningKey.isAvailable, SigningKey.comment))
  func everyCommitIsSigned() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let key = box.path + "/key"
    let made = try await ForeignProgram(
      ["ssh-keygen", "-q", "-N", "", "-t", "ed25519", "-f", key], in: nil
    ).run(input: [], timeout: .seconds(60))
    try #require(made.status == 0)
    let line = try #require(box.text(of: "key.pub"))
    try box.write("kim@example.com,bob@example.com \(line)", to: "signers")
    try box.write("kim@example.com signed\nbob@example.com signed\n", to: "reviewers")
    for (name, value) in [
      ("commit.gpgSign", "true"), ("gpg.format", "ssh"), ("user.signingKey", key),
      ("judge.allowedSigners", box.path + "/signers"),
      ("judge.reviewers", box.path + "/reviewers"),
    ] {
      try await store.setConfig(name, value)
    }
    let records = try [label(0, by: kim.email), label(1, by: bob.email)]
    let done = try await group(box, store, [(records[0], kim), (records[1], bob)])
    #expect(Set(done.compactMap(\.commit)).count == 2)
    let report = try await store.trustReport()
    #expect(report.problems == [])
    #expect(report.verified == 2)
    let state = try #require(try await store.trustState())
    for commit in done.compactMap(\.commit) {
      #expect(state.isVouched(try #require(ObjectID(hex: commit))))
    }
  }

  @Test func anAuthorNeedsANameAndAnAddress() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    try box.write("kim@example.com\n", to: "reviewers")
    try await store.setConfig("judge.reviewers", box.path + "/reviewers")
    for author in [
      Person(name: "", email: "x@y"), Person(name: "X", email: ""),
      Person(name: "<>", email: "x@y"),
      Person(name: "X", email: "x@y>\nparent 1"), Person(name: "X", email: "Kim@example.com"),
      Person(name: "X", email: "kim@example.com\u{200b}"),
    ] {
      let error = await #expect(throws: StoreError.self) {
        try await store.append([label(1)], message: "x", by: author)
      }
      #expect(error?.code == .invalid)
    }
    #expect(try await store.records(kind: .assessment).isEmpty)
  }

  /// A server needs no identity of its own; whoever gives no author does.
  @Test func anAuthorStandsInForTheIdentity() async throws {
    let box = try Sandbox()
    _ = try await box.store()
    // Whatever this machine's configuration says.
    for key in ["author.name", "author.email", "user.name", "user.email"] {
      try await box.git("config", key, "", in: "store")
    }
    let store = try await box.open(variables: ["GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": ""])
    async let nobody = store.append([label(0)], message: "x")
    async let known = store.append([label(1)], message: "x", by: kim)
    let found = try await commit(try #require(try await known.commit), box)
    #expect(found.author == "Kim <kim@example.com>" && found.committer == found.author)
    var error: StoreError?
    do { _ = try await nobody } catch let caught as StoreError { error = caught }
    #expect(error?.code == .identityMissing)
    #expect(try await store.records(kind: .assessment) == [try label(1)])
  }
}

extension RecordStore {
  fileprivate func treeOfTip() throws(StoreError) -> ObjectID { try requiredTip().tree }
}
