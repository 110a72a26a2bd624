public import JudgeJSON

/// A named batch of traces with the reviewers who label them.
public struct Assignment: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.assignment

  /// The feedback name to be labelled.
  public var name: String
  /// The batch's name.
  public var batch: String
  /// The reviewers' source ids.
  public var reviewers: [String]
  /// The number of reviewers per trace, from 1.
  public var overlap: Int
  /// The traces of the batch.
  public var traces: [String]
  /// The experiment of the traces; `nil` means any experiment that has them.
  public var experiment: ContentID?
  /// The share of a reviewer's traces that the reviewer labels a second time, 0 to 1.
  public var repeats: Double?
  /// The traces that stay with the reviewers who had already labelled them, as `{source id: [trace
  /// id]}`.
  ///
  /// Only traces for which hashing alone would choose other reviewers.
  public var kept: JSONObject
  /// The guideline version for which traces with labels of other versions are assigned again.
  ///
  /// `nil` if the batch is for first labels.
  public var guideline: ContentID?
  /// The assignments that its author saw and replaces.
  public var supersedes: [ContentID]
  /// The author of the assignment.
  public var author: Person?
  /// The time of the assignment.
  public var time: Timestamp?

  /// Creates an assignment.
  public init(name: String, batch: String, reviewers: [String], overlap: Int, traces: [String]) {
    self.name = name
    self.batch = batch
    self.reviewers = reviewers
    self.overlap = overlap
    self.traces = traces
    kept = JSONObject()
    supersedes = []
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    name = try reader.text("name")
    batch = try reader.text("batch")
    reviewers = try reader.optionalTexts("reviewers")
    overlap = try reader.int("overlap", from: 1)
    traces = try reader.optionalTexts("traces")
    experiment = try reader.optionalID("experiment")
    repeats = try Self.share(reader, "repeats")
    kept = try reader.optionalObject("kept") ?? JSONObject()
    let inner = FieldReader(kept, path: "kept")
    for member in kept { _ = try inner.optionalTexts(member.key) }
    guideline = try reader.optionalID("guideline")
    supersedes = try reader.optionalIDs("supersedes")
    author = try reader.optionalObject("author") == nil ? nil : Person(try reader.child("author"))
    time = try reader.optionalTime("time")
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("name", name)
    object.put("batch", batch)
    object.put("reviewers", texts: reviewers)
    object.put("overlap", overlap)
    object.put("traces", texts: traces)
    object.put("experiment", experiment)
    object.put("repeats", repeats)
    object.put("kept", object: kept)
    object.put("guideline", guideline)
    object.put("supersedes", ids: supersedes)
    if let author { object["author"] = author.json }
    object.put("time", time)
    return object
  }

  private static func share(
    _ reader: FieldReader, _ key: String
  ) throws(RecordError) -> Double? {
    guard let share = try reader.optionalNumber(key) else { return nil }
    guard (0...1).contains(share) else { throw reader.fail(key, "must be a number from 0 to 1") }
    return share
  }
}
