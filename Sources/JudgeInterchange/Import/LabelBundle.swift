package import JudgeJSON
package import JudgeRecords

/// A file of labels that a reviewer saved on a labelling page (docs/review.md).
package struct LabelBundle {
  /// The value of `format`.
  package static let format = "git-judge-labels"
  /// The newest version that is read.
  private static let version = 1

  /// A trace that the reviewer skipped or flagged.
  package struct Mark: Hashable, Sendable {
    /// The kind of a mark.
    package enum Kind: String, Hashable, Sendable {
      /// The reviewer did not label the trace.
      case skip
      /// The reviewer wants it discussed.
      case flag
    }

    /// The kind.
    package let kind: Kind
    /// The trace.
    package let traceID: String
    /// The question.
    package let question: String
    /// The reason or the note; may be empty.
    package let text: String
    /// The time, or `nil` if the file does not give it.
    package let time: Timestamp?
  }

  /// An entry of the bundle that is still to be read.
  package struct Entry<Value> {
    /// The place in the bundle, such as `labels[2]`.
    package let place: String
    /// Reads the entry.
    package let read: () throws(ImportError) -> Value
  }

  /// The reviewer's source id.
  package let reviewer: String
  /// The labels.
  package let labels: [Entry<Assessment>]
  /// The skipped and flagged traces.
  package let marks: [Entry<Mark>]

  /// Returns whether a document is a bundle of labels, of any version.
  package static func recognizes(_ document: JSONObject) -> Bool {
    document["format"]?.stringValue == format
  }

  /// Reads a bundle.
  ///
  /// - Parameter document: a document that ``recognizes(_:)`` accepts.
  /// - Throws: `ImportError` for a newer version, or a bundle without a reviewer.
  package init(_ document: JSONObject) throws(ImportError) {
    let reader = FieldReader(document)
    do throws(RecordError) {
      let version = try reader.int("version", from: 1)
      guard version <= Self.version else {
        throw reader.fail(
          "version", "is \(version), and this program reads version \(Self.version): update it")
      }
      reviewer = try reader.text("reviewer")
      let source = AssessmentSource.human(reviewer)
      labels = try Self.entries(reader, "labels") { (fields) throws(RecordError) in
        try Self.label(fields, source)
      }
      marks =
        try Self.entries(reader, "skipped") { (fields) throws(RecordError) in
          try Self.mark(.skip, fields, "reason")
        }
        + Self.entries(reader, "flags") { (fields) throws(RecordError) in
          try Self.mark(.flag, fields, "note")
        }
    } catch { throw ImportError(field: error.field, error.message) }
  }

  private static func entries<Value>(
    _ reader: FieldReader, _ key: String,
    _ read: @escaping (FieldReader) throws(RecordError) -> Value
  ) throws(RecordError) -> [Entry<Value>] {
    (try reader.optionalArray(key) ?? []).enumerated().map { index, value in
      let place = "\(key)[\(index)]"
      return Entry(place: place) { () throws(ImportError) in
        guard let object = value.objectValue else {
          throw ImportError(field: place, "must be an object")
        }
        do throws(RecordError) { return try read(FieldReader(object, path: place)) } catch {
          throw ImportError(field: error.field, error.message)
        }
      }
    }
  }

  private static func label(
    _ fields: FieldReader, _ source: AssessmentSource
  ) throws(RecordError) -> Assessment {
    var label = Assessment(
      traceID: try fields.text("trace_id"), name: try fields.text("question"), source: source,
      content: .feedback(try fields.required("value")),
      rationale: try fields.optionalText("rationale"))
    label.createTime = try time(of: fields)
    label.repeatIndex = try fields.optionalInt("repeat", from: 1)
    label.seen = try fields.optionalID("seen")
    var metadata = try LabelDetails(fields).metadata
    if let guideline = try fields.optionalID("guideline") {
      metadata[Assessment.guidelineKey] = .string(guideline.hex)
    }
    if let rubric = try fields.optionalID("rubric") {
      metadata[Assessment.rubricKey] = .string(rubric.hex)
    }
    if let batch = try fields.optionalNonEmpty("batch") { metadata["batch"] = .string(batch) }
    if let seconds = try fields.optionalNumber("seconds") {
      metadata["seconds"] = .string(JSONValue.number(seconds).canonicalText)
    }
    // The page never shows other opinions.
    metadata["reveal"] = "never"
    label.metadata = metadata
    return label
  }

  private static func mark(
    _ kind: Mark.Kind, _ fields: FieldReader, _ key: String
  ) throws(RecordError) -> Mark {
    Mark(
      kind: kind, traceID: try fields.text("trace_id"), question: try fields.text("question"),
      text: try fields.optionalText(key) ?? "", time: try time(of: fields))
  }

  /// Reads the time of an entry, in any form that imports read.
  private static func time(of fields: FieldReader) throws(RecordError) -> Timestamp? {
    guard let value = fields.value("time"), !value.isNull else { return nil }
    guard let reading = TimeReading(value, isMilliseconds: false) else {
      throw fields.fail("time", "must be a time such as 2026-11-20T21:27:14.370Z")
    }
    return reading.time
  }
}
