import GitJudge
import Synchronization

/// What the requests of a server share.
final class ServerState: Sendable {
  /// The repository, which writes as the server's own user.
  let repository: JudgeRepository
  let options: ServerOptions
  /// The traces that have arrived since the start.
  let arrivals = TraceArrivals()
  /// The judges that requests ask.
  let desks = JudgeDesks()
  private let numbers = Mutex<[String: ContentID]>([:])

  init(repository: JudgeRepository, options: ServerOptions) {
    self.repository = repository
    self.options = options
  }

  /// Creates the store if it does not exist, and takes up traces that an earlier server left.
  func prepare() async throws {
    if try await repository.store.head() == nil {
      _ = try await repository.maintenance.initialize()
    }
    try await repository.caughtUp()
  }

  /// Writes what is still open.
  func finish() async {
    try? await TraceCollector(state: self).collect(before: Clock.now.advanced(by: 60_000))
  }

  /// The experiment with a number, which never changes.
  func knownExperiment(_ number: String) -> ContentID? {
    numbers.withLock { $0[number] }
  }

  func remember(_ number: String, _ id: ContentID) {
    numbers.withLock { $0[number] = id }
  }
}
