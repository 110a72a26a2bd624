import GRDB
import JudgeRecords
package import JudgeWork

extension JudgeIndex {
  /// One page of traces.
  ///
  /// - Parameter query: which traces, in which order, how many.
  /// - Returns: the traces, and where the next page begins.
  /// - Throws: `JudgeFailure` with code `bad-filter`, `bad-order` or `bad-cursor`, which names the
  ///   place and what was expected there.
  package func traces(_ query: TraceQuery) async throws(JudgeFailure) -> TracePage {
    let listing: TraceListing
    do { listing = try TraceListing(query) } catch {
      throw IndexFailure.translate(error, file: file)
    }
    while true {
      if listing.needsDocuments { try await completeDocuments() }
      let page = try await search(listing) { db in
        // A catch-up in between has brought traces whose text is not there yet.
        if listing.needsDocuments, try Documents.areMissing(db) { return nil as TracePage? }
        return try Self.page(listing, db)
      }
      if let page { return page }
    }
  }

  private static func page(_ listing: TraceListing, _ db: Database) throws -> TracePage {
    var keys: [Int64] = []
    var deleted = Set<Int64>()
    var last: TraceCursor?
    var hasMore = false
    try db.rows(listing.sql, listing.arguments, isKept: false) { row in
      if keys.count == listing.limit {
        hasMore = true
        return
      }
      keys.append(row.int(0))
      if row.bool(1) { deleted.insert(row.int(0)) }
      last = listing.cursor(row)
    }
    let loader = TraceLoader(db: db, includeSpans: listing.query.includeSpans)
    let traces = try loader.load(keys)
    guard traces.count == keys.count else { throw DamagedIndex() }
    return TracePage(
      traces: traces,
      deleted: zip(keys, traces).compactMap { deleted.contains($0) ? $1.id : nil },
      next: hasMore ? last?.text(for: listing.query) : nil)
  }

  /// How many traces a query finds, whatever its limit and cursor.
  ///
  /// - Parameter query: which traces.
  /// - Returns: their number.
  /// - Throws: `JudgeFailure` as ``traces(_:)``.
  package func count(_ query: TraceQuery) async throws(JudgeFailure) -> Int {
    let listing: TraceListing
    do { listing = try TraceListing(query) } catch {
      throw IndexFailure.translate(error, file: file)
    }
    if listing.needsDocuments { try await completeDocuments() }
    return try await search(listing) { db in
      let count = try db.first(listing.countSQL, listing.filterArguments) { Int($0.int(0)) }
      return count ?? 0
    }
  }

  /// Asks the tables for a listing; its regular expressions may take too long.
  func search<Answer: Sendable>(
    _ listing: TraceListing, _ body: @escaping @Sendable (Database) throws -> Answer
  ) async throws(JudgeFailure) -> Answer {
    do throws(JudgeFailure) {
      return try await query(body)
    } catch {
      throw listing.effort?.failure ?? error
    }
  }
}
