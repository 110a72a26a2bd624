import GRDB
import JudgeRecords
package import JudgeWork
import Synchronization

/// A searchable copy of the state that the records of a branch define.
///
/// It can be deleted at any time: `catchUp(from:)` brings it to the tree that the branch has, from
/// whatever tree it stood for. Questions are answered from the state of the last catch-up.
package final class JudgeIndex: Sendable {
  /// Where the SQLite file lies.
  package let file: String

  struct State {
    var pool: any DatabaseWriter
    /// Why the tables are in memory, or `nil` if they are in the file.
    var unwritable: String?
    /// The number of rebuilds of the file.
    ///
    /// An error of an older pool says nothing about the current one.
    var generation = 0
    /// The number of requested catch-ups, for tests.
    var catchUps = 0
    /// Catches up from the last source, for a file found damaged by a question.
    var again: (@Sendable () async throws -> CatchUp)?
  }

  let state: Mutex<State>
  let gate = Gate()
  private let catching = SharedTurn<CatchUp>()

  private init(file: String, pool: any DatabaseWriter, unwritable: String? = nil) {
    self.file = file
    state = Mutex(State(pool: pool, unwritable: unwritable))
  }

  /// A message about why the tables are in memory, or `nil` if they are in the file.
  package var unwritable: String? { state.withLock(\.unwritable) }

  /// Opens an index file.
  ///
  /// If the file is damaged or of another version, it is rebuilt.
  ///
  /// - Parameter file: the path. Its folder is made if it does not exist.
  /// - Returns: the index. If it is new, it represents no tree yet. If the file cannot be written,
  ///   it is in memory.
  /// - Throws: `JudgeFailure` with code `unusable` if there is not enough memory either.
  package static func open(file: String) throws(JudgeFailure) -> JudgeIndex {
    do {
      return JudgeIndex(file: file, pool: try IndexFile.open(file))
    } catch {
      let failure = IndexFailure.translate(error, file: file)
      guard let pool = try? IndexFile.inMemory() else { throw failure }
      return JudgeIndex(file: file, pool: pool, unwritable: failure.message)
    }
  }

  var pool: any DatabaseWriter { state.withLock(\.pool) }

  /// Asks the tables, and once more after a build from nothing if they turn out damaged.
  func query<Answer: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Answer
  ) async throws(JudgeFailure) -> Answer {
    let (pool, generation, again) = state.withLock { ($0.pool, $0.generation, $0.again) }
    do {
      do {
        return try await pool.read(body)
      } catch  where IndexFailure.isDamage(error) || IndexFailure.isUnwritable(error) {
        guard let again else { throw error }
        try remake(after: generation, because: error)
        _ = try await again()
        return try await self.pool.read(body)
      }
    } catch {
      throw IndexFailure.translate(error, file: file)
    }
  }

  /// Rebuilds the file, unless that was already done.
  ///
  /// If it cannot be written, the tables are in memory.
  func remake(after generation: Int, because error: any Error) throws {
    try state.withLock { state in
      guard state.generation == generation else { return }
      if IndexFailure.isUnwritable(error) {
        guard state.unwritable == nil else { throw error }
        let pool = try IndexFile.inMemory()
        try? state.pool.close()
        state.pool = pool
        state.unwritable = IndexFailure.translate(error, file: file).message
      } else {
        let damaged = try? state.pool.read { try IndexMeta.value(IndexMeta.instance, $0) }
        try? state.pool.close()
        state.pool = try IndexFile.open(file, replacing: damaged)
      }
      state.generation += 1
    }
  }
}

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
    while true {
      switch await catching.enter() {
      case .done(let result): return result
      case .again: continue
      case .lead:
        do {
          let result = try await build(from: source, progress)
          catching.finish(result)
          return result
        } catch {
          catching.finish(nil)
          throw error
        }
      }
    }
  }

  private func build<Source: RecordSource>(
    from source: Source, _ progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
  ) async throws -> CatchUp {
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

extension JudgeIndex {
  /// Makes the texts of traces that have none yet.
  func completeDocuments() async throws(JudgeFailure) {
    if try await query({ db in try !Documents.areMissing(db) }) { return }
    await gate.enter()
    defer { gate.leave() }
    do {
      try await pool.writeWithoutTransaction { db in
        try db.execute(sql: "BEGIN IMMEDIATE")
        do {
          try Documents.complete(db)
          try db.execute(sql: "COMMIT")
        } catch {
          try? db.execute(sql: "ROLLBACK")
          throw error
        }
      }
    } catch {
      throw IndexFailure.translate(error, file: file)
    }
  }
}
