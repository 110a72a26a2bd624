package import JudgeJSON
import JudgeRecords

/// One trace of another tool's file, in git-judge's own form.
package struct ForeignTrace: Sendable {
  /// The line in git-judge's own form.
  package private(set) var line: JSONObject = [:]
  /// Whether inputs and outputs may be a part of those of an existing trace.
  package var isExcerpt = false
  /// The place in the document, such as `samples[3]`; empty for the whole document.
  package var place = ""
  /// The document with its first part, if it is known only at the end.
  package var origin: ForeignNotes.Origin?
  private var assessments: [JSONValue] = []

  /// Creates an empty trace.
  init(place: String = "") { self.place = place }

  /// The trace as a line of git-judge's own form.
  package var plain: JSONObject {
    var line = line
    if !assessments.isEmpty { line["assessments"] = .array(assessments) }
    return line
  }

  /// Sets a member of the line, unless the value is missing or `null`.
  mutating func set(_ key: String, _ value: JSONValue?) {
    if let value, !value.isNull { line[key] = value }
  }

  /// Sets a member of the line, unless the text is missing or empty.
  mutating func set(_ key: String, text: String?) {
    if let text, !text.isEmpty { line[key] = .string(text) }
  }

  /// Sets a member of an object of the line, such as a tag.
  mutating func put(_ value: JSONValue?, _ name: String, into key: String) {
    guard let value, !value.isNull, !name.isEmpty else { return }
    var object = line[key]?.objectValue ?? [:]
    object[name] = value
    line[key] = .object(object)
  }

  /// Sets a tag or metadata to a text, or to the canonical text of another value.
  mutating func put(text value: JSONValue?, _ name: String, into key: String) {
    put(value.map { .string($0.stringValue ?? $0.canonicalText) }, name, into: key)
  }

  /// Sets the session.
  mutating func setSession(_ id: String?) {
    put(id.map { .string($0) }, "mlflow.trace.session", into: "metadata")
  }

  /// Adds an assessment.
  mutating func add(_ assessment: ForeignAssessment) {
    if let object = assessment.plain { assessments.append(.object(object)) }
  }

  /// Adds an assessment in git-judge's own form.
  mutating func add(plain assessment: JSONObject) { assessments.append(.object(assessment)) }

  /// Whether it has neither content nor assessments.
  var isEmpty: Bool { assessments.isEmpty && line["inputs"] == nil && line["outputs"] == nil }
}

/// A label or verdict of another tool's file.
struct ForeignAssessment {
  /// Whose assessment it is.
  enum Source: String { case human = "HUMAN", judge = "LLM_JUDGE", code = "CODE" }

  var name: String
  var source: Source
  var sourceID: String
  var value: JSONValue?
  var error: String?
  var rationale: String?
  var time: String?
  var metadata: JSONObject = [:]
  /// The span that it is about, if it is not the whole trace.
  var spanID: String?
  /// Whether the value is what the answer should have been.
  var isExpectation: Bool

  init(
    _ name: String, _ source: Source, _ sourceID: String, _ value: JSONValue?,
    isExpectation: Bool = false
  ) {
    self.isExpectation = isExpectation
    self.name = name
    self.source = source
    self.sourceID = sourceID
    self.value = value
  }

  /// The assessment in git-judge's own form; `nil` if it has neither value nor error.
  var plain: JSONObject? {
    let name = Blanks.trimmed(name)
    guard !name.isEmpty else { return nil }
    var object: JSONObject = [
      "name": .string(name), "source_type": .string(source.rawValue),
      "source_id": .string(sourceID),
    ]
    if let error {
      object["error"] = .string(error)
    } else if let value, !value.isNull {
      object[isExpectation ? "expectation" : "value"] = isExpectation ? ["value": value] : value
    } else {
      return nil
    }
    if let rationale, !rationale.isEmpty { object["rationale"] = .string(rationale) }
    if let spanID { object["span_id"] = .string(spanID) }
    if let time { object["create_time"] = .string(time) }
    if !metadata.isEmpty { object["metadata"] = .object(metadata) }
    return object
  }
}

/// Times of other tools, as RFC 3339.
enum ForeignTime {
  /// Returns a time; one without an offset is in UTC, as these tools write it.
  static func text(_ value: JSONValue?) -> String? { time(value)?.text }

  /// Returns a time that is an ISO 8601 text, or seconds or milliseconds since 1970 by size.
  static func time(_ value: JSONValue?) -> Timestamp? {
    if let text = value?.stringValue {
      return Timestamp(text) ?? Timestamp(text + "Z")
    }
    guard let number = value?.doubleValue, number > 0 else { return nil }
    // 1e11 seconds are in the year 5138, and 1e11 milliseconds in 1973.
    let milliseconds = number < 1e11 ? number * 1000 : number
    guard milliseconds < 1e15 else { return nil }
    return Timestamp(milliseconds: Int64(milliseconds))
  }

  /// Returns a time as nanoseconds since 1970, as spans have it.
  static func nanoseconds(_ value: JSONValue?) -> JSONValue? {
    guard let time = time(value), time.milliseconds >= 0 else { return nil }
    return .string(time.milliseconds == 0 ? "0" : "\(time.milliseconds)000000")
  }

  /// Returns the milliseconds between two times.
  static func duration(_ start: JSONValue?, _ end: JSONValue?) -> JSONValue? {
    guard let start = time(start), let end = time(end), start <= end else { return nil }
    return .number(Double(end.milliseconds - start.milliseconds))
  }
}

extension ForeignTrace {
  /// The assessments as rows of a file of labels, each with the key of its trace.
  package var labelRows: [JSONObject] {
    assessments.compactMap(\.objectValue).map { assessment in
      var row = assessment
      for key in ["trace_id", "client_request_id"] { row[key] = line[key] }
      return row
    }
  }
}
