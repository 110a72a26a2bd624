public import JudgeJSON

/// A batch of spans of one trace; it may arrive before, after or without the trace record.
///
/// Each span is an object with MLflow's or OpenTelemetry's fields; `start_time_unix_nano` and
/// `end_time_unix_nano` are decimal texts, because nanoseconds do not fit a double.
public struct SpanBatch: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.spans

  /// The trace that the spans belong to.
  public var traceID: String
  /// The spans, as objects.
  public var spans: [JSONValue]

  /// Creates a batch.
  public init(traceID: String, spans: [JSONValue]) {
    self.traceID = traceID
    self.spans = spans
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    traceID = try reader.text("trace_id")
    guard let list = try reader.optionalArray("spans"), !list.isEmpty else {
      throw reader.fail("spans", "must be a list with at least one span")
    }
    for (index, span) in list.enumerated() {
      guard let object = span.objectValue else {
        throw reader.fail("spans[\(index)]", "must be an object")
      }
      let spanReader = FieldReader(object, path: "spans[\(index)]")
      for key in ["start_time_unix_nano", "end_time_unix_nano"] {
        guard let text = try spanReader.optionalText(key) else { continue }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
          throw spanReader.fail(key, "must be a decimal text of nanoseconds")
        }
      }
    }
    spans = list
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    ["trace_id": .string(traceID), "spans": .array(spans)]
  }
}
