public import JudgeJSON

/// A later fact about an older record: a tag, a rename, a deletion, a status, an alias.
public struct Change: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.change

  /// The record that the change is about.
  public var target: ChangeTarget
  /// The changed key: `name`, `lifecycle`, `status`, `tag/<key>`, `metric/<key>`,
  /// `alias/<name>@<alias>`, `version`, or `overridden_by` for a label.
  public var key: String
  /// The new value.
  ///
  /// `null` removes a tag or an alias.
  public var value: JSONValue
  /// The changes on the same target and key that its author saw.
  public var supersedes: [ContentID]
  /// The time: max(now, the superseded times + 1 ms); `nil` for renumberings, which have no author.
  public var time: Timestamp?
  /// The source of the change; `nil` for renumberings.
  public var source: AssessmentSource?

  /// The key of a correction: a label is replaced by another one of the same source.
  ///
  /// The value is the other label's id. An import writes it, because the labels of a file hold only
  /// what the file says.
  package static let overriddenBy = "overridden_by"
  /// The key of a registration's text as MLflow's serialized scorer, which a client registered.
  package static let scorer = "mlflow/scorer"
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

  /// Reads the fields of a record; the error names the first invalid field.
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

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object: JSONObject = ["target": target.json, "key": .string(key)]
    object["value"] = value
    object.put("supersedes", ids: supersedes)
    object.put("time", time)
    if let source { object["source"] = source.json }
    return object
  }
}

/// The target of a change: a kind, and an id within it.
///
/// Traces and assessments are identified by the id that users see, all other targets by their full
/// hash, and an alias by its experiment's hash (its name is in the change's key).
public struct ChangeTarget: Hashable, Sendable, Comparable {
  /// The kind of the target.
  public var kind: RecordKind
  /// Its id.
  public var id: String

  /// Creates a target.
  public init(kind: RecordKind, id: String) {
    self.kind = kind
    self.id = id
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    kind = RecordKind(rawValue: try reader.text("kind"))
    id = try reader.text("id")
  }

  package var json: JSONValue { ["kind": .string(kind.rawValue), "id": .string(id)] }

  /// Equal if kind and id have the same bytes.
  public static func == (left: ChangeTarget, right: ChangeTarget) -> Bool {
    left.kind == right.kind && Bytewise.equal(left.id, right.id)
  }

  /// Hashes kind and id.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    Bytewise.hash(id, into: &hasher)
  }

  /// Orders by kind, then id, bytewise.
  public static func < (left: ChangeTarget, right: ChangeTarget) -> Bool {
    if left.kind != right.kind { return left.kind < right.kind }
    return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
  }
}

extension Change {
  /// Checks the values of keys with a fixed meaning; other keys accept any value.
  ///
  /// A value that cannot be applied must not win over one that can.
  static func check(_ value: JSONValue, under key: String) throws(RecordError) {
    if Bytewise.equal(key, "name") {
      guard let text = value.stringValue, !text.isEmpty else {
        throw RecordError(.schema, field: "value", "a name must be a text that is not empty")
      }
    } else if Bytewise.equal(key, "lifecycle") {
      guard value == deleted || value == active else {
        throw RecordError(.schema, field: "value", "a lifecycle must be deleted or active")
      }
    } else if Bytewise.equal(key, overriddenBy) {
      guard let text = value.stringValue, !text.isEmpty else {
        throw RecordError(.schema, field: "value", "a correction must name the label that counts")
      }
    } else if Bytewise.equal(key, "version") {
      guard let number = value.intValue, (1...FieldReader.greatestInt).contains(number) else {
        throw RecordError(.schema, field: "value", "a version must be a whole number from 1")
      }
    } else if key.utf8.starts(with: "tag/".utf8) || key.utf8.starts(with: "alias/".utf8) {
      guard value.stringValue != nil || value.isNull else {
        throw RecordError(
          .schema, field: "value", "a tag or an alias must be a text, or null to take it away")
      }
    }
  }
}
