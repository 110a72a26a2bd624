import Dispatch
import FoundationEssentials
import JudgeRecords
import JudgeStore
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// How often a test with processes repeats: `GIT_JUDGE_PROPERTY_RUNS` at most 50, else a few.
private let rounds = min(
  50, ProcessInfo.processInfo.environment["GIT_JUDGE_PROPERTY_RUNS"].flatMap { Int($0) } ?? 4)

/// Writers that die at any moment, and many that write at once.
@Suite(.serialized) struct CrashTests {
  @Test func killedWritersLoseNothingAcknowledged() async throws {
    let box = try Sandbox()
    _ = try await box.store()
    let folder = box.path + "/store"
    let log = box.path + "/acknowledged"
    for round in 0..<rounds {
      let delay = Int.random(in: 5...400)
      await #expect(processExitsWith: .signal(SIGKILL), "killed after \(delay) ms") {
        [folder = folder as String, log = log as String, round = round as Int, delay = delay as Int]
        in
        let store = try await RecordStore.open(at: folder, environment: Sandbox.environment)
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(delay)) {
          kill(getpid(), SIGKILL)
        }
        for number in 0..<100_000 {
          let numbers = (0..<(number % 7 + 1)).map { round * 1_000_000 + number * 10 + $0 }
          _ = try await store.append(try labels(numbers), message: "write \(number)")
          try note(numbers, in: log)
        }
      }
      let store = try await box.open()
      let present = Set(try await store.entries(kind: .assessment).map(\.path))
      for number in try acknowledged(log) {
        #expect(present.contains(place(try label(number))), "round \(round), \(delay) ms")
      }
    }
    #expect(try acknowledged(log).count > 0)
    #expect(try await box.open().fsck(.deep).problems == [])
    #expect(try await box.strictFsck() == "")
  }

  @Test func manyProcessesWithGcBesideThem() async throws {
    let box = try Sandbox()
    _ = try await box.store()
    let folder = box.path + "/store"
    let (processes, each) = (4, 25)
    let collector = Task {
      while !Task.isCancelled { _ = try? await box.git("gc", "-q", in: "store", accepting: nil) }
    }
    await withTaskGroup(of: Void.self) { group in
      for process in 0..<processes {
        group.addTask {
          await #expect(processExitsWith: .success) {
            [folder = folder as String, process = process as Int, each = each as Int] in
            let store = try await RecordStore.open(at: folder, environment: Sandbox.environment)
            for number in 0..<each {
              let done = try await store.append(
                [try label(process * 1000 + number)], message: "process \(process)")
              guard done.commit != nil else { exit(1) }
            }
          }
        }
      }
    }
    collector.cancel()
    await collector.value
    let store = try await box.open()
    #expect(try await store.records(kind: .assessment).count == processes * each)
    #expect(try await store.fsck(.deep).problems == [])
    #expect(try await box.strictFsck() == "")
  }
}

/// Appends numbers to a file in one write, after their append was acknowledged.
private func note(_ numbers: [Int], in file: String) throws {
  let text = Array(numbers.map { "\($0)\n" }.joined().utf8)
  let descriptor = open(file, O_WRONLY | O_APPEND | O_CREAT, 0o644)
  defer { close(descriptor) }
  guard write(descriptor, text, text.count) == text.count else {
    throw StoreError(.io, "no log")
  }
}

private func acknowledged(_ file: String) throws -> [Int] {
  guard let data = FileManager.default.contents(atPath: file) else { return [] }
  return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { Int($0) }
}
