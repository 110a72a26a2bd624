public import JudgeJSON

/// One feedback of a person or a program about a trace, or one expectation.
///
/// Field names and value shapes follow MLflow's `Assessment`.
public struct Assessment: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.assessment

  /// What is said: a feedback value, why there is none, or what was expected.
  public enum Content: Hashable, Sendable {
    /// A feedback with a value: scalar, list or object.
    case feedback(JSONValue)
    /// A feedback without a value.
    case error(AssessmentError)
    /// What the answer should have been.
    case expectation(JSONValue)
  }

  /// The trace it is about.
  public var traceID: String
  /// The question it answers: the judge's feedback name, or the expectation's.
  public var name: String
  /// Who made it.
  public var source: AssessmentSource
  /// What it says.
  public var content: Content
  /// Why.
  public var rationale: String?
  /// Text values under text keys.
  public var metadata: JSONObject
  /// The span it is about, if it is not the whole trace.
  public var spanID: String?
  /// The time at which it was made.
  ///
  /// Missing if an imported file does not give it.
  public var createTime: Timestamp?
  /// When it was last changed at its origin.
  public var lastUpdateTime: Timestamp?
  /// The id that an imported file gives it; without one the id is derived from the hash.
  public var assessmentID: String?
  /// The id of the label of the same source that this one replaces.
  public var overrides: String?
  /// The how-manieth deliberate repeat this is, from 1: counts for self-agreement only.
  public var repeatIndex: Int?
  /// The hash of what was shown to the reviewer.
  public var seen: ContentID?
  /// MLflow's `valid` as an imported file gives it; `false` does not count.
  public var valid: Bool?

  /// Creates an assessment.
  public init(
    traceID: String, name: String, source: AssessmentSource, content: Content,
    rationale: String? = nil
  ) {
    self.traceID = traceID
    self.name = name
    self.source = source
    self.content = content
    self.rationale = rationale
    metadata = JSONObject()
  }

  /// Reads the fields of a record, and throws an error that names the first wrong one.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    traceID = try reader.text("trace_id")
    name = try reader.text("assessment_name")
    source = try AssessmentSource(try reader.child("source"))
    content = try Self.readContent(reader)
    rationale = try reader.optionalText("rationale")
    metadata = try reader.textMap("metadata")
    spanID = try reader.optionalNonEmpty("span_id")
    createTime = try reader.optionalTime("create_time")
    lastUpdateTime = try reader.optionalTime("last_update_time")
    assessmentID = try reader.optionalNonEmpty("assessment_id")
    overrides = try reader.optionalNonEmpty("overrides")
    repeatIndex = try reader.optionalInt("repeat", from: 1)
    seen = try reader.optionalID("seen")
    valid = try reader.optionalBool("valid")
  }

  /// The fields as written, without `kind` and `v`; what is empty is left out.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("trace_id", traceID)
    object.put("assessment_name", name)
    object["source"] = source.json
    switch content {
    case .feedback(let value): object["feedback"] = ["value": value]
    case .error(let error): object["feedback"] = ["error": error.json]
    case .expectation(let value): object["expectation"] = ["value": value]
    }
    object.put("rationale", rationale)
    object.put("metadata", object: metadata)
    object.put("span_id", spanID)
    object.put("create_time", createTime)
    object.put("last_update_time", lastUpdateTime)
    object.put("assessment_id", assessmentID)
    object.put("overrides", overrides)
    object.put("repeat", repeatIndex)
    object.put("seen", seen)
    object.put("valid", valid)
    return object
  }

  /// The id that users see: the one that came with it, else `a-` and 32 digits of the hash.
  ///
  /// - Parameter record: the identity of this assessment's record.
  /// - Returns: the assessment id.
  public func id(in record: ContentID) -> String { assessmentID ?? "a-" + record.prefix(32) }

  private static func readContent(_ reader: FieldReader) throws(RecordError) -> Content {
    switch (try reader.optionalObject("feedback"), try reader.optionalObject("expectation")) {
    case (let feedback?, nil):
      let inner = FieldReader(feedback, path: "feedback")
      if feedback["error"] != nil {
        guard feedback["value"] == nil else {
          throw inner.fail("value", "must not stand beside error")
        }
        return .error(try AssessmentError(try inner.child("error")))
      }
      return .feedback(try inner.required("value"))
    case (nil, let expectation?):
      return .expectation(try FieldReader(expectation, path: "expectation").required("value"))
    default:
      throw reader.fail("feedback", "exactly one of feedback and expectation must be there")
    }
  }
}
