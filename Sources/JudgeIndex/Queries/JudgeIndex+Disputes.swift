import GRDB
package import JudgeRecords
package import JudgeWork

extension JudgeIndex {
  /// A claim without effect.
  package struct Dispute: Sendable, Hashable {
    /// The record that makes the claim.
    package let path: RecordPath
    /// What it claims, for people.
    package let message: String
  }

  /// The claims without effect, by path: labels and deletions that would remove other people's labels,
  /// other changes by people who may not make them, and traces that would replace those of others.
  package func disputes() async throws(JudgeFailure) -> [Dispute] {
    try await query { db in
      var found: [RecordPath: String] = [:]
      try Self.labelDisputes(&found, db)
      try db.rows(
        """
        SELECT r.id, c.target_kind, c.target_id, \(StoredIntroduction.columns)
        FROM change c JOIN record r ON r.key = c.record WHERE NOT c.counts
        """
      ) { row in
        let path = RecordPath(kind: .change, id: try IndexBuilder.contentID(row.blob(0)))
        found[path] =
          "a change of the \(row.text(1)) \(Self.short(row.text(2)))\(Self.authors(row, 3)), by "
          + "somebody who may not make it"
      }
      try db.rows(
        "SELECT r.kind, r.id, r.message FROM record r WHERE r.problem = ?",
        [.text(RecordRow.disputed)]
      ) { row in
        let kind = RecordKind(rawValue: row.text(0))
        found[RecordPath(kind: kind, id: try IndexBuilder.contentID(row.blob(1)))] = row.text(2)
      }
      return found.map { Dispute(path: $0.key, message: $0.value) }
        .sorted { ($0.path.text ?? "") < ($1.path.text ?? "") }
    }
  }

  private static func labelDisputes(
    _ found: inout [RecordPath: String], _ db: Database
  ) throws {
    let standing = Label.Standing.disputed.rawValue
    var claims: [(claim: String, label: String)] = []
    try db.rows(
      """
      SELECT a.id, a.source_id, a.name, t.id, a.standing, a.disputes, r.id,
        \(StoredIntroduction.columns)
      FROM assessment a JOIN trace t ON t.key = a.trace
      JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
      WHERE a.standing = ? OR a.disputes IS NOT NULL
      """, [.text(standing)]
    ) { row in
      let label = "the label \(row.text(0)) (\(row.text(2)) on \(row.text(3))) of \(row.text(1))"
      if row.text(4) == standing {
        let path = RecordPath(kind: .assessment, id: try IndexBuilder.contentID(row.blob(6)))
        found[path] = label + authors(row, 7) + " would replace what its source has said"
      }
      for claim in StoredStanding.disputes(row.optionalText(5)) { claims.append((claim, label)) }
    }
    for (claim, label) in claims {
      if let change = ContentID(hex: claim) {
        found[RecordPath(kind: .change, id: change)] = "a deletion of \(label) by somebody else"
        continue
      }
      try db.rows(
        """
        SELECT r.id, a.source_id, \(StoredIntroduction.columns) FROM assessment a
        JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord) WHERE a.id = ?
        """, [.text(claim)]
      ) { row in
        let path = RecordPath(kind: .assessment, id: try IndexBuilder.contentID(row.blob(0)))
        guard found[path] == nil else { return }
        found[path] = "a label of \(row.text(1))\(authors(row, 2)) would replace \(label)"
      }
    }
  }

  /// ` in a commit of …`, or nothing if it is not known.
  private static func authors(_ row: SQLRow, _ start: Int32) -> String {
    guard let introduction = StoredIntroduction.read(row, start), !introduction.authors.isEmpty
    else { return "" }
    return " in a commit of "
      + introduction.authors.map(\.text).sorted().joined(separator: ", ")
  }

  private static func short(_ id: String) -> String {
    ContentID(hex: id).map { String($0.hex.prefix(12)) } ?? id
  }
}
