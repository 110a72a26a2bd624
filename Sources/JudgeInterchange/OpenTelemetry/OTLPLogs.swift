import JudgeJSON
import JudgeRecords

/// The log records of one OTLP request that belong to traces.
///
/// These are the events of OpenTelemetry's conventions for generative AI: evaluations, and messages
/// of model calls. Other log records are counted and not kept.
package struct OTLPLogs: Sendable {
  /// Evaluations and messages by trace and resource.
  package let parts: [OTLPPart]
  /// The log records that were not taken.
  package let rejected: OTLPRejected

  /// Reads a request.
  ///
  /// - Parameters:
  ///   - bytes: the body of the request, uncompressed.
  ///   - encoding: its encoding.
  ///   - limits: the limits.
  /// - Throws: `OTLPError` if nothing can be read.
  package init(
    _ bytes: [UInt8], _ encoding: OTLPEncoding, limits: OTLPLimits = OTLPLimits()
  ) throws(OTLPError) {
    var reading = Reading(isHarmless: bytes.count <= ImportedItem.harmlessSize)
    switch encoding {
    case .protobuf:
      try OTLPProtobuf.logs(bytes, limits) { reading.add(.success($0), $1) }
    case .json:
      try OTLPDocument(limits: limits).logs(try OTLPDocument.parsed(bytes, limits)) {
        reading.add($0, $1)
      }
    }
    self.init(reading)
  }

  /// Reads a document of a file.
  init(_ document: JSONObject) throws(OTLPError) {
    var reading = Reading(isHarmless: false)
    try OTLPDocument().logs(document) { reading.add($0, $1) }
    self.init(reading)
  }

  private init(_ reading: Reading) {
    var reading = reading
    if reading.others > 0 {
      reading.rejected.note(
        "\(Count.of(reading.others, "log record is", "log records are")) not a gen_ai event and "
          + "not kept")
    }
    parts = reading.parts.parts.map { part in
      // The messages of one span in one part of it.
      var part = part
      part.spans = SpanUnion.united(part.spans)
      return part
    }
    rejected = reading.rejected
  }

  private struct Reading {
    let isHarmless: Bool
    var parts = OTLPParts()
    var rejected = OTLPRejected()
    /// The number of log records that are not about generative AI.
    var others = 0

    init(isHarmless: Bool) { self.isHarmless = isHarmless }

    mutating func add(_ read: Result<OTLPLog, OTLPDocument.Fault>, _ shared: OTLPSpan.Shared) {
      let log: OTLPLog
      switch read {
      case .success(let read): log = read
      case .failure(let fault): return rejected.add(fault.reason)
      }
      guard log.event.name.hasPrefix("gen_ai.") else {
        others += 1
        return
      }
      guard log.traceID.utf8.count == 32, !OTLPSpan.isInvalid(log.traceID) else {
        return rejected.add("\(log.event.name) has no trace id of 16 bytes")
      }
      let hasSpan = log.spanID.utf8.count == 16 && !OTLPSpan.isInvalid(log.spanID)
      if log.event.name == EvaluationEvent.name {
        return addEvaluation(log, shared, span: hasSpan ? log.spanID : nil)
      }
      guard hasSpan else { return rejected.add("\(log.event.name) has no span id of 8 bytes") }
      guard case .object(let fragment) = log.fragment else { return }
      if let reason = StoredSpan.problem(of: fragment, isHarmless: isHarmless) {
        return rejected.add(reason)
      }
      parts.change(log.traceID, shared) { $0.spans.append(.object(fragment)) }
    }

    private mutating func addEvaluation(
      _ log: OTLPLog, _ shared: OTLPSpan.Shared, span: String?
    ) {
      switch EvaluationEvent(log.event, shared.resource, span: span).assessment {
      case .failure(let fault): rejected.add(fault.reason)
      case .success(let assessment):
        parts.change(log.traceID, shared) { $0.assessments.append(assessment) }
      }
    }
  }
}
