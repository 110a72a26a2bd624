public import JudgeJSON

/// A guideline document for reviewers; the newest one of a name is in force.
public struct Rubric: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.rubric

  /// The feedback name that it explains.
  public var name: String
  /// The document, Markdown.
  public var text: String
  /// The rubrics that its author saw and replaces.
  public var supersedes: [ContentID]
  /// The author of the rubric.
  public var author: Person?
  /// The time of writing.
  public var time: Timestamp?

  /// Creates a rubric.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
    supersedes = []
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    name = try reader.text("name")
    text = try reader.text("text", allowEmpty: true)
    supersedes = try reader.optionalIDs("supersedes")
    author = try reader.optionalObject("author") == nil ? nil : Person(try reader.child("author"))
    time = try reader.optionalTime("time")
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("name", name)
    object.put("text", text)
    object.put("supersedes", ids: supersedes)
    if let author { object["author"] = author.json }
    object.put("time", time)
    return object
  }
}
