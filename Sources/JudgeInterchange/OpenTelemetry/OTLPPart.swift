package import JudgeJSON
package import JudgeRecords

/// What a request says about one trace, from one resource.
package struct OTLPPart: Sendable {
  /// The trace id: `tr-` and 32 hexadecimal digits.
  package let traceID: String
  /// The spans in the form in which they are stored.
  ///
  /// Those of log records have only ids and events; ``SpanUnion`` joins them with their span.
  package internal(set) var spans: [JSONValue] = []
  /// The attributes of the resource.
  package let resource: JSONObject
  /// Whether MLflow's client sent it, which sends the trace's info in another request.
  package let isFromMLflow: Bool
  /// The assessments of the trace, in git-judge's own form.
  var assessments: [JSONObject] = []

  init(traceID: String, _ shared: OTLPSpan.Shared) {
    self.traceID = traceID
    resource = shared.resource
    isFromMLflow = shared.isFromMLflow
  }

  /// Whether there are assessments or verdicts.
  package var hasAssessments: Bool { !assessments.isEmpty }

  /// Returns spans, labels and verdicts as an import has them.
  ///
  /// - Parameters:
  ///   - experiment: the experiment of the trace.
  ///   - root: the id of the root span if it came earlier. An assessment of the root span is about
  ///     the trace.
  /// - Returns: the item, whose trace has only its id.
  /// - Throws: `ImportError` if an assessment does not fit into a record.
  package func item(
    experiment: ContentID, root: String? = nil
  ) throws(ImportError) -> ImportedItem {
    var item = ImportedItem(experiment: experiment)
    item.trace.traceID = traceID
    item.spans = spans
    var roots = Set(spans.compactMap { Self.isRoot($0) ? $0["span_id"]?.stringValue : nil })
    if let root { roots.insert(root) }
    var tally = RepairTally()
    for assessment in assessments {
      var object = assessment
      if let span = object["span_id"]?.stringValue, roots.contains(span) { object["span_id"] = nil }
      try AssessmentFields(LineFields(object)).add(to: &item, tally: &tally)
    }
    return item
  }

  private static func isRoot(_ span: JSONValue) -> Bool {
    span["parent_span_id"] == nil && span["name"] != nil
  }
}

/// The parts of a request, in order of their first spans or log records.
struct OTLPParts {
  private struct Key: Hashable {
    let trace: String
    let resource: JSONObject
  }

  private(set) var parts: [OTLPPart] = []
  private var places: [Key: Int] = [:]
  private var last: (trace: String, resource: JSONObject, place: Int)?

  /// Changes the part of a trace and a resource.
  mutating func change(
    _ traceID: String, _ shared: OTLPSpan.Shared, _ body: (inout OTLPPart) -> Void
  ) {
    // Hashing a resource is slow, and the spans of a trace usually follow each other.
    if let last, last.trace == traceID, last.resource == shared.resource {
      return body(&parts[last.place])
    }
    let key = Key(trace: traceID, resource: shared.resource)
    let place = places[key] ?? parts.count
    if place == parts.count {
      parts.append(OTLPPart(traceID: "tr-" + traceID, shared))
      places[key] = place
    }
    last = (traceID, shared.resource, place)
    body(&parts[place])
  }
}
