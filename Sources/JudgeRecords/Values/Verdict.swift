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

/// Verdicts of one source under one name, of one run and judge if this program made them.
///
/// Nobody merges machine verdicts one by one and they are the bulk, so up to 1,000 share a record.
public struct VerdictBatch: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.verdicts
  /// The most verdicts in one record.
  public static let maximumCount = 1000

  /// The question that the verdicts answer.
  public var name: String
  /// The judge as a source: `LLM_JUDGE` and the model's URI.
  public var source: AssessmentSource
  /// The run that made them; missing for imports.
  public var run: ContentID?
  /// The judge's body; missing for imports.
  public var judge: ContentID?
  /// Which of several passes of the same judge this is, from 0.
  public var repeatIndex: Int?
  /// The model that the provider says has answered.
  public var modelSnapshot: String?
  /// The verdicts, 1 to 1,000.
  public var verdicts: [Verdict]

  /// Creates a batch.
  public init(name: String, source: AssessmentSource, verdicts: [Verdict]) {
    self.name = name
    self.source = source
    self.verdicts = verdicts
  }

  /// Reads the fields of a record, and throws an error that names the first wrong one.
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

  /// The fields as written, without `kind` and `v`; what is empty is left out.
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

  /// The id that users see of one verdict.
  ///
  /// An imported id stays; else `a-` and 32 digits of the SHA-256 of the element with the
  /// batch's name, source, run, judge and repeat index put in. The same id in two batches is
  /// one verdict.
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
