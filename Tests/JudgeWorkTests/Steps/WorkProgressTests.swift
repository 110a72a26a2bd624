import JudgeWork
import Synchronization
import Testing

/// Steps reach whoever listens in the task, and only them.
@Suite struct WorkProgressTests {
  /// The steps that some work reports.
  private func steps(_ work: () async -> Void) async -> [WorkStep] {
    let heard = Mutex<[WorkStep]>([])
    await WorkProgress.$listener.withValue(
      WorkListener { step in heard.withLock { $0.append(step) } }
    ) {
      await work()
    }
    return heard.withLock { $0 }
  }

  @Test func aCountedLoopSaysEachStepAndItsEnd() async {
    var seen: [String] = []
    let heard = await steps {
      for item in WorkProgress.counted(["a", "b"], "Reading") { seen.append(item) }
    }
    #expect(seen == ["a", "b"])
    #expect(heard.map(\.done) == [0, 1, 2])
    #expect(heard.allSatisfy { $0.what == "Reading" && $0.total == 2 })
    #expect(heard.map(\.isOver) == [false, false, true])
  }

  @Test func nobodyListens() {
    #expect(!WorkProgress.isWatched)
    var sum = 0
    for number in WorkProgress.counted(1...4, "Adding") { sum += number }
    #expect(sum == 10)
  }

  @Test func anEmptyLoopSaysNothing() async {
    let heard = await steps { for _ in WorkProgress.counted([Int](), "Reading") {} }
    #expect(heard.isEmpty)
  }

  @Test func tasksThatAreStartedAreHeardToo() async {
    let heard = await steps {
      await Task { WorkProgress.report("Within", 1, of: nil) }.value
      await withTaskGroup(of: Void.self) { group in
        group.addTask { WorkProgress.report("In a group", 2, of: 3) }
      }
      WorkProgress.$listener.withValue(nil) { WorkProgress.report("Hidden", 0, of: 1) }
    }
    #expect(heard.map(\.what) == ["Within", "In a group"])
    #expect(heard.map(\.isOver) == [false, false])
  }
}
