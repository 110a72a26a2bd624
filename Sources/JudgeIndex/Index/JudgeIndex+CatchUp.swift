import GRDB
package import JudgeWork
import Synchronization

extension JudgeIndex {
  /// Brings the index to the tree that the branch has now.
  ///
  /// It works after any git operation: it compares trees to find the records that came and went
  /// since the last time. Several tasks and processes may call it at the same time. The work is
  /// done only once.
  ///
  /// - Parameters:
  ///   - source: the store.
  ///   - progress: told how many of how many new record files are in; not called for few.
  /// - Returns: what came and what vanished.
  /// - Throws: what the source throws, or `JudgeFailure`.
  package func catchUp<Source: RecordSource>(
    from source: Source, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) async throws -> CatchUp {
    state.withLock { state in
      state.again = { [weak self] in
        try await self?.catchUp(from: source) ?? CatchUp()
      }
    }
    if let unchanged = await unchanged(source) { return unchanged }
    await gate.enter()
    defer { gate.leave() }
    var attempt = 0
    while true {
      let (pool, generation) = state.withLock { ($0.pool, $0.generation) }
      do {
        let step = CatchUpStep(pool: pool, source: source, progress: progress)
        var result = try await step.run()
        if attempt > 0 { result.isRebuilt = true }
        return result
      } catch
        where (IndexFailure.isDamage(error) || IndexFailure.isUnwritable(error))
        && attempt < 2
      {
        attempt += 1
        try remake(after: generation, because: error)
      } catch let error as DatabaseError {
        throw IndexFailure.translate(error, file: file)
      }
    }
  }

  /// The report if there is nothing to do, so that readers do not wait for writers.
  private func unchanged(_ source: some RecordSource) async -> CatchUp? {
    state.withLock { $0.catchUps += 1 }
    let step = CatchUpStep(pool: pool, source: source, progress: nil)
    // An error here occurs again behind the gate, where it is reported or repaired.
    return try? await step.unchanged()
  }

  /// The number of requested catch-ups.
  package var catchUps: Int { state.withLock(\.catchUps) }

  /// Notes that caches and drafts no longer hold what redactions hide.
  ///
  /// - Throws: `JudgeFailure`.
  package func copiesForgotten() async throws(JudgeFailure) {
    do {
      try await pool.writeWithoutTransaction { db in
        try IndexMeta.mark(.copies, isDue: false, db)
      }
    } catch { throw IndexFailure.translate(error, file: file) }
  }

  /// Paths of record files that were there once and no longer are.
  ///
  /// - Returns: the paths, each with the commit at which it was first missed.
  /// - Throws: `JudgeFailure`.
  package func vanished() async throws(JudgeFailure) -> [(path: String, commit: String)] {
    try await query { db in
      try db.all("SELECT path, head FROM vanished ORDER BY path") { ($0.text(0), $0.text(1)) }
    }
  }
}
