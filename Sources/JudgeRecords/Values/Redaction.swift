public import JudgeJSON

/// The hashes of records and blobs that must not be shown.
public struct Redaction: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.redaction

  /// The redacted hashes.
  public var hashes: [ContentID]
  /// Why.
  public var reason: String
  /// Who redacted.
  public var source: AssessmentSource
  /// When.
  public var time: Timestamp?
  /// Whether the bytes are to be removed from the history too.
  public var purge: Bool?
  /// The ids by which the hidden traces and assessments are known to judges that learned from them.
  public var ids: [String]
  /// The questions that hidden labels answered, so that what was fitted on them is known even
  /// if the bytes are gone.
  public var questions: [String]

  /// Creates a redaction.
  public init(hashes: [ContentID], reason: String, source: AssessmentSource) {
    self.hashes = hashes
    self.reason = reason
    self.source = source
    ids = []
    questions = []
  }

  /// Reads the fields of a record, and throws an error that names the first wrong one.
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

  /// The fields as written, without `kind` and `v`; what is empty is left out.
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
