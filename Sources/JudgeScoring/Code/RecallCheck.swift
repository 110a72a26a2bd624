import JudgeJSON
import JudgeRecords

/// The share of the expected documents that were retrieved (databricks-agents' `document_recall`).
enum RecallCheck {
  /// Compares `expected_retrieved_context` with the retrieved documents, by `doc_uri`.
  static func recall(_ trace: Trace) -> Result<CheckAnswer, AssessmentError> {
    let expectations = trace.expectations?.objectValue
    let list = expectations?["expected_retrieved_context"]
    let items =
      list?.arrayValue
      ?? (try? JSONValue(parsing: Array((list?.stringValue ?? "").utf8)))?
      .arrayValue
    let expected = Set(
      (items ?? []).compactMap { $0.objectValue?["doc_uri"]?.stringValue ?? $0.stringValue })
    guard !expected.isEmpty else {
      return .failure(
        AssessmentError(
          code: "MISSING_FIELD",
          message: "the trace \(trace.id) has no expected_retrieved_context with doc_uri"))
    }
    let chunks = RetrievedChunk.all(of: trace)
    guard !chunks.isEmpty else {
      return .failure(
        AssessmentError(
          code: "MISSING_FIELD", message: "the trace \(trace.id) has no retrieved documents"))
    }
    let found = expected.intersection(chunks.compactMap(\.uri))
    let missing = expected.subtracting(found).sorted()
    return .success(
      CheckAnswer(
        number: Double(found.count) / Double(expected.count),
        "\(found.count) of \(expected.count) expected documents were retrieved"
          + (missing.isEmpty ? "" : "; not \(missing.joined(separator: ", "))")))
  }
}
