import JudgeInterchange
import JudgeJSON
import JudgeRecords

/// Rows of an evaluation, read from a file: the lines that import takes, the older columns, CSV.
enum RowFile {
  /// Reads rows.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes.
  ///   - path: its path, for errors.
  /// - Returns: the rows as traces that are in no store, their columns as they were read, and the
  ///   lines that are none.
  static func read(
    _ bytes: [UInt8], path: String
  ) -> (rows: [Trace], columns: [JSONObject], rejected: [ImportResult.Problem]) {
    let reader = LineReader(experiment: ContentID(hashing: []))
    var rows: [Trace] = []
    var columns: [JSONObject] = []
    var rejected: [ImportResult.Problem] = []
    func take(
      _ line: Int, _ read: () throws(ImportError) -> (ImportedItem, JSONObject)
    ) {
      do throws(ImportError) {
        let (item, object) = try read()
        guard item.holdsTrace else {
          throw ImportError(field: "inputs", "a row needs inputs or outputs")
        }
        rows.append(trace(item, line: line))
        columns.append(object)
      } catch {
        rejected.append(ImportResult.Problem(file: path, line: line, message: error.description))
      }
    }
    if path.lowercased().hasSuffix(".csv") {
      do throws(ImportError) {
        let table = try CSVReader.rows(bytes)
        let heading = table.first?.fields ?? []
        for row in table.dropFirst() {
          take(row.line) { () throws(ImportError) in
            let object = try RowColumns.row(heading: heading, fields: row.fields)
            return (try reader.read(.object(try RowColumns.modern(object))), object)
          }
        }
      } catch {
        rejected.append(ImportResult.Problem(file: path, line: 1, message: error.description))
      }
      return (rows, columns, rejected)
    }
    var splitter = DocumentSplitter()
    for document in splitter.feed(bytes) + splitter.finish() {
      take(document.line) { () throws(ImportError) in
        // Only rows of the older columns go another way; all else keeps the reader's errors.
        let object = (try? JSONValue(parsing: document.bytes))?.objectValue ?? [:]
        if object["request"] != nil || object["response"] != nil {
          return (try reader.read(.object(try RowColumns.modern(object))), object)
        }
        return (try reader.read(document.bytes), object)
      }
    }
    return (rows, columns, rejected)
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
