import JudgeJSON
public import JudgeRecords

extension JudgeRepository {
  /// Sets or removes a tag of a trace.
  ///
  /// - Parameters:
  ///   - text: the trace's id or a unique prefix.
  ///   - key: the tag's key.
  ///   - value: its value. If `nil`, the tag is removed.
  /// - Returns: the trace before the change.
  /// - Throws: `JudgeError`.
  @discardableResult
  public func tagTrace(
    _ text: String, _ key: String, _ value: String?
  ) async throws -> Trace {
    guard !key.isEmpty else { throw JudgeError(.usage, "a tag's key must not be empty") }
    let trace = try await trace(text)
    try await change(
      ChangeTarget(kind: .trace, id: trace.id), "tag/\(key)",
      value.map { .string($0) } ?? .null, message: "Tag the trace \(trace.id): \(key)")
    return trace
  }

  /// Deletes or restores a trace; nothing is taken out of the store.
  ///
  /// - Parameters:
  ///   - text: the trace's id or a unique prefix.
  ///   - deleted: whether it is to be deleted.
  /// - Returns: the trace before the change.
  /// - Throws: `JudgeError`.
  @discardableResult
  public func setTrace(_ text: String, deleted: Bool) async throws -> Trace {
    let trace = try await trace(text, includeDeleted: !deleted)
    try await change(
      ChangeTarget(kind: .trace, id: trace.id), "lifecycle",
      deleted ? Change.deleted : Change.active,
      message: "\(deleted ? "Delete" : "Restore") the trace \(trace.id)")
    return trace
  }
}
