import JudgeJSON

/// Records sorted by what they are about.
struct StoreParts {
  var changes: [(ContentID, Change)] = []
  var experiments: [ContentID: Experiment] = [:]
  var traces = TextMap<[(ContentID, TraceRecord)]>()
  var spans = TextMap<[ContentID]>()
  var assessments = TextMap<[(ContentID, Assessment)]>()
  var verdicts: [(ContentID, VerdictBatch)] = []
  var adjudications: [(ContentID, Adjudication)] = []
  var rubrics: [(ContentID, Rubric)] = []
  var registrations: [(ContentID, Registration)] = []
  var ignored: [StoreState.Ignored] = []

  /// Adds a record that is not redacted.
  mutating func add(_ record: Record) throws(RecordError) {
    switch record.kind {
    case .change: changes.append((record.id, try Change(record: record)))
    case .experiment: experiments[record.id] = try Experiment(record: record)
    case .trace:
      let trace = try TraceRecord(record: record)
      traces[trace.id(in: record.id), default: []].append((record.id, trace))
    case .spans:
      let batch = try SpanBatch(record: record)
      spans[batch.traceID, default: []].append(record.id)
    case .assessment:
      let assessment = try Assessment(record: record)
      assessments[assessment.traceID, default: []].append((record.id, assessment))
    case .verdicts: verdicts.append((record.id, try VerdictBatch(record: record)))
    case .adjudication: adjudications.append((record.id, try Adjudication(record: record)))
    case .rubric: rubrics.append((record.id, try Rubric(record: record)))
    case .registration:
      registrations.append((record.id, try Registration(record: record)))
    default: try record.validate()
    }
  }

  /// The changes that count, by who brought them; those on labels are left to the labels' fold.
  func counted(
    by authority: Authority, _ introductions: [ContentID: Introduction]
  ) -> [(ContentID, Change)] {
    guard authority.isEnforced else { return changes }
    return changes.filter { id, change in
      guard change.target.kind != .assessment else { return true }
      return authority.admits(
        change, id, introductions[id], target: introduction(of: change.target, introductions))
    }
  }

  /// What brought the record that a change is about, or `nil` if unknown.
  private func introduction(
    of target: ChangeTarget, _ introductions: [ContentID: Introduction]
  ) -> Introduction? {
    guard target.kind == .trace else {
      return ContentID(hex: target.id).flatMap { introductions[$0] }
    }
    let records = (traces[target.id] ?? []).map(\.0)
    return TraceFold.introduction(
      of: records.isEmpty ? spans[target.id] ?? [] : records, introductions)
  }
}
