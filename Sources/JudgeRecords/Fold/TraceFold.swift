public import JudgeJSON

/// The state of one trace from the records about it.
public struct TraceFold: Sendable, Equatable {
  /// The trace id.
  public let id: String
  /// The identity of the trace record that counts; missing if only spans or labels came.
  public let record: ContentID?
  /// The trace record that counts.
  public let trace: TraceRecord?
  /// Other records of the same trace id, which say something else.
  public let others: [ContentID]
  /// Those of them that claim to replace the trace and may not: others brought them.
  public let disputed: [ContentID]
  /// Span batches, by identity.
  public let spanBatches: [ContentID]
  /// The tags in force.
  public let tags: JSONObject
  /// Whether it is deleted.
  public let isDeleted: Bool
  /// The hash of inputs and outputs: two traces under one key are the same if it is.
  public let content: ContentID
  /// The hash of what a reviewer is shown now: the content, retrieved documents, span batches.
  public let shown: ContentID

  /// Folds the records about one trace, in any order.
  ///
  /// The first trace record in the history decides who may replace it: its only author, or an
  /// owner. Of those, the one that counts is finished before unfinished, then the latest, then the
  /// greatest hash.
  ///
  /// - Parameters:
  ///   - id: the trace id.
  ///   - records: its trace records.
  ///   - spanBatches: the identities of its span batches.
  ///   - changes: the changes on it that count.
  ///   - authority: who may replace a trace record.
  ///   - introductions: what brought the trace records.
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

  /// The trace records that may be shown, by who brought them.
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

  /// What first brought a trace: its first trace record in the history.
  ///
  /// If it has none, its first spans.
  ///
  /// - Parameters:
  ///   - records: its trace records, or its span batches if it has none.
  ///   - introductions: what brought each.
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

  /// The hash of inputs and outputs; a missing one and `null` are the same.
  ///
  /// - Parameters:
  ///   - inputs: what went in.
  ///   - outputs: what came out.
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
