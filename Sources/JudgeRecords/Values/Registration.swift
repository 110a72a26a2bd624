public import JudgeJSON

/// The claim that a judge body is version N of a name in an experiment.
public struct Registration: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.registration

  /// The experiment.
  public var experiment: ContentID
  /// The name under which it is registered.
  public var name: String
  /// The claimed version number, from 1.
  public var version: Int
  /// The judge body.
  public var judge: ContentID
  /// The judge bodies from which this one was derived.
  public var parents: [ContentID]
  /// Text values by text key.
  public var tags: JSONObject
  /// The author of the registration.
  public var author: Person?
  /// The time of the registration.
  public var time: Timestamp?
  /// The report card of the version.
  public var report: ContentID?

  /// Creates a registration.
  public init(experiment: ContentID, name: String, version: Int, judge: ContentID) {
    self.experiment = experiment
    self.name = name
    self.version = version
    self.judge = judge
    parents = []
    tags = JSONObject()
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    experiment = try reader.id("experiment")
    name = try reader.text("name")
    version = try reader.int("version", from: 1)
    judge = try reader.id("judge")
    parents = try reader.optionalIDs("parents")
    tags = try reader.textMap("tags")
    author = try reader.optionalObject("author") == nil ? nil : Person(try reader.child("author"))
    time = try reader.optionalTime("time")
    report = try reader.optionalID("report")
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("experiment", experiment)
    object.put("name", name)
    object.put("version", version)
    object.put("judge", judge)
    object.put("parents", ids: parents)
    object.put("tags", object: tags)
    if let author { object["author"] = author.json }
    object.put("time", time)
    object.put("report", report)
    return object
  }
}
