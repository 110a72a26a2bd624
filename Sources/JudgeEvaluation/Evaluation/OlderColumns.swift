import JudgeJSON
import JudgeRecords
import JudgeScoring

/// The result columns of databricks-agents, for prompt metrics and judges of documents.
enum OlderColumns {
  /// Returns the columns of one judge: `response/llm_judged/<name>/…` for one verdict per row,
  /// `retrieval/llm_judged/<name>/…` for one verdict per document.
  ///
  /// - Parameters:
  ///   - said: the judge's feedback on the row.
  ///   - body: the judge.
  ///   - key: its name in this evaluation.
  /// - Returns: the columns; none for other judges.
  static func of(_ said: [Feedback], _ body: JudgeBody, key: String) -> JSONObject {
    var columns = JSONObject()
    if body.isPerChunk {
      let chunks = said.filter { $0.metadata["chunk_index"] != nil }
      let prefix = "retrieval/llm_judged/\(key)"
      columns["\(prefix)/ratings"] = .array(chunks.map { $0.value ?? .null })
      columns["\(prefix)/rationales"] = .array(
        chunks.map { $0.rationale.map { .string($0) } ?? .null })
      let precision = said.first { $0.name == ChunkJudge.precisionName(body.name) }
      columns["\(prefix)/precision"] = precision?.value ?? .null
      let error = said.lazy.filter { !$0.isUnasked }.compactMap(\.error).first
      columns["\(prefix)/error_message"] = error.map { .string($0.text) } ?? .null
    } else if body.form == .promptMetric, let own = said.first(where: { $0.name == body.name }) {
      let prefix = "response/llm_judged/\(key)"
      columns["\(prefix)/rating"] = own.value ?? .null
      columns["\(prefix)/rationale"] = own.rationale.map { .string($0) } ?? .null
      columns["\(prefix)/error_message"] =
        own.isUnasked ? .null : own.error.map { .string($0.text) } ?? .null
    }
    return columns
  }
}
