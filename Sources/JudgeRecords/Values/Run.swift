public import JudgeJSON

/// One execution of an application, a judge, an evaluation or an alignment.
public struct Run: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.run
  /// The first part of the keys of changes that name traces of a run.
  ///
  /// The value is a list of trace ids. A verdict names its run, so only rows without a verdict are
  /// named in this way.
  public static let rowsKey = "rows/"

  /// The experiment it belongs to.
  public var experiment: ContentID
  /// A text that distinguishes otherwise equal runs; for imports, the file's name for the run.
  public var nonce: String
  /// A name for people.
  public var name: String?
  /// The type of the run: `judge`, `evaluate`, `align`, or the type from an import.
  public var type: String?
  /// The start time.
  public var startTime: Timestamp?
  /// The user who started the run.
  public var userID: String?
  /// The judge bodies that took part.
  public var judges: [ContentID]
  /// The parameters, such as the model and the concurrency.
  public var params: JSONObject

  /// The id or name that an imported file gave the run; `nil` for runs of this program.
  ///
  /// An import knows nothing else of a run.
  public var givenID: String? {
    startTime == nil && userID == nil && type == nil && !nonce.isEmpty ? nonce : nil
  }

  /// Creates a run.
  public init(
    experiment: ContentID, nonce: String, name: String? = nil, type: String? = nil,
    startTime: Timestamp? = nil, userID: String? = nil, judges: [ContentID] = [],
    params: JSONObject = JSONObject()
  ) {
    self.experiment = experiment
    self.nonce = nonce
    self.name = name
    self.type = type
    self.startTime = startTime
    self.userID = userID
    self.judges = judges
    self.params = params
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    experiment = try reader.id("experiment")
    nonce = try reader.text("nonce")
    name = try reader.optionalNonEmpty("run_name")
    type = try reader.optionalNonEmpty("run_type")
    startTime = try reader.optionalTime("start_time")
    userID = try reader.optionalNonEmpty("user_id")
    judges = try reader.optionalIDs("judges")
    params = try reader.optionalObject("params") ?? JSONObject()
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("experiment", experiment)
    object.put("nonce", nonce)
    object.put("run_name", name)
    object.put("run_type", type)
    object.put("start_time", startTime)
    object.put("user_id", userID)
    object.put("judges", ids: judges)
    object.put("params", object: params)
    return object
  }
}
