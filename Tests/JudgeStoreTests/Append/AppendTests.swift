import JudgeRecords
import JudgeStore
import JudgeTestSupport
import Testing

@Suite struct AppendTests {
  @Test func addsRecordsAndReadsThemBack() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let records = try labels(0..<20)
    let result = try await store.append(records, message: "twenty labels")
    #expect(result.added.count == 20)
    #expect(result.alreadyPresent == 0)
    let head = try #require(try await store.head())
    #expect(result.commit == head.commit)
    #expect(Set(try await store.records(kind: .assessment)) == Set(records))
    #expect(try await store.record(place(records[3])) == records[3])
    #expect(try await store.contains(place(records[3])))
    #expect(try await !store.contains(place(label(99))))
    #expect(try await box.strictFsck() == "")
    #expect(
      try await box.git("log", "-1", "--format=%s|%an", "judge", in: "store") == "twenty labels|Ada"
    )
  }

  @Test func whatIsThereMakesNoCommit() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let first = try await store.append(labels(0..<5), message: "five")
    let again = try await store.append(labels(0..<5), message: "five again")
    #expect(again.commit == nil)
    #expect(again.added == [])
    #expect(again.alreadyPresent == 5)
    #expect(try await store.head()?.commit == first.commit)
    let mixed = try await store.append(labels(3..<7) + labels(3..<7), message: "two more")
    #expect(mixed.added == [try label(5).id, try label(6).id])
    #expect(mixed.alreadyPresent == 6)
  }

  @Test func sameSetGivesSameTreeInAnyOrder() async throws {
    var random = SeededGenerator()
    var trees: Set<String> = []
    for _ in 0..<3 {
      let box = try Sandbox()
      let store = try await box.store()
      var left = try labels(0..<60).shuffled(using: &random)
      while !left.isEmpty {
        let part = Array(left.prefix(Int.random(in: 1...25, using: &random)))
        left.removeFirst(part.count)
        _ = try await store.append(part, message: "some")
      }
      trees.insert(try await store.head()?.tree ?? "none")
    }
    #expect(trees.count == 1, "seed \(random.seed)")
  }

  @Test func concurrentAppendsShareCommits() async throws {
    let box = try Sandbox()
    let store = try await box.store()
    let records = try labels(0..<100)
    let commits = try await withThrowingTaskGroup(of: String?.self) { group in
      for record in records {
        group.addTask {
          try await store.append([record], message: "label \(record.id.prefix(4))").commit
        }
      }
      var commits: Set<String> = []
      for try await commit in group { commits.insert(try #require(commit)) }
      return commits
    }
    #expect(commits.count < 50)
    let count = try await box.git("rev-list", "--count", "judge", in: "store")
    #expect(Int(count) == commits.count + 1)
    #expect(Set(try await store.records(kind: .assessment)) == Set(records))
    #expect(try await box.strictFsck() == "")
  }

  @Test func twoStoresRacingLoseNothing() async throws {
    let box = try Sandbox()
    _ = try await box.store()
    let one = try await box.open()
    let two = try await box.open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, store) in [one, two].enumerated() {
        group.addTask {
          for number in 0..<100 {
            let done = try await store.append(
              [label(index * 100 + number)], message: "label \(number)")
            #expect(done.commit != nil)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await one.records(kind: .assessment).count == 200)
    #expect(try await box.strictFsck() == "")
  }
}
