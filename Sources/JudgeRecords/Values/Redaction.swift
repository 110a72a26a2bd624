public import JudgeJSON

/// The hashes of records and blobs that must not be shown.
public struct Redaction: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.redaction

  /// The redacted hashes.
  public var hashes: [ContentID]
  /// The reason for the redaction.
  public var reason: String
  /// The source of the redaction.
  public var source: AssessmentSource
  /// The time of the redaction.
  public var time: Timestamp?
  /// Whether the bytes are to be removed from the history too.
  public var purge: Bool?
  /// The ids of the hidden traces and assessments, which judges that learned from them contain.
  public var ids: [String]
  /// The questions that hidden labels answered.
  ///
  /// With them, judges that were fitted on the labels can be found even if the bytes are gone.
  public var questions: [String]

  /// Creates a redaction.
  public init(hashes: [ContentID], reason: String, source: AssessmentSource) {
    self.hashes = hashes
    self.reason = reason
    self.source = source
    ids = []
    questions = []
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    hashes = try reader.optionalIDs("hashes")
    guard !hashes.isEmpty else { throw reader.fail("hashes", "must name at least one hash") }
    reason = try reader.text("reason")
    source = try AssessmentSource(try reader.child("source"))
    time = try reader.optionalTime("time")
    purge = try reader.optionalBool("purge")
    ids = try reader.optionalTexts("ids")
    questions = try reader.optionalTexts("questions")
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("hashes", ids: hashes)
    object.put("reason", reason)
    object["source"] = source.json
    object.put("time", time)
    object.put("purge", purge)
    object.put("ids", texts: ids)
    object.put("questions", texts: questions)
    return object
  }
}
