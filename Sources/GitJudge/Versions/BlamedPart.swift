import JudgeIndex
public import JudgeJSON
import JudgeRecords

/// A part of a judge with the labels that taught it.
public struct BlamedPart: Sendable {
  /// A label behind a part.
  public struct Source: Hashable, Sendable {
    /// The assessment id.
    public let assessmentID: String
    /// The trace's id, or `nil` if the label is redacted or no longer in the store.
    public let traceID: String?
    /// The label's source, or `nil` if the label is redacted or no longer in the store.
    public let sourceID: String?
    /// The label's value, or `nil` if the label is redacted or no longer in the store.
    public let value: JSONValue?
    /// The label's current state.
    ///
    /// `redacted` if the label or its trace must not be shown; `missing` if the label is not in the
    /// store.
    public let standing: String

    /// The state of a label that must not be shown.
    public static let redacted = "redacted"

    init(_ id: String, of found: (label: Label, traceID: String)?, isRedacted: Bool) {
      assessmentID = id
      traceID = found?.traceID
      sourceID = found?.label.assessment.source.id
      value = found?.label.assessment.value
      standing = isRedacted ? Self.redacted : found?.label.standing.rawValue ?? "missing"
    }

    /// The label as JSON with stable keys.
    public var json: JSONValue {
      [
        "assessment_id": .string(assessmentID), "trace_id": traceID.map { .string($0) } ?? .null,
        "source_id": sourceID.map { .string($0) } ?? .null, "value": value ?? .null,
        "standing": .string(standing),
      ]
    }
  }

  /// The kind and position of the part.
  public let part: Lineage.Part
  /// The rule's text, or the example's value.
  public let text: String
  /// The ids of the example's traces.
  public let traces: [String]
  /// The labels behind the part.
  public let labels: [Source]

  /// The number of reviewers who gave the labels.
  public var reviewerCount: Int { Set(labels.compactMap(\.sourceID)).count }

  /// The part as JSON with stable keys.
  public var json: JSONValue {
    var object = JSONObject()
    switch part {
    case .guideline(let number):
      object["guideline"] = .number(Double(number))
      object["text"] = .string(text)
    case .example(let number):
      object["example"] = .number(Double(number))
      object["text"] = .string(text)
      object["trace_id"] = traces.first.map { .string($0) } ?? .null
    case .other(let name): object["part"] = .string(name)
    }
    object["labels"] = .array(labels.map(\.json))
    return .object(object)
  }
}
