public import JudgeJSON

/// One judge's feedback on one trace, as an element of a batch.
public struct Verdict: Hashable, Sendable {
  /// The id of the judged trace.
  public var traceID: String
  /// The value, or the error.
  public var result: Result<JSONValue, AssessmentError>
  /// The reason for the value.
  public var rationale: String?
  /// Text values by text key.
  public var metadata: JSONObject
  /// The id of the judged span, if it is not the whole trace.
  public var spanID: String?
  /// The time at which it was given.
  public var createTime: Timestamp?
  /// The id from an imported file.
  public var assessmentID: String?
  /// The number of input tokens.
  public var inputTokens: Int?
  /// The number of output tokens.
  public var outputTokens: Int?
  /// The cost in US dollars.
  public var cost: Double?
  /// The fields that this version does not know; the id is derived from them too.
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

/// Verdicts of one source on one question; of one run and judge if this program made them.
///
/// Verdicts are the bulk of the records and are not merged one by one, so up to 1,000 share a
/// record.
public struct VerdictBatch: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.verdicts
  /// The maximum number of verdicts in one record.
  public static let maximumCount = 1000

  /// The question that the verdicts answer.
  public var name: String
  /// The judge as a source: `LLM_JUDGE` and the model's URI.
  public var source: AssessmentSource
  /// The run that made them; `nil` for imports.
  public var run: ContentID?
  /// The judge's body; `nil` for imports.
  public var judge: ContentID?
  /// The number of the judge's pass, from 0, if there are several passes.
  public var repeatIndex: Int?
  /// The model that answered, as reported by the provider.
  public var modelSnapshot: String?
  /// The verdicts, 1 to 1,000.
  public var verdicts: [Verdict]

  /// Creates a batch.
  public init(name: String, source: AssessmentSource, verdicts: [Verdict]) {
    self.name = name
    self.source = source
    self.verdicts = verdicts
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    name = try reader.text("assessment_name")
    source = try AssessmentSource(try reader.child("source"))
    run = try reader.optionalID("run")
    judge = try reader.optionalID("judge")
    repeatIndex = try reader.optionalInt("repeat", from: 0)
    modelSnapshot = try reader.optionalNonEmpty("model_snapshot")
    guard let list = try reader.optionalArray("verdicts"), !list.isEmpty,
      list.count <= Self.maximumCount
    else {
      throw reader.fail("verdicts", "must be a list of 1 to \(Self.maximumCount) verdicts")
    }
    verdicts = []
    for (index, item) in list.enumerated() {
      guard let object = item.objectValue else {
        throw reader.fail("verdicts[\(index)]", "must be an object")
      }
      verdicts.append(try Verdict(FieldReader(object, path: "verdicts[\(index)]")))
    }
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("assessment_name", name)
    object["source"] = source.json
    object.put("run", run)
    object.put("judge", judge)
    object.put("repeat", repeatIndex)
    object.put("model_snapshot", modelSnapshot)
    object["verdicts"] = .array(verdicts.map { .object($0.json) })
    return object
  }

  /// Returns the id of a verdict that users see.
  ///
  /// This is the imported id, else `a-` and 32 digits of the SHA-256 of the element with the
  /// batch's name, source, run, judge and repeat index added. Verdicts with the same id in two
  /// batches are one verdict.
  ///
  /// - Parameter verdict: an element of this batch.
  /// - Returns: the assessment id.
  public func id(of verdict: Verdict) -> String {
    if let given = verdict.assessmentID { return given }
    var object = verdict.json
    object.put("assessment_name", name)
    object["source"] = source.json
    object.put("run", run)
    object.put("judge", judge)
    object.put("repeat", repeatIndex)
    return "a-" + ContentID(hashing: JSONValue.object(object).canonicalBytes()).prefix(32)
  }
}
