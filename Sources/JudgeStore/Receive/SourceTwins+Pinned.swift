package import JudgeRecords

extension SourceTwins {
  /// The ids that a repository pins: reviewers, owners, and everybody who has a key.
  package init(_ trust: TrustSettings) {
    self.init(trust, owners: trust.owners ?? [])
  }

  /// The ids that a repository pins, with the owners in force.
  init(_ trust: TrustSettings, owners: [Address]) {
    self.init(trust.pinnedNames.union(owners).map(\.text))
  }

  /// Why a record does not come in: its source is taken for somebody else.
  package func complaint(in record: Record) -> String? {
    guard !isEmpty else { return nil }
    let source: AssessmentSource?
    switch record.kind {
    case .assessment: source = (try? Assessment(record: record))?.source
    case .verdicts: source = (try? VerdictBatch(record: record))?.source
    case .adjudication: source = (try? Adjudication(record: record))?.source
    case .change: source = (try? Change(record: record))?.source
    default: return nil
    }
    // Whatever its type: a reader of a list sees the id.
    guard let source, let twin = twin(of: source.id) else { return nil }
    return Self.message(source.id, twin)
  }
}

extension RecordStore {
  /// The source ids that this clone pins, and what is taken for them.
  package func sourceTwins() async throws(StoreError) -> SourceTwins {
    SourceTwins(try trustSettings())
  }
}
