public import JudgeJSON

/// An owner's decision about who did what.
///
/// It counts if an owner's own commit introduced it.
public struct Endorsement: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.endorsement

  /// The records that count from now on as if their source had introduced them.
  public var confirms: [ContentID]
  /// The root commits of other histories whose commits are accepted from now on as evidence of
  /// their authors: 40 hexadecimal digits each.
  public var adopts: [String]
  /// Addresses of one person; the last one represents the person.
  public var samePerson: [String]
  /// Redactions that are taken back.
  public var lifts: [ContentID]
  /// Endorsements that no longer count.
  public var withdraws: [ContentID]
  /// The reason.
  public var reason: String?
  /// The owner.
  public var source: AssessmentSource
  /// The time.
  public var time: Timestamp?

  /// Creates an empty endorsement.
  public init(source: AssessmentSource) {
    confirms = []
    adopts = []
    samePerson = []
    lifts = []
    withdraws = []
    self.source = source
  }

  /// Reads the fields.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    confirms = try reader.optionalIDs("confirms")
    adopts = try reader.optionalTexts("adopts")
    samePerson = try reader.optionalTexts("same_person")
    lifts = try reader.optionalIDs("lifts")
    withdraws = try reader.optionalIDs("withdraws")
    reason = try reader.optionalText("reason")
    source = try AssessmentSource(try reader.child("source"))
    time = try reader.optionalTime("time")
    guard
      !(confirms.isEmpty && adopts.isEmpty && samePerson.isEmpty && lifts.isEmpty
        && withdraws.isEmpty)
    else {
      throw reader.fail(
        "confirms", "an endorsement must confirm, adopt, join, lift or withdraw something")
    }
    guard samePerson.count != 1 else {
      throw reader.fail("same_person", "must name at least two addresses")
    }
    for commit in adopts where !Self.isCommit(commit) {
      throw reader.fail("adopts", "must name commits by 40 hexadecimal digits")
    }
  }

  private static func isCommit(_ text: String) -> Bool {
    text.utf8.count == 40
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// The fields.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("confirms", ids: confirms)
    object.put("adopts", texts: adopts)
    object.put("same_person", texts: samePerson)
    object.put("lifts", ids: lifts)
    object.put("withdraws", ids: withdraws)
    object.put("reason", reason)
    object["source"] = source.json
    object.put("time", time)
    return object
  }
}
