public import JudgeJSON

/// One execution of an application, a judge, an evaluation or an alignment.
public struct Run: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.run

  /// The experiment it belongs to.
  public var experiment: ContentID
  /// Tells runs apart that say the same otherwise; for imports, what the file calls the run.
  public var nonce: String
  /// A name for people.
  public var name: String?
  /// What ran: `judge`, `evaluate`, `align`, or what an import says.
  public var type: String?
  /// When it began.
  public var startTime: Timestamp?
  /// Who started it.
  public var userID: String?
  /// The judge bodies that took part.
  public var judges: [ContentID]
  /// Parameters, such as the model and the concurrency.
  public var params: JSONObject

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

  /// Reads the fields of a record, and throws an error that names the first wrong one.
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

  /// The fields as written, without `kind` and `v`; what is empty is left out.
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
