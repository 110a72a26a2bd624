import Synchronization
import Testing

@testable import JudgeIndex

/// The number of works that began.
private final class Clock: Sendable {
  private let count = Mutex(0)

  var now: Int { count.withLock { $0 } }

  func tick() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}

/// Work that several tasks want at the same time.
@Suite struct SharedTurnTests {
  @Test("Each task gets a result of work that began after it asked, and tasks share it")
  func shared() async {
    let turn = SharedTurn<Int>()
    let clock = Clock()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<200 {
        group.addTask {
          let asked = clock.now
          while true {
            switch await turn.enter() {
            case .done(let began): return began >= asked
            case .again: continue
            case .lead:
              let began = clock.tick()
              try? await Task.sleep(for: .milliseconds(1))
              // Every tenth work fails, and the others ask again.
              turn.finish(began % 10 == 0 ? nil : began)
              if began % 10 != 0 { return began >= asked }
            }
          }
        }
      }
      for await isLater in group { #expect(isLater) }
    }
    #expect(clock.now < 200)
    guard case .lead = await turn.enter() else {
      Issue.record("the turn is free again")
      return
    }
  }
}
