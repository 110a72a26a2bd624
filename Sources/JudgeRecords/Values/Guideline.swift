package import JudgeJSON

/// One distilled rule in a judge, with the labels that taught it.
public struct Guideline: Hashable, Sendable {
  /// The rule.
  public var text: String
  /// The assessment ids of the labels behind it.
  public var labels: [String]
  /// The traces that those labels are about.
  public var traces: [String]
  /// The text of the guideline that took its place; such a one is kept and not followed.
  public var supersededBy: String?

  /// Creates a guideline.
  public init(text: String, labels: [String] = [], traces: [String] = []) {
    self.text = text
    self.labels = labels
    self.traces = traces
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    text = try reader.text("guideline_text")
    labels = try reader.optionalTexts("source_assessment_ids")
    traces = try reader.optionalTexts("source_trace_ids")
    supersededBy = try reader.optionalNonEmpty("superseded_by")
  }

  package var json: JSONValue {
    var object: JSONObject = ["guideline_text": .string(text)]
    object.put("source_assessment_ids", texts: labels)
    object.put("source_trace_ids", texts: traces)
    object.put("superseded_by", supersededBy)
    return .object(object)
  }
}
