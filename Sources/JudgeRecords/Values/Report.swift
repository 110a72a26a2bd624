public import JudgeJSON

/// A report card of an alignment, or a look at a test set.
///
/// The figures are free-form; the design defines those of a report card.
public struct Report: RecordValue {
  /// The kind of its records.
  public static let kind = RecordKind.report

  /// The subject of a report.
  public struct ReportType: RawRepresentable, Hashable, Sendable {
    /// The word.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Figures of an aligned judge and its base.
    public static let alignment = ReportType(rawValue: "alignment")
    /// A look at the held-out part as written by earlier versions, with a time and an author.
    public static let opening = ReportType(rawValue: "opening")
    /// A measurement of a judge on held-out groups, written before the figures are shown.
    public static let look = ReportType(rawValue: "look")
    /// A person has read labelled cases of the held-out part; later judges are not blind to it.
    public static let reading = ReportType(rawValue: "reading")
  }

  /// The subject of the report.
  public var type: ReportType
  /// The experiment.
  public var experiment: ContentID
  /// The name of the human labels.
  public var feedbackName: String
  /// The measured judge.
  public var judge: ContentID?
  /// The judge that the alignment started from.
  public var base: ContentID?
  /// The name of the judge that the alignment started from.
  public var baseName: String?
  /// The time of the report.
  public var time: Timestamp?
  /// The author of the report.
  public var author: Person?
  /// The figures.
  public var figures: JSONObject

  /// Creates a report without figures.
  public init(type: ReportType, experiment: ContentID, feedbackName: String) {
    self.type = type
    self.experiment = experiment
    self.feedbackName = feedbackName
    figures = JSONObject()
  }

  /// Reads the fields of a record; the error names the first invalid field.
  public init(fields: JSONObject) throws(RecordError) {
    let reader = FieldReader(fields)
    type = ReportType(rawValue: try reader.text("report_type"))
    experiment = try reader.id("experiment")
    feedbackName = try reader.text("feedback_name")
    judge = try reader.optionalID("judge")
    base = try reader.optionalID("base")
    baseName = try reader.optionalNonEmpty("base_name")
    time = try reader.optionalTime("time")
    author = try reader.optionalObject("author") == nil ? nil : Person(try reader.child("author"))
    figures = try reader.optionalObject("figures") ?? JSONObject()
  }

  /// The fields as written, without `kind` and `v`; empty fields are omitted.
  public var fields: JSONObject {
    var object = JSONObject()
    object.put("report_type", type.rawValue)
    object.put("experiment", experiment)
    object.put("feedback_name", feedbackName)
    object.put("judge", judge)
    object.put("base", base)
    object.put("base_name", baseName)
    object.put("time", time)
    if let author { object["author"] = author.json }
    object.put("figures", object: figures)
    return object
  }
}

extension Report {
  /// The maximum number of groups in one look, which keeps its record small.
  public static let mostGroupsOfLook = 20_000

  /// Returns the report of a look: a measurement of a judge on held-out groups of a question.
  ///
  /// It has no time and no author, so the same look in two clones is one record.
  ///
  /// - Parameters:
  ///   - groups: the hashes of the groups from the split.
  ///   - judge: the judge's body.
  ///   - feedbackName: the question.
  ///   - experiment: the experiment.
  /// - Returns: the report.
  public static func look(
    at groups: Set<String>, by judge: ContentID, feedbackName: String, experiment: ContentID
  ) -> Report {
    var report = Report(type: .look, experiment: experiment, feedbackName: feedbackName)
    report.judge = judge
    report.figures = ["groups": .array(groups.sorted().map { .string($0) })]
    return report
  }

  /// The hashes of the groups of a look or a reading; empty for other reports.
  public var groupsOfLook: [String] {
    guard type == .look || type == .reading else { return [] }
    return figures["groups"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }
}
