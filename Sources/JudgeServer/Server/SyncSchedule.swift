import GitJudge
import ServiceLifecycle

/// Synchronizes the store with its remote at intervals.
struct SyncSchedule: Service {
  let repository: JudgeRepository
  /// The number of seconds between the end of a sync and the next one.
  let interval: Int
  let report: @Sendable (String) -> Void

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var last: String?
      while !Task.isCancelled {
        do {
          _ = try await repository.sharing.sync(patience: 30)
          if last != nil { report("the sync works again") }
          last = nil
        } catch {
          // A server without a network goes on; it says so once.
          let text = "\(error)"
          if text != last, !Task.isCancelled { report("the sync failed and is repeated: \(text)") }
          last = text
        }
        try? await Task.sleep(for: .seconds(interval))
      }
    }
    // What was written last is pushed, too.
    _ = try? await repository.sharing.sync(patience: 10)
  }
}
