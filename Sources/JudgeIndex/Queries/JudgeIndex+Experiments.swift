import GRDB
import JudgeJSON
package import JudgeRecords
package import JudgeWork

extension JudgeIndex {
  /// The experiments, with renames, tags and deletions applied.
  ///
  /// - Parameter includeDeleted: lists deleted ones too.
  /// - Returns: the experiments in order of (name, identity).
  /// - Throws: `JudgeFailure`.
  package func experiments(
    includeDeleted: Bool = false
  ) async throws(JudgeFailure) -> [ExperimentInfo] {
    try await query { db in
      let fold = try RecordValues.changeFold(.experiment, db)
      let traces = try Self.traceCounts(db)
      let runs = try Self.runs(db).filter { !$0.isDeleted }
      let infos = try RecordValues.all(Experiment.self, db).map { id, value in
        let target = ChangeTarget(kind: .experiment, id: id.hex)
        return ExperimentInfo(
          id: id, number: id.experimentNumber(createdAs: value.name),
          name: fold.value(of: target, "name")?.stringValue ?? value.name,
          isDeleted: fold.isDeleted(target), tags: fold.tags(JSONObject(), of: target),
          traceCount: traces[id] ?? 0, runCount: runs.count { $0.run.experiment == id })
      }
      return infos.filter { includeDeleted || !$0.isDeleted }.sorted { left, right in
        if !left.name.utf8.elementsEqual(right.name.utf8) {
          return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return left.id < right.id
      }
    }
  }

  /// The experiments that are not deleted, with the data that decides which one a name means.
  package func experimentCandidates() async throws(JudgeFailure) -> [ExperimentTwins.Candidate] {
    try await query { db in
      let fold = try RecordValues.changeFold(.experiment, db)
      return try db.all(
        """
        SELECT r.id, r.bytes, \(StoredIntroduction.columns) FROM record r
        WHERE r.kind = ? AND r.problem IS NULL AND r.bytes IS NOT NULL
        """, [.text(RecordKind.experiment.rawValue)]
      ) { row -> ExperimentTwins.Candidate? in
        let id = try IndexBuilder.contentID(row.blob(0))
        let value = try Experiment(record: try RecordValues.record(row.blob(1), id: id))
        let target = ChangeTarget(kind: .experiment, id: id.hex)
        if fold.isDeleted(target) { return nil }
        return ExperimentTwins.Candidate(
          id: id, value, name: fold.value(of: target, "name")?.stringValue ?? value.name,
          StoredIntroduction.read(row, 2))
      }.compactMap(\.self)
    }
  }

  /// The runs of an experiment, latest first.
  ///
  /// - Parameters:
  ///   - experiment: the experiment; `nil` for all.
  ///   - includeDeleted: lists deleted ones too.
  /// - Returns: the runs in order of start, latest first; those without a time last.
  /// - Throws: `JudgeFailure`.
  package func runs(
    experiment: ContentID? = nil, includeDeleted: Bool = false
  ) async throws(JudgeFailure) -> [RunInfo] {
    try await query { db in
      try Self.runs(db).filter { info in
        (includeDeleted || !info.isDeleted)
          && (experiment.map { $0 == info.run.experiment } ?? true)
      }.sorted { left, right in
        if left.run.startTime != right.run.startTime {
          return later(left.run.startTime, than: right.run.startTime)
        }
        return left.id < right.id
      }
    }
  }

  private static func runs(_ db: Database) throws -> [RunInfo] {
    let fold = try RecordValues.changeFold(.run, db)
    return try RecordValues.all(Run.self, db).map { id, run in
      let target = ChangeTarget(kind: .run, id: id.hex)
      var metrics = JSONObject()
      for (key, resolution) in fold.resolutions(of: target) where key.hasPrefix("metric/") {
        metrics[String(key.dropFirst("metric/".count))] = resolution.winner.value
      }
      return RunInfo(
        id: id, run: run,
        name: fold.value(of: target, "name")?.stringValue ?? run.name ?? run.givenID,
        status: fold.value(of: target, "status")?.stringValue,
        isDeleted: fold.isDeleted(target), tags: fold.tags(JSONObject(), of: target),
        metrics: metrics)
    }
  }

  private static func traceCounts(_ db: Database) throws -> [ContentID: Int] {
    let rows = try db.all(
      """
      SELECT experiment, count(*) FROM trace
      WHERE experiment IS NOT NULL AND NOT is_deleted AND row_key IS NULL GROUP BY experiment
      """
    ) { (try IndexBuilder.contentID($0.blob(0)), Int($0.int(1))) }
    return Dictionary(rows, uniquingKeysWith: +)
  }

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

  /// A label that somebody else brought in the name of a pinned source.
  package struct Unconfirmed: Sendable, Hashable {
    /// The assessment id.
    package let id: String
    /// The record.
    package let record: ContentID
    /// The question.
    package let name: String
    /// The source.
    package let source: String
  }

  /// The labels that wait for an owner to confirm them, by source and id.
  package func unconfirmed() async throws(JudgeFailure) -> [Unconfirmed] {
    try await query { db in
      try db.all(
        """
        SELECT a.id, r.id, a.name, a.source_id FROM assessment a
        JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
        WHERE a.standing = ? ORDER BY a.source_id, a.id
        """, [.text(Label.Standing.unconfirmed.rawValue)]
      ) { row in
        Unconfirmed(
          id: row.text(0), record: try IndexBuilder.contentID(row.blob(1)), name: row.text(2),
          source: row.text(3))
      }
    }
  }

  /// The number of labels of an experiment that a later label of the same source replaces without
  /// its author having seen them.
  package func contendedCount(in experiment: ContentID) async throws(JudgeFailure) -> Int {
    try await query { db in
      try db.first(
        """
        SELECT count(*) FROM assessment a JOIN trace t ON t.key = a.trace
        WHERE a.standing = ? AND t.experiment = ? AND t.is_listed AND NOT t.is_deleted
        """, [.text(Label.Standing.contended.rawValue), .id(experiment)]
      ) { Int($0.int(0)) } ?? 0
    }
  }

  /// The people in whose names there are labels, with how many each has.
  package func people() async throws(JudgeFailure) -> [(id: String, labels: Int)] {
    try await query { db in
      try db.all(
        """
        SELECT source_id, count(*) FROM assessment WHERE source_type = 'HUMAN'
        GROUP BY source_id ORDER BY source_id
        """
      ) { ($0.text(0), Int($0.int(1))) }
    }
  }

  /// What brought the record that a change would be about, or `nil` if unknown.
  package func introduction(of target: ChangeTarget) async throws(JudgeFailure) -> Introduction? {
    try await query { db in
      guard target.kind == .trace else {
        guard let id = ContentID(hex: target.id) else { return nil }
        return try db.first(
          "SELECT \(StoredIntroduction.columns) FROM record r WHERE r.id = ? AND r.kind = ?",
          [.id(id), .text(target.kind.rawValue)]
        ) { StoredIntroduction.read($0, 0) } ?? nil
      }
      var known: [RecordKind: [ContentID: Introduction]] = [:]
      try db.rows(
        """
        SELECT r.id, r.kind, \(StoredIntroduction.columns) FROM record r
        JOIN trace t ON t.key = r.trace WHERE t.id = ?
        """, [.text(target.id)]
      ) { row in
        guard let introduction = StoredIntroduction.read(row, 2) else { return }
        known[RecordKind(rawValue: row.text(1)), default: [:]][
          try IndexBuilder.contentID(row.blob(0))] = introduction
      }
      let records = known[.trace] ?? known[.spans] ?? [:]
      return TraceFold.introduction(of: records.keys, records)
    }
  }
}
