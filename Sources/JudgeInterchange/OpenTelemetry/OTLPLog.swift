import JudgeJSON

/// A log record of OTLP in either encoding.
struct OTLPLog {
  /// Ids as lower-case hexadecimal; empty if missing.
  var traceID = ""
  var spanID = ""
  var event = OTLPSpan.Event()

  /// Takes the name of the event, the attributes and the time.
  ///
  /// - Parameters:
  ///   - name: the name; older programs write it as an attribute.
  ///   - attributes: the attributes.
  ///   - time: the time in nanoseconds, or 0.
  ///   - observed: the time at which a collector saw it.
  ///   - body: the body.
  mutating func fill(
    name: String, attributes: JSONObject, time: UInt64, observed: UInt64, body: JSONValue?
  ) {
    var attributes = attributes
    event.name = name.isEmpty ? attributes["event.name"]?.stringValue ?? "" : name
    attributes["event.name"] = nil
    event.attributes = attributes
    event.time = time > 0 ? time : observed
    event.body = body
  }

  /// The part of a span that the record gives: an event.
  var fragment: JSONValue {
    [
      "trace_id": .string(traceID), "span_id": .string(spanID), "events": .array([event.stored]),
    ]
  }
}
