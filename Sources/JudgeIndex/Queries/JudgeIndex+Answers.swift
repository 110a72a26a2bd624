import GRDB
package import JudgeRecords
package import JudgeWork

/// What somebody answered on a trace, as far as queues and counts need it.
package struct Answer: Hashable, Sendable {
  /// The trace.
  package let traceID: String
  /// The assessment's id.
  package let id: String
  /// Who.
  package let source: AssessmentSource
  /// Whether it is an element of a batch of verdicts.
  package let isVerdict: Bool
  /// The value as searches see it: a text as it is, all else as JSON; `nil` for errors.
  package let value: String?
  /// How a label stands.
  package let standing: Label.Standing
  /// The how-manieth deliberate repeat it is.
  package let repeatIndex: Int?
  /// When its source last said so.
  package let time: Timestamp?
  /// The version of the guideline that a label was given under, if it names one.
  package var guideline: ContentID?
  /// The record of the rubric that a label names.
  package var rubric: ContentID?
  /// Whether a program entered the label.
  package var isEntered = false
  /// Whether a person gave it: not a judge, and not a program in the person's name.
  package var isPersons: Bool { !isVerdict && source.type == .human && !isEntered }
}

/// The number of counting labels of one person on one question that name the same guideline.
package struct GuidelineCount: Hashable, Sendable {
  /// The feedback name.
  package let name: String
  /// The person who gave the labels.
  package let sourceID: String
  /// The version of the guideline that they were given under, if they name one.
  package let guideline: ContentID?
  /// The record of the rubric that they name.
  package let rubric: ContentID?
  /// The number of labels.
  package let labels: Int
}

/// Facts about the origin of labels, read from their records.
private struct LabelMetadata {
  let guideline: ContentID?
  let rubric: ContentID?
  let isEntered: Bool

  /// The columns of a query over `assessment a` and `record r`.
  ///
  /// Verdicts have no record of their own, and their batch is not read.
  static let columns = keys.map { key, name in
    """
    CASE WHEN a.class = \(AssessmentRow.Class.feedback.rawValue)
      THEN json_extract(CAST(r.bytes AS TEXT), '$.metadata.\(key)') END AS \(name)
    """
  }.joined(separator: ", ")

  private static let keys = [
    (Assessment.guidelineKey, "guideline"), (Assessment.rubricKey, "rubric"),
    (Assessment.enteredByKey, "entered"),
  ]

  init(_ row: SQLRow, from column: Int32) {
    guideline = row.optionalText(column).flatMap { ContentID(hex: $0) }
    rubric = row.optionalText(column + 1).flatMap { ContentID(hex: $0) }
    isEntered = row.optionalText(column + 2)?.isEmpty == false
  }
}

extension JudgeIndex {
  /// The number of labels per guideline, by question and person.
  ///
  /// - Parameter experiment: looks there only; deleted traces are left out.
  /// - Returns: counts in order of (name, source id).
  /// - Throws: `JudgeFailure`.
  package func guidelineCounts(
    in experiment: ContentID
  ) async throws(JudgeFailure) -> [GuidelineCount] {
    try await query { db in
      let counts = try db.all(
        """
        SELECT name, source, guideline, rubric, entered, count(*) FROM (
          SELECT a.name AS name, a.source_id AS source, \(LabelMetadata.columns)
          FROM assessment a JOIN trace t ON t.key = a.trace
          JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
          WHERE a.class = \(AssessmentRow.Class.feedback.rawValue) AND a.source_type = 'HUMAN'
            AND a.span_id IS NULL AND a.standing = '\(Label.Standing.counts.rawValue)'
            AND t.experiment = ? AND t.is_listed AND NOT t.is_deleted)
        GROUP BY name, source, guideline, rubric, entered ORDER BY name, source
        """, [.id(experiment)]
      ) { row in
        let metadata = LabelMetadata(row, from: 2)
        return (
          isEntered: metadata.isEntered,
          count: GuidelineCount(
            name: row.text(0), sourceID: row.text(1), guideline: metadata.guideline,
            rubric: metadata.rubric, labels: Int(row.int(5)))
        )
      }
      return counts.filter { !$0.isEntered }.map(\.count)
    }
  }

  /// What people and judges said on a question, of whole traces, without loading any trace.
  ///
  /// - Parameters:
  ///   - name: the feedback name.
  ///   - experiment: looks there only; deleted traces are left out.
  /// - Returns: answers in order of (trace id, time, id).
  /// - Throws: `JudgeFailure`.
  package func answers(
    named name: String, in experiment: ContentID
  ) async throws(JudgeFailure) -> [Answer] {
    try await query { db in
      try db.all(
        """
        SELECT t.id, a.id, a.class, a.source_type, a.source_id, a.value, a.standing, a.repeat,
          a.time, \(LabelMetadata.columns)
        FROM assessment a INDEXED BY assessment_name JOIN trace t ON t.key = a.trace
        LEFT JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
        WHERE a.name = ? AND a.class <> \(AssessmentRow.Class.expectation.rawValue)
          AND a.span_id IS NULL AND a.standing <> 'duplicate'
          AND t.experiment = ? AND t.is_listed AND NOT t.is_deleted
        ORDER BY t.id, a.time, a.id
        """, [.text(name), .id(experiment)]
      ) { row in
        let metadata = LabelMetadata(row, from: 9)
        return Answer(
          traceID: row.text(0), id: row.text(1),
          source: AssessmentSource(type: .init(rawValue: row.text(3)), id: row.text(4)),
          isVerdict: row.int(2) == AssessmentRow.Class.verdict.rawValue,
          value: row.optionalText(5),
          standing: Label.Standing(rawValue: row.text(6)) ?? .counts,
          repeatIndex: row.optionalInt(7).map { Int($0) },
          time: row.optionalInt(8).flatMap { Timestamp(milliseconds: $0) },
          guideline: metadata.guideline, rubric: metadata.rubric, isEntered: metadata.isEntered)
      }
    }
  }

  /// The feedback names that people have answered in an experiment.
  ///
  /// - Parameter experiment: the experiment.
  /// - Returns: names in order.
  /// - Throws: `JudgeFailure`.
  package func answeredNames(in experiment: ContentID) async throws(JudgeFailure) -> [String] {
    try await query { db in
      try db.all(
        """
        SELECT DISTINCT a.name FROM assessment a JOIN trace t ON t.key = a.trace
        WHERE a.class = \(AssessmentRow.Class.feedback.rawValue) AND a.source_type = 'HUMAN'
          AND t.experiment = ? AND t.is_listed AND NOT t.is_deleted
        ORDER BY a.name
        """, [.id(experiment)]
      ) { $0.text(0) }
    }
  }

  /// The tags whose names begin so, of the traces of an experiment.
  ///
  /// - Parameters:
  ///   - prefix: how the tag's name begins.
  ///   - experiment: looks there only; deleted traces are left out.
  /// - Returns: trace id, the rest of the name, and the value, in order of the trace ids.
  /// - Throws: `JudgeFailure`.
  package func tags(
    beginning prefix: String, in experiment: ContentID
  ) async throws(JudgeFailure) -> [(traceID: String, rest: String, value: String)] {
    try await query { db in
      try db.all(
        """
        SELECT t.id, b.name, b.value FROM attribute b JOIN trace t ON t.key = b.trace
        WHERE b.scope = 0 AND substr(b.name, 1, length(?1)) = ?1
          AND t.experiment = ?2 AND t.is_listed AND NOT t.is_deleted
        ORDER BY t.id, b.name
        """, [.text(prefix), .id(experiment)]
      ) { row in
        let name = row.text(1).utf8.dropFirst(prefix.utf8.count)
        return (row.text(0), String(decoding: name, as: UTF8.self), row.text(2))
      }
    }
  }

  /// The ids of all traces that a query finds, whatever its limit and cursor.
  ///
  /// - Parameter query: which traces; its order is not looked at.
  /// - Returns: trace ids in order.
  /// - Throws: `JudgeFailure` as ``traces(_:)``.
  package func traceIDs(_ query: TraceQuery) async throws(JudgeFailure) -> [String] {
    let listing: TraceListing
    do { listing = try TraceListing(query) } catch {
      throw IndexFailure.translate(error, file: file)
    }
    if listing.needsDocuments { try await completeDocuments() }
    return try await search(listing) { db in
      var ids: [String] = []
      try db.rows(listing.idSQL, listing.filterArguments, isKept: false) { ids.append($0.text(0)) }
      return ids
    }
  }

  /// An assessment that was looked up.
  package enum FoundAssessment: Hashable, Sendable {
    /// A label or an expectation, on a trace.
    case label(Label, traceID: String)
    /// A judge's verdict, on a trace.
    case verdict(Feedback, traceID: String)

    /// The trace it is about.
    package var traceID: String {
      switch self {
      case .label(_, let id), .verdict(_, let id): id
      }
    }
  }

  /// The assessment that has an id, or the only one whose id begins so.
  ///
  /// - Parameter text: an id, or at least four digits of one, with or without its `a-`.
  /// - Returns: the label or verdict, whatever its standing.
  /// - Throws: `JudgeFailure` with code `not-found`, or `ambiguous`, which lists candidates.
  package func assessment(idOrPrefix text: String) async throws(JudgeFailure) -> FoundAssessment {
    try await query { db in
      let search = PrefixSearch(
        table: "assessment", lead: "a-", condition: "standing <> 'duplicate'")
      let key = try search.only(text, what: "assessment", db)
      let found = try db.first(
        """
        SELECT t.id, \(StoredAssessment.columns)
        FROM assessment a JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
        JOIN trace t ON t.key = a.trace WHERE a.key = ?
        """, [.int(key)]
      ) { row -> FoundAssessment in
        switch try StoredAssessment(row, from: 1) {
        case .label(let label): return .label(label, traceID: row.text(0))
        case .verdict(let feedback): return .verdict(feedback, traceID: row.text(0))
        }
      }
      guard let found else { throw DamagedIndex() }
      return found
    }
  }

  /// Which of some assessment ids are there, of labels and of verdicts.
  ///
  /// - Parameter ids: assessment ids.
  /// - Returns: those that are there.
  /// - Throws: `JudgeFailure`.
  package func knownAssessmentIDs(among ids: [String]) async throws(JudgeFailure) -> Set<String> {
    try await query { db in
      var known = Set<String>()
      for id in ids {
        let isThere = try db.first(
          "SELECT 1 FROM assessment WHERE id = ? LIMIT 1", [.text(id)]
        ) { _ in true }
        if isThere ?? false { known.insert(id) }
      }
      return known
    }
  }

  /// Labels by their exact ids, however they stand today.
  ///
  /// - Parameter ids: assessment ids.
  /// - Returns: the labels and the traces they are on, by id; ids that nothing has, and verdicts,
  ///   are left out.
  /// - Throws: `JudgeFailure`.
  package func labels(
    ids: some Sequence<String> & Sendable
  ) async throws(JudgeFailure) -> [String: (label: Label, traceID: String)] {
    try await query { db in
      var found: [String: (label: Label, traceID: String)] = [:]
      for id in ids {
        try db.rows(
          """
          SELECT t.id, \(StoredAssessment.columns)
          FROM assessment a JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
          JOIN trace t ON t.key = a.trace
          WHERE a.id = ? AND a.standing <> 'duplicate'
          """, [.text(id)]
        ) { row in
          guard found[id] == nil, case .label(let label) = try StoredAssessment(row, from: 1)
          else { return }
          found[id] = (label, row.text(0))
        }
      }
      return found
    }
  }

  /// Labels and expectations on some traces, however they stand today.
  ///
  /// - Parameter traceIDs: trace ids.
  /// - Returns: the labels by trace; a trace without labels is left out.
  /// - Throws: `JudgeFailure`.
  package func labels(
    on traceIDs: some Sequence<String> & Sendable
  ) async throws(JudgeFailure) -> TextMap<[Label]> {
    try await query { db in
      var found = TextMap<[Label]>()
      for id in traceIDs {
        try db.rows(
          """
          SELECT \(StoredAssessment.columns)
          FROM trace t JOIN assessment a ON a.trace = t.key
          JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
          WHERE t.id = ? AND a.class <> \(AssessmentRow.Class.verdict.rawValue)
            AND a.standing <> 'duplicate'
          """, [.text(id)]
        ) { row in
          guard case .label(let label) = try StoredAssessment(row, from: 0) else { return }
          found[id, default: []].append(label)
        }
      }
      return found
    }
  }

  /// Whether somebody labelled anything.
  ///
  /// - Parameter source: the source id.
  /// - Returns: whether a label of that source is there.
  /// - Throws: `JudgeFailure`.
  package func hasLabels(of source: String) async throws(JudgeFailure) -> Bool {
    try await query { db in
      try db.first(
        "SELECT 1 FROM assessment WHERE source_type = 'HUMAN' AND source_id = ? LIMIT 1",
        [.text(source)]
      ) { _ in true } ?? false
    }
  }
}
