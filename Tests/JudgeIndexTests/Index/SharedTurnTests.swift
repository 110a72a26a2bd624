import Synchronization
import Testing

@testable import JudgeIndex

/// Work that several tasks want at the same time.
@Suite struct SharedTurnTests {
  @Test("Each task gets a result of work that began after it asked, and tasks share it")
  func shared() async {
    let turn = SharedTurn<Int>()
    let clock = Mutex((now: 0, works: 0))
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<200 {
        group.addTask {
          let asked = clock.withLock { $0.now }
          while true {
            switch await turn.enter() {
            case .done(let began): return began >= asked
            case .again: continue
            case .lead:
              let began = clock.withLock { state in
                state.now += 1
                state.works += 1
                return state.now
              }
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
    #expect(clock.withLock { $0.works } < 200)
    guard case .lead = await turn.enter() else {
      Issue.record("the turn is free again")
      return
    }
  }
}
