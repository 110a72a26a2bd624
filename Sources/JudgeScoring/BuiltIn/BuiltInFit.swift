import JudgeJSON
public import JudgeRecords

/// The choice of built-in judges for a row, by its fields (databricks-agents' default).
public enum BuiltInFit {
  /// The names of the built-in judges that are chosen by themselves, in order.
  public static let names = [
    "relevance_to_query", "safety", "correctness", "guideline_adherence", "chunk_relevance",
    "groundedness", "context_sufficiency", "document_recall",
  ]

  /// Returns whether a row has all fields that a built-in judge needs.
  ///
  /// - Parameters:
  ///   - name: the name of a built-in judge.
  ///   - row: the row.
  /// - Returns: `true` if no field is missing.
  public static func fits(_ name: String, _ row: Trace) -> Bool {
    guard let entry = BuiltInCatalog.entry(named: name),
      let body = BuiltInCatalog.body(named: name)
    else { return false }
    if !entry.expectations.isEmpty {
      let expected = row.expectations?.objectValue ?? [:]
      guard entry.expectations.contains(where: { expected[$0] != nil }) else { return false }
    }
    guard entry.level != .check else { return fits(check: entry.name, row) }
    let optional = body.settingList(JudgeSettings.optional) + ["expectations"]
    return body.template.variables.allSatisfy { field in
      switch field {
      case "inputs": return !row.inputs.isNull
      case "outputs": return !row.outputs.isNull
      case "retrieved_context": return !RetrievedChunk.all(of: row).isEmpty
      case "trace": return !row.spans.isEmpty
      case "conversation": return row.metadata[Conversation.sessionKey] != nil
      default: return optional.contains(field)
      }
    }
  }

  private static func fits(check name: String, _ row: Trace) -> Bool {
    name == "document_recall" ? !RetrievedChunk.all(of: row).isEmpty : !row.outputs.isNull
  }
}
