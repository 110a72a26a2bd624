import JudgeIndex
import JudgeJSON
public import JudgeRecords
import JudgeStore
import JudgeWork

/// Reads, imports, tags and records traces.
public struct TraceService: Sendable {
  let repository: JudgeRepository
}

extension TraceService {
  /// Returns the complete trace with this exact id, or `nil` if it does not exist.
  func whole(_ id: String) async throws -> Trace? {
    let index = try await repository.caughtUp()
    return try await index.traces(ids: [id], includeSpans: true).first
  }

  /// Returns the ids of an experiment's traces that contain a text, ignoring case.
  func ids(
    holding text: String, in experiment: ContentID
  ) async throws -> [String] {
    // The grammar has no escape. If a text has both kinds of quotation marks, one matches any
    // character.
    let mark: Character = text.contains("\"") ? "'" : "\""
    let pattern = text.map { $0 == mark ? "_" : String($0) }.joined()
    let query = TraceQuery(
      experiment: experiment, filter: "text ILIKE \(mark)%\(pattern)%\(mark)")
    let index = try await repository.caughtUp()
    return try await index.traceIDs(query)
  }

  /// Returns a page of traces of the experiment.
  ///
  /// - Parameter query: the filter and the order; if it has no experiment, the current one is used.
  /// - Returns: the traces and the next cursor.
  /// - Throws: `JudgeFailure` for a filter that cannot be read.
  public func page(_ query: TraceQuery) async throws -> TracePage {
    var query = query
    if query.experiment == nil { query.experiment = try await repository.experiments.current().id }
    let index = try await repository.caughtUp()
    return try await index.traces(query)
  }

  /// Returns the traces of the experiment that match a filter.
  ///
  /// - Parameters:
  ///   - filter: a filter in the search grammar, or `nil` for all traces.
  ///   - limit: the maximum number of traces, or `nil` for all.
  /// - Returns: the traces with their labels and verdicts, sorted by id.
  /// - Throws: `JudgeFailure` for a filter that cannot be read.
  public func all(where filter: String? = nil, limit: Int? = nil) async throws -> [Trace] {
    let traces = try await all(try await repository.experiments.current().id, where: filter)
    return limit.map { Array(traces.prefix($0)) } ?? traces
  }

  /// Returns all traces of an experiment that a filter selects, page by page.
  func all(
    _ experiment: ContentID, where filter: String?, includeRows: Bool = false
  ) async throws -> [Trace] {
    var result: [Trace] = []
    var cursor: String?
    repeat {
      let page = try await page(
        TraceQuery(
          experiment: experiment, filter: filter, orderBy: ["trace_id ASC"], limit: 1000,
          cursor: cursor, includeRows: includeRows))
      result += page.traces
      WorkProgress.report("Reading traces", result.count, of: page.next == nil ? result.count : nil)
      cursor = page.next
    } while cursor != nil
    return result
  }

  /// Finds one trace by its id, a unique prefix of at least 4 digits, or the caller's key.
  ///
  /// - Parameters:
  ///   - text: the id or key as typed, with or without `tr-`.
  ///   - includeDeleted: whether to find deleted traces too.
  /// - Returns: the trace with its labels and verdicts.
  /// - Throws: `JudgeFailure` if no trace matches (3), or if several match (5).
  public func find(
    _ text: String, includeDeleted: Bool = false
  ) async throws -> Trace {
    let index = try await repository.caughtUp()
    do throws(JudgeFailure) {
      return try await index.trace(idOrPrefix: text, includeDeleted: includeDeleted)
    } catch {
      guard error.code == .notFound else { throw error }
      // Not an id: perhaps the caller's key, which is unique within an experiment.
      let experiment = try await repository.experiments.current().id
      var ids = try await index.traceIDs(clientRequestID: text, experiment: experiment)
      let isRow = ids.isEmpty
      if isRow { ids = try await index.traceIDs(rowKey: text, experiment: experiment) }
      guard let id = ids.first else {
        throw JudgeFailure(
          .notFound, "no trace has the id or the client_request_id \(text)",
          remedy: .run(.listTraces, to: "see the traces that are not deleted"))
      }
      guard ids.count == 1 else {
        throw JudgeFailure(
          .ambiguous,
          "\(ids.count) \(isRow ? "rows have the key" : "traces have the client_request_id") \(text)",
          remedy: "name one by its id: \(ids.prefix(5).joined(separator: ", "))")
      }
      return try await index.trace(idOrPrefix: id)
    }
  }

  /// Sets or removes a tag of a trace.
  ///
  /// - Parameters:
  ///   - text: the trace's id or a unique prefix.
  ///   - key: the tag's key.
  ///   - value: its value. If `nil`, the tag is removed.
  /// - Returns: the trace before the change.
  /// - Throws: `JudgeFailure`.
  @discardableResult
  public func tag(
    _ text: String, _ key: String, _ value: String?
  ) async throws -> Trace {
    guard !key.isEmpty else { throw JudgeFailure(.usage, "a tag's key must not be empty") }
    let trace = try await find(text)
    try await repository.change(
      ChangeTarget(kind: .trace, id: trace.id), "tag/\(key)",
      value.map { .string($0) } ?? .null, message: "Tag the trace \(trace.id): \(key)")
    return trace
  }

  /// Deletes or restores a trace; its records stay in the store.
  ///
  /// - Parameters:
  ///   - text: the trace's id or a unique prefix.
  ///   - deleted: whether to delete it; `false` restores it.
  /// - Returns: the trace before the change.
  /// - Throws: `JudgeFailure`.
  @discardableResult
  public func set(_ text: String, deleted: Bool) async throws -> Trace {
    let trace = try await find(text, includeDeleted: !deleted)
    try await repository.change(
      ChangeTarget(kind: .trace, id: trace.id), "lifecycle",
      deleted ? Change.deleted : Change.active,
      message: "\(deleted ? "Delete" : "Restore") the trace \(trace.id)")
    return trace
  }
}
