public import JudgeJSON

/// A decision over the labels of one trace and question; it outranks them and edits none.
public struct Adjudication: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.adjudication

  /// The trace.
  public var traceID: String
  /// The feedback name.
  public var name: String
  /// The decided value, or `null` if the question cannot be answered.
  public var value: JSONValue
  /// Why.
  public var rationale: String?
  /// The assessment ids of the labels that the adjudicator saw.
  public var labels: [String]
  /// Whether reviewers differ because the guidelines do not say: the rubric needs a sentence.
  public var isGuidelineGap: Bool?
  /// The adjudications that this one replaces.
  public var supersedes: [ContentID]
  /// Who decided.
  public var source: AssessmentSource
  /// When.
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

  /// Reads the fields of a record, and throws an error that names the first wrong one.
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

  /// The fields as written, without `kind` and `v`; what is empty is left out.
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
