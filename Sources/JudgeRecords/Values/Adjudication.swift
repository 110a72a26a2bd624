public import JudgeJSON

/// A decision on the labels of one trace and question; it outranks them without changing them.
public struct Adjudication: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.adjudication

  /// The trace.
  public var traceID: String
  /// The feedback name.
  public var name: String
  /// The decided value, or `null` if the question cannot be answered.
  public var value: JSONValue
  /// The reason for the decision.
  public var rationale: String?
  /// The assessment ids of the labels that the adjudicator saw.
  public var labels: [String]
  /// Whether reviewers differ because of a gap in the guidelines, so that the rubric needs a
  /// sentence.
  public var isGuidelineGap: Bool?
  /// The adjudications that this one replaces.
  public var supersedes: [ContentID]
  /// The source of the decision.
  public var source: AssessmentSource
  /// The time of the decision.
  public var time: Timestamp?

  /// Creates an adjudication.
  public init(traceID: String, name: String, value: JSONValue, source: AssessmentSource) {
    self.traceID = traceID
    self.name = name
    self.value = value
    self.source = source
    labels = []
    supersedes = []
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    traceID = try reader.text("trace_id")
    name = try reader.text("assessment_name")
    value = try reader.required("value")
    rationale = try reader.optionalText("rationale")
    labels = try reader.optionalTexts("labels")
    isGuidelineGap = try reader.optionalBool("guideline_gap")
    supersedes = try reader.optionalIDs("supersedes")
    source = try AssessmentSource(try reader.child("source"))
    time = try reader.optionalTime("time")
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object: JSONObject = ["trace_id": .string(traceID), "assessment_name": .string(name)]
    object["value"] = value
    object.put("rationale", rationale)
    object.put("labels", texts: labels)
    object.put("guideline_gap", isGuidelineGap)
    object.put("supersedes", ids: supersedes)
    object["source"] = source.json
    object.put("time", time)
    return object
  }
}
