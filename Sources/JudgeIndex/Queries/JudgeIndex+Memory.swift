import GRDB
package import JudgeRecords
import JudgeStore

/// The index as the memory of a store whose objects are gone.
extension JudgeIndex: RecordMemory {
  package func remembered() async -> [RecordPath: String] {
    let rows = try? await query { db in
      try db.all(
        """
        SELECT record.kind, record.id, coalesce(t.id, trace.id, '') FROM record
        LEFT JOIN trace AS t ON t.key = record.trace
        LEFT JOIN assessment ON assessment.key = record.key * \(IndexSchema.rowsPerRecord)
        LEFT JOIN trace ON trace.key = assessment.trace
        WHERE record.problem IS NULL OR record.problem <> 'redacted'
        """
      ) { row in
        (
          RecordPath(
            kind: RecordKind(rawValue: row.text(0)), id: try IndexBuilder.contentID(row.blob(1))),
          row.text(2)
        )
      }
    }
    return Dictionary(rows ?? [], uniquingKeysWith: { first, _ in first })
  }

  package func bytes(of paths: [RecordPath]) async -> [RecordPath: [UInt8]] {
    let found = try? await query { db in
      var result: [RecordPath: [UInt8]] = [:]
      for path in paths {
        let bytes = try db.first(
          "SELECT bytes FROM record WHERE id = ? AND kind = ? AND bytes IS NOT NULL",
          [.id(path.id), .text(path.kind.rawValue)]
        ) { $0.blob(0) }
        if let bytes { result[path] = bytes }
      }
      return result
    }
    return found ?? [:]
  }
}
