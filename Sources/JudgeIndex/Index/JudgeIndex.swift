import GRDB
import JudgeRecords
import Synchronization

/// A searchable copy of what the records of a branch come to.
///
/// It can be deleted at any time: `catchUp(from:)` brings it to the tree that the branch has, from
/// whatever tree it stood for. Questions are answered from the state of the last catch-up.
package final class JudgeIndex: Sendable {
  /// Where the SQLite file lies.
  package let file: String

  struct State {
    var pool: DatabasePool
    /// How often the file was made anew; an error of an older pool says nothing of this one.
    var generation = 0
    /// Catches up from the last source, for a file found damaged by a question.
    var again: (@Sendable () async throws -> CatchUp)?
  }

  let state: Mutex<State>
  let gate = Gate()

  private init(file: String, pool: DatabasePool) {
    self.file = file
    state = Mutex(State(pool: pool))
  }

  /// Opens an index file; what is no sound file of this version is made anew.
  ///
  /// - Parameter file: the path; its folder is made where it is missing.
  /// - Returns: the index, which stands for no tree where it is new.
  /// - Throws: `IndexError` with code `unusable`, where the file cannot be written.
  package static func open(file: String) throws(IndexError) -> JudgeIndex {
    do {
      return JudgeIndex(file: file, pool: try IndexFile.open(file))
    } catch {
      throw IndexFailure.translate(error, file: file)
    }
  }

  var pool: DatabasePool { state.withLock(\.pool) }

  /// Asks the tables, and once more after a build from nothing where they turn out damaged.
  func query<Answer: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Answer
  ) async throws(IndexError) -> Answer {
    let (pool, generation, again) = state.withLock { ($0.pool, $0.generation, $0.again) }
    do {
      do {
        return try await pool.read(body)
      } catch  where IndexFailure.isDamage(error) {
        guard let again else { throw error }
        try remake(after: generation)
        _ = try await again()
        return try await self.pool.read(body)
      }
    } catch {
      throw IndexFailure.translate(error, file: file)
    }
  }

  /// Makes the file anew, unless that was done since.
  func remake(after generation: Int) throws {
    try state.withLock { state in
      guard state.generation == generation else { return }
      let damaged = try? state.pool.read { try IndexMeta.value(IndexMeta.instance, $0) }
      try? state.pool.close()
      state.pool = try IndexFile.open(file, replacing: damaged)
      state.generation += 1
    }
  }
}
