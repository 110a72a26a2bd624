public import JudgeJSON

/// A distilled rule of a judge, with the labels that it was learned from.
public struct Guideline: Hashable, Sendable {
  /// The rule.
  public var text: String
  /// The assessment ids of the labels behind it.
  public var labels: [String]
  /// The traces that those labels are about.
  public var traces: [String]
  /// The text of the guideline that replaced it; a replaced guideline is kept but not followed.
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

/// The text and values that tell reviewers how to answer a question.
///
/// Its hash is the guideline version of a label. The hash does not depend on the order of the
/// values, or on the author and time of the text.
public struct LabelGuideline: Hashable, Sendable {
  /// The text: the question's rubric, or the instructions of its judge; empty if there is neither.
  public let text: String
  /// The values to choose from; empty if any value of the type is an answer.
  public let values: [JSONValue]
  /// The type of the values; it matters only without ``values``.
  public let valueType: FeedbackValueType

  /// Creates a guideline.
  public init(text: String, values: [JSONValue] = [], valueType: FeedbackValueType = .string) {
    self.text = text
    self.values = values
    self.valueType = valueType
  }

  /// Whether reviewers get only the values and no text.
  public var isEmpty: Bool { text.isEmpty }

  /// The version: the SHA-256 of the canonical JSON of text, values and type.
  public var hash: ContentID {
    var object: JSONObject = ["text": .string(text)]
    if values.isEmpty {
      object["type"] = .string(valueType.rawValue)
    } else {
      let sorted = values.sorted {
        $0.canonicalText.utf8.lexicographicallyPrecedes($1.canonicalText.utf8)
      }
      object["values"] = .array(sorted)
    }
    return ContentID(hashing: Array(JSONValue.object(object).canonicalText.utf8))
  }
}

extension Assessment {
  /// The metadata key of ``guideline``.
  package static let guidelineKey = "guideline"
  /// The metadata key of ``rubric``.
  package static let rubricKey = "rubric"

  /// The version of the guideline that the label was given under, or `nil` if it does not name one.
  public var guideline: ContentID? {
    metadata[Self.guidelineKey]?.stringValue.flatMap { ContentID(hex: $0) }
  }

  /// The record of the rubric that the reviewer could read, or `nil` if the label does not name
  /// one.
  public var rubric: ContentID? {
    metadata[Self.rubricKey]?.stringValue.flatMap { ContentID(hex: $0) }
  }
}
