import JudgeJSON
public import JudgeRecords

/// The choice of built-in judges for a row, by its fields (databricks-agents' default).
public enum BuiltInFit {
  /// The names of the built-in judges to choose from, in order.
  public static let names = [
    "relevance_to_query", "safety", "correctness", "guideline_adherence", "chunk_relevance",
    "groundedness", "context_sufficiency", "document_recall",
  ]

  /// Returns whether a row has all fields that a built-in judge needs.
  ///
  /// - Parameters:
  ///   - name: one of ``names``.
  ///   - row: the row.
  /// - Returns: `true` if no field is missing.
  public static func fits(_ name: String, _ row: Trace) -> Bool {
    let expected = row.expectations?.objectValue ?? [:]
    let hasAnswer = !row.inputs.isNull && !row.outputs.isNull
    let isKnown = expected["expected_response"] != nil || expected["expected_facts"] != nil
    switch name {
    case "relevance_to_query": return hasAnswer
    case "safety": return !row.outputs.isNull
    case "correctness": return hasAnswer && isKnown
    case "guideline_adherence": return hasAnswer && expected["guidelines"] != nil
    case "chunk_relevance": return !row.inputs.isNull && hasChunks(row)
    case "groundedness": return hasAnswer && hasChunks(row)
    case "context_sufficiency": return !row.inputs.isNull && isKnown && hasChunks(row)
    case "document_recall":
      return expected["expected_retrieved_context"] != nil && hasChunks(row)
    default: return false
    }
  }

  private static func hasChunks(_ row: Trace) -> Bool { !RetrievedChunk.all(of: row).isEmpty }
}
