package import JudgeRecords
package import JudgeWork

/// A trace as an import needs to know it.
package struct TraceKey: Hashable, Sendable {
  /// The trace id.
  package let id: String
  /// The caller's key.
  package let clientRequestID: String?
  /// The experiment.
  package let experiment: ContentID?
  /// The hash of its inputs and outputs.
  package let content: ContentID
}

extension JudgeIndex {
  /// Every trace that has a record, deleted ones included.
  ///
  /// - Returns: keys and content hashes, in order of id.
  /// - Throws: `JudgeFailure`.
  package func knownTraces() async throws(JudgeFailure) -> [TraceKey] {
    try await query { db in
      try db.all(
        """
        SELECT id, client_request_id, experiment, content FROM trace
        WHERE record IS NOT NULL AND content IS NOT NULL ORDER BY id
        """
      ) { row in
        TraceKey(
          id: row.text(0), clientRequestID: row.optionalText(1),
          experiment: try row.optionalBlob(2).map { try IndexBuilder.contentID($0) },
          content: try IndexBuilder.contentID(row.blob(3)))
      }
    }
  }
}
