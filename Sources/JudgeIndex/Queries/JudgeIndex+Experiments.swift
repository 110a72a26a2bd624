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
        id: id, run: run, name: fold.value(of: target, "name")?.stringValue ?? run.name,
        status: fold.value(of: target, "status")?.stringValue,
        isDeleted: fold.isDeleted(target), tags: fold.tags(JSONObject(), of: target),
        metrics: metrics)
    }
  }

  private static func traceCounts(_ db: Database) throws -> [ContentID: Int] {
    let rows = try db.all(
      """
      SELECT experiment, count(*) FROM trace
      WHERE experiment IS NOT NULL AND NOT is_deleted GROUP BY experiment
      """
    ) { (try IndexBuilder.contentID($0.blob(0)), Int($0.int(1))) }
    return Dictionary(rows, uniquingKeysWith: +)
  }
}
