public import JudgeJSON

/// One judge's feedback on one trace, as an element of a batch.
public struct Verdict: Hashable, Sendable {
  /// The trace it is about.
  public var traceID: String
  /// A value, or why there is none.
  public var result: Result<JSONValue, AssessmentError>
  /// Why.
  public var rationale: String?
  /// Text values under text keys.
  public var metadata: JSONObject
  /// The span it is about.
  public var spanID: String?
  /// When it was made.
  public var createTime: Timestamp?
  /// The id that an imported file gives it.
  public var assessmentID: String?
  /// Tokens that went into the model.
  public var inputTokens: Int?
  /// Tokens that came out.
  public var outputTokens: Int?
  /// What it cost, in US dollars.
  public var cost: Double?
  /// Fields that this version does not know: they are part of what the id is derived from.
  private var unknown = JSONObject()

  private static let known = [
    "trace_id", "value", "error", "rationale", "metadata", "span_id", "create_time",
    "assessment_id", "input_tokens", "output_tokens", "cost",
  ]

  /// Creates a verdict.
  public init(
    traceID: String, result: Result<JSONValue, AssessmentError>, rationale: String? = nil
  ) {
    self.traceID = traceID
    self.result = result
    self.rationale = rationale
    metadata = JSONObject()
  }

  /// The value, or `nil` for an error.
  public var value: JSONValue? { try? result.get() }

  package init(_ reader: FieldReader) throws(RecordError) {
    traceID = try reader.text("trace_id")
    if reader.value("error") != nil {
      guard reader.value("value") == nil else {
        throw reader.fail("value", "must not stand beside error")
      }
      result = .failure(try AssessmentError(try reader.child("error")))
    } else {
      result = .success(try reader.required("value"))
    }
    rationale = try reader.optionalText("rationale")
    metadata = try reader.textMap("metadata")
    spanID = try reader.optionalNonEmpty("span_id")
    createTime = try reader.optionalTime("create_time")
    assessmentID = try reader.optionalNonEmpty("assessment_id")
    inputTokens = try reader.optionalInt("input_tokens", from: 0)
    outputTokens = try reader.optionalInt("output_tokens", from: 0)
    cost = try reader.optionalNumber("cost")
    if reader.object.count > json.count {
      unknown = reader.object
      for key in Self.known { unknown[key] = nil }
    }
  }

  package var json: JSONObject {
    var object = unknown
    object["trace_id"] = .string(traceID)
    switch result {
    case .success(let value): object["value"] = value
    case .failure(let error): object["error"] = error.json
    }
    object.put("rationale", rationale)
    object.put("metadata", object: metadata)
    object.put("span_id", spanID)
    object.put("create_time", createTime)
    object.put("assessment_id", assessmentID)
    object.put("input_tokens", inputTokens)
    object.put("output_tokens", outputTokens)
    object.put("cost", cost)
    return object
  }
}
