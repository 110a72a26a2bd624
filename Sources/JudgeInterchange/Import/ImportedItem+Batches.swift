import JudgeJSON
public import JudgeRecords

extension ImportedItem {
  /// Returns the spans as records; several if they do not fit into one.
  ///
  /// The same spans in the same order give the same batches.
  ///
  /// - Parameter traceID: the trace of the spans.
  /// - Returns: the batches in order; empty if there are no spans.
  public func spanBatches(of traceID: String) -> [SpanBatch] {
    RecordBatches.split(spans) { $0.canonicalBytes().count }.map {
      SpanBatch(traceID: traceID, spans: $0)
    }
  }
}
