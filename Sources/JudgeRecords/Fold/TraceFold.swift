public import JudgeJSON

/// The state of one trace, from its records.
public struct TraceFold: Sendable, Equatable {
  /// The trace id.
  public let id: String
  /// The identity of the trace record in force; `nil` if there are only spans or labels.
  public let record: ContentID?
  /// The trace record in force.
  public let trace: TraceRecord?
  /// The other, different records of the same trace id.
  public let others: [ContentID]
  /// The other records that may not replace the trace because somebody else introduced them.
  public let disputed: [ContentID]
  /// The identities of the span batches.
  public let spanBatches: [ContentID]
  /// The tags in force.
  public let tags: JSONObject
  /// Whether it is deleted.
  public let isDeleted: Bool
  /// The hash of inputs and outputs; two traces with the same key are the same if their hashes are
  /// equal.
  public let content: ContentID
  /// The hash of the data currently shown to reviewers: content, retrieved documents, span batches.
  public let shown: ContentID

  /// Folds the records about one trace, in any order.
  ///
  /// The first trace record in the history decides who may replace it: its only author, or an
  /// owner. Of those, the one that counts is finished before unfinished, then told by the
  /// application before derived from spans, then derived from more ended spans, then the latest,
  /// then the greatest hash.
  ///
  /// - Parameters:
  ///   - id: the trace id.
  ///   - records: its trace records.
  ///   - spanBatches: the identities of its span batches.
  ///   - changes: the changes on it that count.
  ///   - authority: decides who may replace a trace record.
  ///   - introductions: the introductions of the trace records.
  public init(
    id: String, records: some Sequence<(ContentID, TraceRecord)>,
    spanBatches: some Sequence<ContentID>, changes: ChangeFold,
    authority: Authority = .believing, introductions: [ContentID: Introduction] = [:]
  ) {
    self.id = id
    let all = Array(records)
    let admitted = Self.admitted(all.map(\.0), authority, introductions)
    disputed = Set(all.map(\.0)).subtracting(admitted).sorted()
    let ordered = all.sorted { left, right in
      if admitted.contains(left.0) != admitted.contains(right.0) {
        return admitted.contains(left.0)
      }
      let (a, b) = (Self.rank(left.1), Self.rank(right.1))
      if a != b { return a > b }
      let (m, n) = (Self.endedSpans(left.1), Self.endedSpans(right.1))
      if m != n { return m > n }
      if left.1.requestTime != right.1.requestTime {
        return later(left.1.requestTime, than: right.1.requestTime)
      }
      return right.0 < left.0
    }
    record = ordered.first?.0
    trace = ordered.first?.1
    var seen = Set(ordered.prefix(1).map(\.0))
    others = ordered.dropFirst().map(\.0).filter { seen.insert($0).inserted }
    self.spanBatches = Set(spanBatches).sorted()
    let target = ChangeTarget(kind: .trace, id: id)
    tags = changes.tags(trace?.tags ?? JSONObject(), of: target)
    isDeleted = changes.isDeleted(target)
    content = Self.content(inputs: trace?.inputs, outputs: trace?.outputs)
    shown = Self.shown(content, trace?.retrievedContext ?? [], self.spanBatches)
  }

  /// Returns the trace records that may be shown, judged by their introductions.
  private static func admitted(
    _ records: [ContentID], _ authority: Authority, _ introductions: [ContentID: Introduction]
  ) -> Set<ContentID> {
    let known = records.compactMap { id in introductions[id].map { (id: id, value: $0) } }
    let first = known.min { ($0.value.generation, $0.id) < ($1.value.generation, $1.id) }
    guard authority.isEnforced, records.count > 1, known.count == records.count, let first else {
      return Set(records)
    }
    return Set(
      known.filter { $0.id == first.id || authority.mayAct($0.value, on: first.value) }.map(\.id))
  }

  /// Returns the introduction of a trace: that of its first trace record in the history.
  ///
  /// If the trace has no trace record, its first spans decide.
  ///
  /// - Parameters:
  ///   - records: its trace records, or its span batches if it has none.
  ///   - introductions: the introduction of each.
  /// - Returns: the introduction, or `nil` if that of one record is unknown.
  public static func introduction(
    of records: some Sequence<ContentID>, _ introductions: [ContentID: Introduction]
  ) -> Introduction? {
    var first: (id: ContentID, value: Introduction)?
    for record in records {
      guard let next = introductions[record] else { return nil }
      if let known = first,
        (known.value.generation, known.id) < (next.generation, record)
      {
        continue
      }
      first = (record, next)
    }
    return first?.value
  }

  private static func rank(_ trace: TraceRecord) -> Int {
    switch trace.state {
    case "OK", "ERROR": 2
    case "IN_PROGRESS": 0
    default: 1
    }
  }

  /// The number of ended spans that the trace was derived from; one that was told has the most.
  private static func endedSpans(_ trace: TraceRecord) -> Int {
    guard let count = trace.metadata[TraceRecord.derivedFromKey]?.stringValue else { return .max }
    return Int(count) ?? 0
  }

  /// Returns the hash of inputs and outputs; a missing value is the same as `null`.
  ///
  /// - Parameters:
  ///   - inputs: the inputs.
  ///   - outputs: the outputs.
  /// - Returns: SHA-256 of `{"inputs": …, "outputs": …}` in canonical form.
  public static func content(inputs: JSONValue?, outputs: JSONValue?) -> ContentID {
    let value: JSONValue = ["inputs": inputs ?? .null, "outputs": outputs ?? .null]
    return ContentID(hashing: value.canonicalBytes())
  }

  private static func shown(
    _ content: ContentID, _ context: [JSONValue], _ spans: [ContentID]
  ) -> ContentID {
    if context.isEmpty, spans.isEmpty { return content }
    var object = JSONObject()
    object.put("content", content)
    object.put("retrieved_context", list: context)
    object.put("spans", ids: spans)
    return ContentID(hashing: JSONValue.object(object).canonicalBytes())
  }
}
