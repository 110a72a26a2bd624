import JudgeJSON
public import JudgeRecords

extension ImportedItem {
  /// The spans as records, several if one could not hold them all.
  ///
  /// The same spans in the same order give the same batches.
  ///
  /// - Parameter traceID: the trace that the spans belong to.
  /// - Returns: the batches in order. Empty if there are no spans.
  public func spanBatches(of traceID: String) -> [SpanBatch] {
    RecordBatches.split(spans) { $0.canonicalBytes().count }.map {
      SpanBatch(traceID: traceID, spans: $0)
    }
  }
}
