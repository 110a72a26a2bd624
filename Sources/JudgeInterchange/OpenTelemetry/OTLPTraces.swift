import JudgeJSON
import JudgeRecords

/// The spans of one OTLP request.
package struct OTLPTraces: Sendable {
  /// The spans by trace and resource, in order of their first spans.
  package let parts: [OTLPPart]
  /// The spans that were not taken.
  package let rejected: OTLPRejected

  /// Reads a request.
  ///
  /// A span that cannot be kept is rejected, and the others are taken.
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
      try OTLPProtobuf.spans(bytes, limits) { reading.add(.success($0), $1) }
    case .json:
      try OTLPDocument(limits: limits).spans(try OTLPDocument.parsed(bytes, limits)) {
        reading.add($0, $1)
      }
    }
    parts = reading.parts.parts
    rejected = reading.rejected
  }

  private struct Reading {
    /// Whether the request is so small that every span of it fits into a record.
    let isHarmless: Bool
    var parts = OTLPParts()
    var rejected = OTLPRejected()

    init(isHarmless: Bool) { self.isHarmless = isHarmless }

    mutating func add(_ read: Result<OTLPSpan, OTLPDocument.Fault>, _ shared: OTLPSpan.Shared) {
      let span: OTLPSpan
      switch read {
      case .success(let read): span = read
      case .failure(let fault): return rejected.add(fault.reason)
      }
      guard span.traceID.utf8.count == 32, !OTLPSpan.isInvalid(span.traceID) else {
        return rejected.add("a span has no trace id of 16 bytes")
      }
      guard span.spanID.utf8.count == 16, !OTLPSpan.isInvalid(span.spanID) else {
        return rejected.add("a span has no span id of 8 bytes")
      }
      let stored = span.stored(shared)
      if let reason = StoredSpan.problem(of: stored, isHarmless: isHarmless) {
        return rejected.add(reason)
      }
      let found = SpanAssessments.all(of: stored, shared.resource)
      for note in found.problems { rejected.note(note) }
      parts.change(span.traceID, shared) { part in
        part.spans.append(.object(stored))
        part.assessments += found.assessments
      }
    }
  }
}

/// The limits of a span that is stored.
enum StoredSpan {
  /// The number of bytes from which an attribute can be stored in parts of its own.
  private static let longAttribute = 200_000

  /// Checks whether a span fits into a record.
  ///
  /// - Parameters:
  ///   - span: the span.
  ///   - isHarmless: whether its size is known to be small.
  /// - Returns: the reason why it does not fit, or `nil` if it does.
  static func problem(of span: JSONObject, isHarmless: Bool) -> String? {
    let value = JSONValue.object(span)
    guard value.isNested(atMost: JSONValue.maximumDepth - 16) else {
      return "a span has more than \(JSONValue.maximumDepth - 16) lists and objects inside each "
        + "other"
    }
    guard !isHarmless else { return nil }
    // Long attributes are stored in parts of their own.
    var rest = span
    let attributes = span["attributes"]?.objectValue ?? [:]
    rest["attributes"] = .object(
      JSONObject(
        attributes.filter { $0.value.canonicalBytes().count <= longAttribute }.map {
          ($0.key, $0.value)
        }))
    guard JSONValue.object(rest).canonicalBytes().count <= Record.maximumSize - 4096 else {
      return
        "a span has more than \(Record.maximumSize) bytes beside its long attributes, the most "
        + "that a record may have"
    }
    return nil
  }
}
