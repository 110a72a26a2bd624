package import JudgeJSON
package import JudgeRecords

/// A retrieved document for judges.
package struct RetrievedChunk: Hashable, Sendable {
  /// The index among the trace's documents, from 0.
  package let index: Int
  /// The text of the document.
  package let content: String
  /// The source of the document, or `nil` if it is unknown.
  package let uri: String?
  /// The retriever span that returned it, or `nil` for a column of a row.
  package let spanID: String?

  /// The document as in the column `retrieved_context`.
  package var json: JSONValue {
    var object: JSONObject = ["content": .string(content)]
    if let uri { object["doc_uri"] = .string(uri) }
    return .object(object)
  }

  /// Returns the documents of a trace: its `retrieved_context`, otherwise the outputs of its
  /// outermost RETRIEVER spans.
  ///
  /// The text is the first of `page_content`, `content` and `text`; the source is `doc_uri` of the
  /// chunk or of its `metadata` (MLflow, `trace_utils`). A retriever inside another one is part of
  /// that one.
  ///
  /// - Parameter trace: the trace.
  /// - Returns: the documents in order.
  package static func all(of trace: Trace) -> [RetrievedChunk] {
    var found: [(JSONValue, String?)] = trace.retrievedContext.map { ($0, nil) }
    if found.isEmpty {
      let spans = SpanFields.all(of: trace)
      let byID = Dictionary(spans.map { ($0.id, $0) }) { first, _ in first }
      for span in spans where span.type == "RETRIEVER" && !isNested(span, byID) {
        for item in span.outputs.arrayValue ?? [] { found.append((item, span.id)) }
      }
    }
    return found.enumerated().map { index, item in
      let object = item.0.objectValue
      let text = ["page_content", "content", "text"].lazy.compactMap { object?[$0]?.stringValue }
      let uri =
        object?["doc_uri"]?.stringValue
        ?? object?["metadata"]?.objectValue?["doc_uri"]?.stringValue
      return RetrievedChunk(
        index: index,
        content: text.first ?? item.0.stringValue ?? item.0.canonicalText, uri: uri,
        spanID: item.1)
    }
  }

  private static func isNested(_ span: SpanFields, _ byID: [String: SpanFields]) -> Bool {
    var seen = Set<String>()
    var parent = span.parent
    while let id = parent, seen.insert(id).inserted, let outer = byID[id] {
      if outer.type == "RETRIEVER" { return true }
      parent = outer.parent
    }
    return false
  }
}
