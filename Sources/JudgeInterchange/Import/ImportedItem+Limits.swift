import JudgeJSON
import JudgeRecords

extension ImportedItem {
  /// The maximum size of a document whose records stay below the limit, whatever its content.
  ///
  /// Canonical JSON can be longer than its source (`1e20` is written with 21 digits), but it is
  /// never five times as long.
  static let harmlessSize = Record.maximumSize / 8

  /// The maximum number of labels, verdicts and expectations of one document.
  ///
  /// Each becomes a separate record, and a document is imported as a whole.
  static let mostAssessments = 10_000

  /// Checks the number of a document's assessments before they are made.
  ///
  /// - Throws: `ImportError` with the field if there are too many.
  func checkCount(_ count: Int, _ field: String) throws(ImportError) {
    guard assessments.count + verdicts.count + count <= Self.mostAssessments else {
      throw ImportError(
        field: field,
        "a trace has at most \(Self.mostAssessments) assessments and expectations in one line; "
          + "put the others into further lines under the same key")
    }
  }

  /// Checks that everything fits into records, so that a line is imported as a whole or not at all.
  ///
  /// - Throws: `ImportError` with the part that is too large or too deep, and how to correct it.
  func checkLimits() throws(ImportError) {
    // Any id will do: a real one has the same length.
    let id = trace.traceID ?? "tr-" + String(repeating: "0", count: 32)
    try Self.check(trace, "inputs and outputs", "inputs")
    for batch in spanBatches(of: id) { try Self.check(batch, "a span", "spans") }
    for var assessment in assessments {
      assessment.traceID = id
      try Self.check(assessment, "the assessment \"\(assessment.name)\"", "assessments")
    }
    for var sourced in verdicts {
      sourced.verdict.traceID = id
      let batch = VerdictBatch(
        name: sourced.name, source: sourced.source, verdicts: [sourced.verdict])
      try Self.check(batch, "the verdict \"\(sourced.name)\"", "assessments")
    }
  }

  private static func check(
    _ value: some RecordValue, _ what: String, _ field: String
  ) throws(ImportError) {
    do { _ = try value.record() } catch {
      switch error.code {
      case .tooLarge:
        throw ImportError(
          field: field,
          "\(what) would make a record of more than \(Record.maximumSize) bytes, the most that a "
            + "record may have; import does not split texts: shorten them, or keep the large "
            + "part elsewhere and put its address in its place")
      case .tooDeep:
        throw ImportError(
          field: field,
          "\(what) would have more than \(JSONValue.maximumDepth) lists and objects inside each "
            + "other; write the inner part as a text")
      default: throw ImportError(field: error.field, error.message)
      }
    }
  }
}
