import JudgeJSON

/// The state that a set of records defines: a pure function of the set.
///
/// It keeps everything in memory, so it serves as the reference that the index is compared
/// with, and for small stores.
public struct StoreState: Sendable, Equatable {
  /// A record that was left out, with the reason.
  public struct Ignored: Hashable, Sendable {
    /// The record.
    public let id: ContentID
    /// The reason, for people.
    public let reason: String
  }

  /// The changes.
  public let changes: ChangeFold
  /// The experiments by identity.
  public let experiments: [ContentID: Experiment]
  /// The traces by id, including those with only spans, labels or verdicts.
  public let traces: TextMap<TraceFold>
  /// The labels of each trace, in order of (time, id).
  public let labels: TextMap<[Label]>
  /// Judges' verdicts on each trace, in order of (time, id).
  public let verdicts: TextMap<[Feedback]>
  /// The adjudications and rubrics.
  public let decisions: DecisionFold
  /// The judge versions.
  public let versions: VersionFold
  /// The hashes that must not be shown.
  public let redacted: Set<ContentID>
  /// The records with invalid fields, and the redacted records.
  public let ignored: [Ignored]

  /// Folds records, in any order and with repetitions.
  ///
  /// - Parameters:
  ///   - records: the records; unknown kinds are ignored.
  ///   - authority: decides who may do what.
  ///   - introductions: the introduction of each record. A record without one is trusted.
  ///   - hidden: the hashes that must not be shown, or `nil` if every redaction counts.
  public init(
    _ records: some Sequence<Record>, authority: Authority = .believing,
    introductions: [ContentID: Introduction] = [:], hidden: Set<ContentID>? = nil
  ) {
    let unique = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let redacted = hidden ?? Self.redacted(unique.values)
    var parts = StoreParts()
    for (id, record) in unique {
      if redacted.contains(id) {
        parts.ignored.append(Ignored(id: id, reason: "redacted"))
        continue
      }
      do { try parts.add(record) } catch {
        parts.ignored.append(Ignored(id: id, reason: error.description))
      }
    }
    let changes = ChangeFold(parts.counted(by: authority, introductions))
    let verdicts = VerdictFold(parts.verdicts).verdicts.compactMapValues { list in
      // A deleted verdict counts as little as a repeated one.
      let kept = list.filter { verdict in
        verdict.assessmentID.map { changes.deletions(of: $0).isEmpty } ?? true
      }
      return kept.isEmpty ? nil : kept
    }
    var traces = TextMap<TraceFold>()
    let ids = [parts.traces.keys, parts.spans.keys, parts.assessments.keys, verdicts.keys]
    for id in ids.joined() where traces[id] == nil {
      traces[id] = TraceFold(
        id: id, records: parts.traces[id] ?? [], spanBatches: parts.spans[id] ?? [],
        changes: changes, authority: authority, introductions: introductions)
    }
    var labels = TextMap<[Label]>()
    for (id, list) in parts.assessments {
      labels[id] =
        LabelFold(
          list, changes: changes, shown: traces[id]?.shown, authority: authority,
          introductions: introductions
        ).labels
    }
    self.changes = changes
    self.traces = traces
    self.labels = labels
    self.verdicts = verdicts
    self.redacted = redacted
    experiments = parts.experiments
    decisions = DecisionFold(
      adjudications: parts.adjudications, rubrics: parts.rubrics, changes: changes)
    versions = VersionFold(parts.registrations, changes: changes)
    ignored = parts.ignored.sorted { $0.id < $1.id }
  }

  /// Returns the hashes that redactions name.
  ///
  /// This includes redactions of a newer version, so hidden records stay hidden. A redaction that
  /// is itself redacted stays in force; otherwise a union could undo it.
  private static func redacted(_ records: some Sequence<Record>) -> Set<ContentID> {
    var hashes = Set<ContentID>()
    for record in records where record.kind == .redaction {
      if let redaction = try? Redaction(fields: record.fields) {
        hashes.formUnion(redaction.hashes)
      }
    }
    return hashes
  }
}

/// Records grouped by subject.
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

  /// Returns the changes that count, judged by their introductions.
  ///
  /// Changes of labels are left to the labels' fold.
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

  /// Returns the introduction of the target of a change, or `nil` if unknown.
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
