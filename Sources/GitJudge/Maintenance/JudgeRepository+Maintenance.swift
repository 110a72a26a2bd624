import JudgeIndex
import JudgeRecords
public import JudgeStore

extension JudgeRepository {
  /// Makes the store: the branch with `format.json`.
  ///
  /// Doing it twice changes nothing.
  ///
  /// - Returns: what was done and what the user should know.
  /// - Throws: `JudgeError` where a branch is in the way or the repository cannot be written.
  public func initialize() async throws(JudgeError) -> InitResult {
    try await JudgeError.wrap { try await store.initialize() }
  }

  /// Where the store stands.
  ///
  /// - Returns: branch, tip, current experiment and counts.
  /// - Throws: `JudgeError`.
  public func status() async throws(JudgeError) -> StatusReport {
    let head = try await JudgeError.wrap { try await store.head() }
    guard head != nil else {
      return StatusReport(
        branch: store.location.branch, head: nil, experiment: nil, records: [:], ignored: [],
        waiting: nil, behind: nil, vanished: [])
    }
    let index = try await caughtUp()
    var experiment: ExperimentInfo?
    do { experiment = try await currentExperiment() } catch {
      guard error.code == .notFound || error.code == .ambiguous else { throw error }
    }
    let current = experiment
    let distance = try await distance()
    return try await JudgeError.wrap {
      StatusReport(
        branch: store.location.branch, head: head, experiment: current,
        records: try await index.counts(),
        ignored: try await index.ignored().map {
          JudgeStore.Problem(kind: $0.kind, path: $0.path, message: $0.message)
        },
        waiting: distance?.waiting, behind: distance?.behind,
        vanished: try await index.vanished())
    }
  }

  /// Writes every record as a plain file.
  ///
  /// - Parameter folder: where to; it is made where it is missing.
  /// - Returns: how many files were written.
  /// - Throws: `JudgeError`.
  public func export(to folder: String) async throws(JudgeError) -> Int {
    try await JudgeError.wrap { try await store.export(to: folder) }
  }
}
