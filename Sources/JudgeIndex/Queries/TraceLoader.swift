import GRDB
import JudgeJSON
import JudgeRecords

/// Whole traces from their keys, with a fixed number of statements for any number of traces.
struct TraceLoader {
  let db: Database
  var includeSpans = true

  /// - Returns: the traces in the order of their keys.
  func load(_ keys: [Int64]) throws -> [Trace] {
    let list = SQLValue.text(JSONValue.array(keys.map { .number(Double($0)) }).canonicalText)
    var traces = try loadTraces(list)
    try loadAssessments(list, into: &traces)
    if includeSpans { try loadSpans(list, into: &traces) }
    try loadLongContent(into: &traces)
    return keys.compactMap { traces[$0] }
  }

  private func loadTraces(_ list: SQLValue) throws -> [Int64: Trace] {
    var traces: [Int64: Trace] = [:]
    try db.rows(
      """
      SELECT t.key, t.id, t.tags, t.shown, r.id, r.bytes
      FROM trace t LEFT JOIN record r ON r.key = t.record
      WHERE t.key IN (SELECT value FROM json_each(?))
      """, [list]
    ) { row in
      var trace = Trace(id: row.text(1), inputs: .null, outputs: .null)
      trace.state = "STATE_UNSPECIFIED"
      if !row.isNull(4) {
        let id = try IndexBuilder.contentID(row.blob(4))
        let stored = try Database.storedRecord(row.blob(5), id: id)
        Self.fill(&trace, from: try TraceRecord(record: stored), record: id)
      }
      trace.tags = try Self.object(row.text(2))
      trace.shown = try IndexBuilder.contentID(row.blob(3))
      traces[row.int(0)] = trace
    }
    return traces
  }

  private static func fill(_ trace: inout Trace, from record: TraceRecord, record id: ContentID) {
    trace.record = id
    trace.clientRequestID = record.clientRequestID
    trace.rowKey = record.rowKey
    trace.experiment = record.experiment
    trace.requestTime = record.requestTime
    trace.executionDuration = record.executionDuration
    trace.state = record.state ?? trace.state
    trace.inputs = record.inputs ?? .null
    trace.outputs = record.outputs ?? .null
    trace.retrievedContext = record.retrievedContext
    trace.group = record.tags["group"]?.stringValue
    trace.metadata = record.metadata
  }

  private func loadAssessments(_ list: SQLValue, into traces: inout [Int64: Trace]) throws {
    try db.rows(
      """
      SELECT a.trace, \(StoredAssessment.columns)
      FROM assessment a JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
      WHERE a.trace IN (SELECT value FROM json_each(?)) AND a.standing <> 'duplicate'
      ORDER BY a.trace, a.time, a.id, a.source_type, a.source_id, r.id
      """, [list]
    ) { row in
      switch try StoredAssessment(row, from: 1) {
      case .label(let label): traces[row.int(0)]?.labels.append(label)
      case .verdict(let feedback): traces[row.int(0)]?.verdicts.append(feedback)
      }
    }
  }

  /// In order of start; versions and parts of a span are one.
  private func loadSpans(_ list: SQLValue, into traces: inout [Int64: Trace]) throws {
    try db.rows(
      """
      SELECT DISTINCT trace, content FROM (
        SELECT trace, content, start, span_id FROM span
        WHERE trace IN (SELECT value FROM json_each(?))
        ORDER BY trace, start, span_id, content)
      """, [list]
    ) { row in
      guard let span = try? JSONValue(parsing: Array(row.text(1).utf8)) else {
        throw DamagedIndex()
      }
      traces[row.int(0)]?.spans.append(span)
    }
    for key in traces.keys {
      guard let spans = traces[key]?.spans, spans.count > 1 else { continue }
      traces[key]?.spans = SpanUnion.united(spans)
    }
  }

  /// Takes inputs and outputs that do not fit in the trace's record from its root span.
  private func loadLongContent(into traces: inout [Int64: Trace]) throws {
    for (key, trace) in traces where trace.metadata[TraceRecord.longContentKey] != nil {
      var holder = [key: trace]
      if !includeSpans {
        try loadSpans(
          .text(JSONValue.array([.number(Double(key))]).canonicalText), into: &holder)
      }
      let spans = (holder[key]?.spans ?? []).compactMap(\.objectValue)
      guard let root = spans.first(where: { $0["parent_span_id"] == nil }) else { continue }
      traces[key]?.inputs = SpanContent.inputs(of: root) ?? .null
      traces[key]?.outputs = SpanContent.outputs(of: root) ?? .null
    }
  }

  static func object(_ text: String) throws -> JSONObject {
    guard let value = try? JSONValue(parsing: Array(text.utf8)), let object = value.objectValue
    else { throw DamagedIndex() }
    return object
  }
}
