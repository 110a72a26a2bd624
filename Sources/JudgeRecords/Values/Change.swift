public import JudgeJSON

/// A later fact about an older record: a tag, a rename, a deletion, a status, an alias.
public struct Change: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.change

  /// What the fact is about.
  public var target: ChangeTarget
  /// Which fact: `name`, `lifecycle`, `status`, `tag/<key>`, `metric/<key>`,
  /// `alias/<name>@<alias>`, `version`.
  public var key: String
  /// The new value.
  ///
  /// `null` removes a tag or an alias.
  public var value: JSONValue
  /// The changes on the same target and key that its author saw.
  public var supersedes: [ContentID]
  /// max(now, the superseded times + 1 ms); missing for renumberings, which have no author.
  public var time: Timestamp?
  /// Who made it; missing for renumberings.
  public var source: AssessmentSource?

  /// The value of `lifecycle` for something deleted.
  public static let deleted: JSONValue = "deleted"
  /// The value of `lifecycle` for something restored.
  public static let active: JSONValue = "active"

  /// Creates a change that supersedes nothing.
  public init(target: ChangeTarget, key: String, value: JSONValue) {
    self.target = target
    self.key = key
    self.value = value
    supersedes = []
  }

  /// Reads the fields of a record, and throws an error that names the first wrong one.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    target = try ChangeTarget(try reader.child("target"))
    key = try reader.text("key")
    value = try reader.required("value")
    try Self.check(value, under: key)
    supersedes = try reader.optionalIDs("supersedes")
    time = try reader.optionalTime("time")
    source =
      try reader.optionalObject("source") == nil
      ? nil : AssessmentSource(try reader.child("source"))
  }

  /// The fields as written, without `kind` and `v`; what is empty is left out.
  public var fields: JSONObject {
    var object: JSONObject = ["target": target.json, "key": .string(key)]
    object["value"] = value
    object.put("supersedes", ids: supersedes)
    object.put("time", time)
    if let source { object["source"] = source.json }
    return object
  }
}
