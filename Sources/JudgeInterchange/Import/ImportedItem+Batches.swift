import JudgeJSON
public import JudgeRecords

extension ImportedItem {
  /// What the spans of one record may add up to: well under its limit, with room for the rest.
  private static let batchSize = Record.maximumSize - (1 << 17)

  /// The spans as records, several if one could not hold them all.
  ///
  /// The same spans in the same order give the same batches.
  ///
  /// - Parameter traceID: the trace that the spans belong to.
  /// - Returns: the batches in order. Empty if there are no spans.
  public func spanBatches(of traceID: String) -> [SpanBatch] {
    var batches: [SpanBatch] = []
    var current: [JSONValue] = []
    var size = 0
    for span in spans {
      let next = span.canonicalBytes().count + 1
      if !current.isEmpty, size + next > Self.batchSize {
        batches.append(SpanBatch(traceID: traceID, spans: current))
        current = []
        size = 0
      }
      current.append(span)
      size += next
    }
    if !current.isEmpty { batches.append(SpanBatch(traceID: traceID, spans: current)) }
    return batches
  }
}
