public import JudgeJSON

/// One feedback of a person or a program about a trace, or one expectation.
///
/// Field names and value shapes follow MLflow's `Assessment`.
public struct Assessment: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.assessment

  /// The content of an assessment: a feedback value, an error, or an expected value.
  public enum Content: Hashable, Sendable {
    /// A feedback with a value: scalar, list or object.
    case feedback(JSONValue)
    /// A feedback without a value.
    case error(AssessmentError)
    /// The expected value.
    case expectation(JSONValue)
  }

  /// The id of the assessed trace.
  public var traceID: String
  /// The name of the feedback or expectation, which is the question that it answers.
  public var name: String
  /// The source of the assessment.
  public var source: AssessmentSource
  /// The value, error or expectation.
  public var content: Content
  /// The reason for the value.
  public var rationale: String?
  /// Text values by text key.
  public var metadata: JSONObject
  /// The span it is about, if it is not the whole trace.
  public var spanID: String?
  /// The time at which it was made.
  ///
  /// Missing if an imported file does not give it.
  public var createTime: Timestamp?
  /// The time of the last change at its origin.
  public var lastUpdateTime: Timestamp?
  /// The id from an imported file; without one, the id is derived from the hash.
  public var assessmentID: String?
  /// The id of the label of the same source that this one replaces.
  public var overrides: String?
  /// The number of this deliberate repeat, from 1; repeats count for self-agreement only.
  public var repeatIndex: Int?
  /// The hash of the data that was shown to the reviewer.
  public var seen: ContentID?
  /// MLflow's `valid` from an imported file; if `false`, the assessment does not count.
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

  /// Reads the fields of a record; the error names the first invalid field.
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

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
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

  /// Returns the id that users see: the imported one, else `a-` and 32 digits of the hash.
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

extension Assessment {
  /// The metadata key of ``enteredBy``.
  package static let enteredByKey = "entered_by"

  /// The program that entered the label, such as a coding agent, or `nil` if its source entered it.
  ///
  /// Such a label is kept and listed, but does not count as a vote. Otherwise a judge would be
  /// aligned to another program.
  public var enteredBy: String? {
    guard let name = metadata[Self.enteredByKey]?.stringValue, !name.isEmpty else { return nil }
    return name
  }
}

/// The person, model or program that made an assessment.
public struct AssessmentSource: Hashable, Sendable, Comparable {
  /// The kind of source, MLflow's `source_type`.
  public struct SourceType: RawRepresentable, Hashable, Sendable {
    /// MLflow's word, such as `HUMAN`.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A person.
    public static let human = SourceType(rawValue: "HUMAN")
    /// A model that judges.
    public static let llmJudge = SourceType(rawValue: "LLM_JUDGE")
    /// A program.
    public static let code = SourceType(rawValue: "CODE")
    /// An unspecified source.
    public static let unspecified = SourceType(rawValue: "SOURCE_TYPE_UNSPECIFIED")
    /// The types that MLflow knows.
    public static let all: [SourceType] = [.human, .llmJudge, .code, .unspecified]
  }

  /// The kind of source.
  public var type: SourceType
  /// The id of the source: an e-mail address, a model URI or the name of a program.
  public var id: String

  /// Creates a source.
  public init(type: SourceType, id: String) {
    self.type = type
    self.id = id
  }

  /// Returns the source for a person, identified by e-mail address or another stable id.
  public static func human(_ id: String) -> AssessmentSource {
    AssessmentSource(type: .human, id: id)
  }

  /// The source without blanks around its id.
  ///
  /// An id of blanks only is unchanged.
  package var withoutBlanks: AssessmentSource {
    let bytes = id.utf8
    // Nearly every id begins and ends with a visible ASCII character.
    if let first = bytes.first, let last = bytes.last, (0x21..<0x7f).contains(first),
      (0x21..<0x7f).contains(last)
    {
      return self
    }
    let trimmed = Blanks.trimmed(id)
    return trimmed.isEmpty ? self : AssessmentSource(type: type, id: trimmed)
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    type = SourceType(
      rawValue: try reader.word("source_type", of: SourceType.all.map(\.rawValue)))
    id = try reader.text("source_id")
  }

  package var json: JSONValue {
    ["source_type": .string(type.rawValue), "source_id": .string(id)]
  }

  /// Equal if type and id have the same bytes.
  public static func == (left: AssessmentSource, right: AssessmentSource) -> Bool {
    left.type == right.type && left.id.utf8.elementsEqual(right.id.utf8)
  }

  /// Hashes type and id.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(type)
    for byte in id.utf8 { hasher.combine(byte) }
  }

  /// Orders by type, then id, bytewise.
  public static func < (left: AssessmentSource, right: AssessmentSource) -> Bool {
    if left.type != right.type { return left.type.rawValue < right.type.rawValue }
    return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
  }
}

/// The reason for a missing value, such as a judge that failed or a verdict that was not readable.
///
/// It has the shape of MLflow's `AssessmentError`.
public struct AssessmentError: Hashable, Sendable, Error {
  /// A stable word, such as `ASSESSMENT_ERROR`.
  public var code: String
  /// The description of the error, for people.
  public var message: String?
  /// A stack trace, if the source gave one.
  public var stackTrace: String?

  /// MLflow's code for an error that is only a text.
  public static let defaultCode = "ASSESSMENT_ERROR"

  /// Creates an error.
  public init(code: String = AssessmentError.defaultCode, message: String? = nil) {
    self.code = code
    self.message = message
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    code = try reader.text("error_code")
    message = try reader.optionalText("error_message")
    stackTrace = try reader.optionalText("stack_trace")
  }

  package var json: JSONValue {
    var object: JSONObject = ["error_code": .string(code)]
    object.put("error_message", message)
    object.put("stack_trace", stackTrace)
    return .object(object)
  }

  /// The code and the message on one line.
  public var text: String { message.map { "\(code): \($0)" } ?? code }
}
