import JudgeInterchange
import JudgeJSON
import JudgeRecords

/// Rows of an evaluation, read from a file: the same lines that import takes.
enum RowFile {
  /// Reads rows.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes.
  ///   - path: its path, for errors.
  /// - Returns: the rows as traces that are in no store, and the lines that are none.
  static func read(
    _ bytes: [UInt8], path: String
  ) -> (rows: [Trace], rejected: [ImportResult.Problem]) {
    var splitter = DocumentSplitter()
    let documents = splitter.feed(bytes) + splitter.finish()
    let reader = LineReader(experiment: ContentID(hashing: []))
    var rows: [Trace] = []
    var rejected: [ImportResult.Problem] = []
    for document in documents {
      do throws(ImportError) {
        let item = try reader.read(document.bytes)
        guard item.holdsTrace else {
          throw ImportError(field: "inputs", "a row needs inputs or outputs")
        }
        rows.append(trace(item, line: document.line))
      } catch {
        rejected.append(
          ImportResult.Problem(file: path, line: document.line, message: error.description))
      }
    }
    return (rows, rejected)
  }

  private static func trace(_ item: ImportedItem, line: Int) -> Trace {
    let key = item.trace.traceID ?? item.trace.clientRequestID ?? "row-\(line)"
    var trace = Trace(
      id: key, inputs: item.trace.inputs ?? .null, outputs: item.trace.outputs ?? .null)
    trace.clientRequestID = item.trace.clientRequestID
    trace.tags = item.trace.tags
    trace.group = item.trace.tags["group"]?.stringValue
    trace.metadata = item.trace.metadata
    trace.retrievedContext = item.trace.retrievedContext
    trace.spans = item.spans
    let pairs: [(ContentID, Assessment)] = item.assessments.compactMap { assessment in
      var assessment = assessment
      assessment.traceID = key
      return (try? assessment.record()).map { ($0.id, assessment) }
    }
    trace.labels = LabelFold(pairs, changes: ChangeFold([])).labels
    // Ordered as the store orders them, so that rows are judged like the same lines imported.
    let batches: [(ContentID, VerdictBatch)] = item.verdicts.compactMap { sourced in
      var verdict = sourced.verdict
      verdict.traceID = key
      let batch = VerdictBatch(name: sourced.name, source: sourced.source, verdicts: [verdict])
      return (try? batch.record()).map { ($0.id, batch) }
    }
    trace.verdicts = VerdictFold(batches).verdicts[key] ?? []
    return trace
  }
}
