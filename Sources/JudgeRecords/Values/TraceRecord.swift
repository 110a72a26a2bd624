public import JudgeJSON

/// Info, inputs and outputs of one trace, as first recorded.
///
/// Field names follow MLflow's TraceInfo (schema v3). Later facts (tags, deletion) are changes;
/// spans are records of their own.
public struct TraceRecord: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.trace
  /// The metadata of a trace whose inputs and outputs are too long for the record.
  ///
  /// They are in its root span.
  package static let longContentKey = "git_judge.long_content"

  /// Leaves out inputs and outputs that are too long for a record.
  package mutating func shorten() {
    let size = [inputs, outputs].reduce(0) { $0 + ($1?.canonicalBytes().count ?? 0) }
    guard size > 700_000 else { return }
    inputs = nil
    outputs = nil
    metadata[Self.longContentKey] = "true"
  }

  /// The values of `state`, as in MLflow.
  public static let states = ["STATE_UNSPECIFIED", "OK", "ERROR", "IN_PROGRESS"]

  /// The metadata key with the number of ended spans from which this record was derived.
  ///
  /// A trace whose application told inputs, outputs and state does not have it.
  package static let derivedFromKey = "git_judge.from_spans"

  /// The experiment it belongs to.
  public var experiment: ContentID
  /// The imported id (OpenTelemetry's); without one, the id is derived from the hash.
  public var traceID: String?
  /// The caller's key for the trace, unique within the experiment.
  public var clientRequestID: String?
  /// The key of the row that it was recorded from, if it is a row of an evaluation.
  ///
  /// Other outputs under the same key are another trace. The runs that judged the row name the
  /// trace; the trace names no run, so that the same row is the same record.
  public var rowKey: String?
  /// The time of the request.
  public var requestTime: Timestamp?
  /// The duration of the request in milliseconds.
  public var executionDuration: Double?
  /// `OK`, `ERROR`, `IN_PROGRESS` or `STATE_UNSPECIFIED`.
  public var state: String?
  /// The inputs of the request.
  public var inputs: JSONValue?
  /// The outputs of the request.
  public var outputs: JSONValue?
  /// Retrieved documents, `[{doc_uri, content}]`, if no spans hold them.
  public var retrievedContext: [JSONValue]
  /// Tags as recorded: text values.
  public var tags: JSONObject
  /// Metadata that never changes: text values.
  public var metadata: JSONObject
  /// The run that produced it.
  public var run: ContentID?

  /// Creates a trace record of an experiment, without the other fields.
  public init(experiment: ContentID) {
    self.experiment = experiment
    retrievedContext = []
    tags = JSONObject()
    metadata = JSONObject()
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    experiment = try reader.id("experiment")
    traceID = try reader.optionalNonEmpty("trace_id")
    clientRequestID = try reader.optionalNonEmpty("client_request_id")
    rowKey = try reader.optionalNonEmpty("row_key")
    requestTime = try reader.optionalTime("request_time")
    executionDuration = try reader.optionalNumber("execution_duration_ms")
    state = try reader.optionalWord("state", of: Self.states)
    inputs = reader.value("inputs")
    outputs = reader.value("outputs")
    retrievedContext = try reader.optionalArray("retrieved_context") ?? []
    tags = try reader.textMap("tags")
    metadata = try reader.textMap("trace_metadata")
    run = try reader.optionalID("run")
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("experiment", experiment)
    object.put("trace_id", traceID)
    object.put("client_request_id", clientRequestID)
    object.put("row_key", rowKey)
    object.put("request_time", requestTime)
    object.put("execution_duration_ms", executionDuration)
    object.put("state", state)
    if let inputs { object["inputs"] = inputs }
    if let outputs { object["outputs"] = outputs }
    object.put("retrieved_context", list: retrievedContext)
    object.put("tags", object: tags)
    object.put("trace_metadata", object: metadata)
    object.put("run", run)
    return object
  }

  /// Returns the id that users see: the imported one, else `tr-` and 32 digits of the hash.
  ///
  /// - Parameter record: the identity of this trace's record.
  /// - Returns: the trace id.
  public func id(in record: ContentID) -> String { traceID ?? "tr-" + record.prefix(32) }
}
