extension Record {
  /// The source that the record speaks for, or `nil` if it has none.
  public var source: AssessmentSource? {
    switch kind {
    case .assessment: (try? Assessment(record: self))?.source
    case .adjudication: (try? Adjudication(record: self))?.source
    case .change: (try? Change(record: self))?.source
    case .redaction: (try? Redaction(record: self))?.source
    case .endorsement: (try? Endorsement(record: self))?.source
    default: nil
    }
  }
}
