import GRDB
import JudgeJSON
import JudgeRecords

extension IndexBuilder {
  /// How a verdict stands that another batch has too, whose row counts instead.
  static let duplicate = "duplicate"

  /// Folds the assessments of the traces that are touched.
  func foldLabels(_ db: Database) throws {
    let haveChanges =
      try db.first(
        "SELECT 1 FROM change WHERE target_kind = ? LIMIT 1",
        [.text(RecordKind.assessment.rawValue)]
      ) { _ in true } ?? false
    for key in touchedLabels { try foldLabels(of: key, haveChanges: haveChanges, db) }
    touchedLabels.removeAll(keepingCapacity: true)
  }

  private func foldLabels(of trace: Int64, haveChanges: Bool, _ db: Database) throws {
    if try PlainLabels.areAll(of: trace, haveChanges: haveChanges, db) { return }
    let rows = try db.all(StoredStanding.query, [.int(trace)], StoredStanding.init)
    if rows.isEmpty { return }
    let changes = haveChanges ? try changes(onAssessmentsOf: trace, db) : []
    let shown = try db.first("SELECT shown FROM trace WHERE key = ?", [.int(trace)]) {
      try Self.contentID($0.blob(0))
    }
    var standings: [Int64: Standing] = [:]
    standLabels(rows.filter { !$0.isVerdict }, changes, shown, into: &standings)
    standVerdicts(rows.filter(\.isVerdict), changes, into: &standings)
    for row in rows {
      let standing = standings[row.key] ?? Standing(word: Self.duplicate)
      if standing == row.stored { continue }
      let disputes = JSONValue.array(standing.disputes.map { .string($0) }).canonicalText
      try db.run(
        "UPDATE assessment SET standing = ?, is_stale = ?, disputes = ? WHERE key = ?",
        [
          .text(standing.word), SQLValue(standing.isStale),
          standing.disputes.isEmpty ? .null : .text(disputes), .int(row.key),
        ])
    }
  }

  private func standLabels(
    _ rows: [StoredStanding], _ changes: [StoredChange], _ shown: ContentID?,
    into standings: inout [Int64: Standing]
  ) {
    if rows.isEmpty { return }
    var introductions: [ContentID: Introduction] = [:]
    for row in rows { introductions[row.record] = row.introduction }
    for change in changes { introductions[change.id] = change.introduction }
    let fold = LabelFold(
      rows.map { ($0.record, $0.assessment) },
      changes: ChangeFold(changes.map { ($0.id, $0.value) }), shown: shown, authority: authority,
      introductions: introductions)
    let keys = Dictionary(rows.map { ($0.record, $0.key) }, uniquingKeysWith: { key, _ in key })
    for label in fold.labels {
      guard let key = keys[label.record] else { continue }
      standings[key] = Standing(
        word: label.standing.rawValue, isStale: label.isStale, disputes: label.disputes)
    }
  }

  /// The fold says which verdicts are the same; here each carries its row's key as its rationale,
  /// which the fold does not look at, so that the ones that are left tell their rows.
  ///
  /// A deleted verdict counts as little as a repeated one.
  private func standVerdicts(
    _ rows: [StoredStanding], _ changes: [StoredChange], into standings: inout [Int64: Standing]
  ) {
    if rows.isEmpty { return }
    var batches: [(ContentID, VerdictBatch)] = []
    for row in rows.sorted(by: { $0.key < $1.key }) where !isDeleted(row, changes) {
      var verdict = Verdict(traceID: "", result: .success(.null), rationale: String(row.key))
      verdict.assessmentID = row.id
      verdict.createTime = row.assessment.createTime
      if let last = batches.indices.last, batches[last].0 == row.record {
        batches[last].1.verdicts.append(verdict)
      } else {
        batches.append(
          (row.record, VerdictBatch(name: "", source: row.assessment.source, verdicts: [verdict])))
      }
    }
    for feedback in VerdictFold(batches).verdicts[""] ?? [] {
      guard let key = feedback.rationale.flatMap({ Int64($0) }) else { continue }
      standings[key] = Standing(word: Label.Standing.counts.rawValue)
    }
  }

  /// Whether somebody deleted a verdict who may: its author or an owner.
  private func isDeleted(_ row: StoredStanding, _ changes: [StoredChange]) -> Bool {
    let own = changes.filter { change in
      guard change.value.target.id == row.id else { return false }
      guard authority.isEnforced, let by = change.introduction, let brought = row.introduction
      else { return true }
      return authority.mayAct(by, on: brought)
    }
    guard !own.isEmpty else { return false }
    return !ChangeFold(own.map { ($0.id, $0.value) }).deletions(of: row.id).isEmpty
  }

  private func changes(onAssessmentsOf trace: Int64, _ db: Database) throws -> [StoredChange] {
    try StoredChange.all(
      """
      JOIN assessment a ON c.target_kind = 'assessment' AND c.target_id = a.id WHERE a.trace = ?
      """, [.int(trace)], db)
  }
}

/// The result of the fold for an assessment.
struct Standing: Equatable {
  var word: String
  var isStale = false
  var disputes: [String] = []
}
