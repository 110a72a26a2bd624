import JudgeInterchange
import JudgeJSON
import JudgeRecords

/// Reads one row of an evaluation: the content of an import line, or the older columns.
struct RowReader {
  private let reader = LineReader(experiment: ContentID(hashing: []))
  /// The fields that can hold the subject of a row.
  private static let subjects = [
    "inputs", "outputs", "request", "response", "spans", "info", "data", "trace",
  ]

  /// Reads the bytes of one JSON object.
  ///
  /// - Parameters:
  ///   - bytes: the document.
  ///   - line: its line, which names a row without a key.
  /// - Returns: the row as a trace that is not in a store, and its columns as they were read.
  /// - Throws: `ImportError` that names the field or the column.
  func row(
    _ bytes: [UInt8], line: Int
  ) throws(ImportError) -> (row: Trace, columns: JSONObject) {
    // Only rows with the older columns are read differently. All others keep the reader's errors.
    let object = (try? JSONValue.parseRepairing(bytes))?.0.objectValue
    if let object {
      if object["request"] != nil || object["response"] != nil {
        return try row(object, line: line)
      }
      try Self.checkSubject(object)
    }
    return (try Self.trace(try reader.read(bytes), line: line), object ?? [:])
  }

  /// Reads an object.
  func row(
    _ object: JSONObject, line: Int
  ) throws(ImportError) -> (row: Trace, columns: JSONObject) {
    try Self.checkSubject(object)
    let item = try reader.read(.object(try RowColumns.modern(object)))
    return (try Self.trace(item, line: line), object)
  }

  /// Refuses a row without the fields it needs, and names the fields it has instead.
  private static func checkSubject(_ object: JSONObject) throws(ImportError) {
    let keys = object.map(\.key)
    guard !keys.contains(where: subjects.contains) else { return }
    let near = keys.lazy.compactMap { key in
      Misspelling.nearest(to: key, among: ["inputs", "outputs"]).map { (key, $0) }
    }.first
    throw ImportError(
      field: "inputs",
      "a row needs inputs or outputs"
        + (keys.isEmpty
          ? "" : "; it has only \(keys.prefix(5).joined(separator: ", "))")
        + (keys.count > 5 ? ", …" : "")
        + (near.map { "; did you mean \($0.1) instead of \($0.0)?" } ?? ""))
  }

  private static func trace(_ item: ImportedItem, line: Int) throws(ImportError) -> Trace {
    guard item.holdsTrace else {
      throw ImportError(field: "inputs", "a row needs inputs or outputs")
    }
    let key = item.trace.traceID ?? item.trace.clientRequestID ?? "row-\(line)"
    var trace = Trace(
      id: key, inputs: item.trace.inputs ?? .null, outputs: item.trace.outputs ?? .null)
    trace.clientRequestID = item.trace.clientRequestID
    trace.requestTime = item.trace.requestTime
    trace.executionDuration = item.trace.executionDuration
    trace.state = item.trace.state ?? trace.state
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
    // In the order of the store, so that rows are judged like the same lines after an import.
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
