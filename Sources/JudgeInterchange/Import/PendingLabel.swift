import JudgeRecords

/// A label or verdict of an import, which is written unless the store has it.
struct PendingLabel {
  enum What {
    case label(Record)
    case verdict(ImportedItem.SourcedVerdict)
  }

  /// Its id, or the hash of its record if the file gives an id.
  let id: String
  /// The ids under which earlier versions wrote it.
  var olderIDs: [String] = []
  let traceID: String
  let source: AssessmentSource
  /// The number of its file.
  let file: Int
  /// The id of the earlier row of its file whose place it takes.
  var predecessor: String?
  let what: What
}
