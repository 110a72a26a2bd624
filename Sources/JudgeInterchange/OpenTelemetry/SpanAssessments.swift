import JudgeJSON
import JudgeRecords

/// The assessments that a span has in its attributes and events.
///
/// OpenInference writes them as `annotations.0.annotation.score` and
/// `evaluations.0.evaluation.label`, with who gave them; older programs write the event
/// `gen_ai.evaluation.result`.
enum SpanAssessments {
  /// Reads the assessments of a span.
  ///
  /// - Parameters:
  ///   - span: a span in the form in which spans are stored.
  ///   - resource: the attributes of the resource that sent it.
  /// - Returns: the assessments in git-judge's own form, and what is wrong with others.
  static func all(
    of span: JSONObject, _ resource: JSONObject
  ) -> (assessments: [JSONObject], problems: [String]) {
    var found: [JSONObject] = []
    var problems: [String] = []
    func add(_ result: Result<JSONObject, OTLPDocument.Fault>) {
      switch result {
      case .success(let assessment): found.append(assessment)
      case .failure(let fault): problems.append(fault.reason)
      }
    }
    let attributes = span["attributes"]?.objectValue ?? [:]
    for (plural, singular) in [("annotations", "annotation"), ("evaluations", "evaluation")] {
      for fields in members(plural, singular, attributes) where !isMarked(fields) {
        add(annotation(fields, of: span, resource, what: singular))
      }
    }
    for event in span["events"]?.arrayValue ?? [] where event["name"] == "gen_ai.evaluation.result"
    {
      let given = OTLPSpan.Event(
        name: EvaluationEvent.name,
        time: event["time_unix_nano"]?.stringValue.flatMap { UInt64($0) } ?? 0,
        attributes: event["attributes"]?.objectValue ?? [:], body: event["body"])
      add(EvaluationEvent(given, resource, span: span["span_id"]?.stringValue).assessment)
    }
    return (found, problems)
  }

  /// Returns an assessment, or the reason why no record can hold it.
  static func checked(_ assessment: JSONObject) -> Result<JSONObject, OTLPDocument.Fault> {
    var item = ImportedItem(experiment: ContentID(hashing: []))
    var tally = RepairTally()
    do throws(ImportError) {
      try AssessmentFields(LineFields(assessment)).add(to: &item, tally: &tally)
      try item.checkLimits()
    } catch {
      let name = assessment["name"]?.stringValue ?? ""
      return .failure(OTLPDocument.Fault(reason: "the evaluation \"\(name)\": \(error)"))
    }
    return .success(assessment)
  }

  /// The fields of annotations by number: attributes with numbers in their names, or a list.
  private static func members(
    _ plural: String, _ singular: String, _ attributes: JSONObject
  ) -> [JSONObject] {
    var found: [Int: JSONObject] = [:]
    let prefix = plural + "."
    for member in attributes where member.key.hasPrefix(prefix) {
      let rest = member.key.dropFirst(prefix.count)
      guard let dot = rest.firstIndex(of: "."), let number = Int(rest[..<dot]) else { continue }
      found[number, default: [:]][String(rest[rest.index(after: dot)...])] = member.value
    }
    if found.isEmpty, let list = attributes[plural].flatMap(Self.list) {
      for (number, item) in list.enumerated() { found[number] = item.objectValue ?? [:] }
    }
    return found.sorted { $0.key < $1.key }.compactMap { _, fields in
      if let nested = fields[singular]?.objectValue { return nested }
      let own = singular + "."
      let named = fields.filter { $0.key.hasPrefix(own) }.map {
        (String($0.key.dropFirst(own.count)), $0.value)
      }
      return named.isEmpty ? nil : JSONObject(named)
    }
  }

  /// Whether git-judge exported the annotation beside a log record that has everything.
  private static func isMarked(_ fields: JSONObject) -> Bool {
    let metadata = fields["metadata"]?.stringValue.flatMap(EmbeddedJSON.read)?.value
    return metadata?[OTLPEvaluations.markKey] == true
  }

  private static func list(_ value: JSONValue) -> [JSONValue]? {
    value.arrayValue ?? value.stringValue.flatMap(EmbeddedJSON.read)?.value.arrayValue
  }

  private static func annotation(
    _ fields: JSONObject, of span: JSONObject, _ resource: JSONObject, what: String
  ) -> Result<JSONObject, OTLPDocument.Fault> {
    guard let name = fields.text("name") else {
      return .failure(OTLPDocument.Fault(reason: "an \(what) of a span has no name"))
    }
    let metadata = fields["metadata"].map { value in
      value.stringValue.flatMap(EmbeddedJSON.read)?.value ?? value
    }
    let object = metadata?.objectValue ?? [:]
    let (source, id) = EvaluationSource.of(object.merging(fields), resource)
    let (label, score) = (fields.first("label"), fields.first("score"))
    let exact = object.text("judge.value").flatMap(EmbeddedJSON.read)?.value
    var result = ForeignAssessment(name, source, id, exact ?? label ?? score)
    result.rationale = fields.text("explanation")
    result.spanID = span["span_id"]?.stringValue
    if let end = span["end_time_unix_nano"]?.stringValue.flatMap({ UInt64($0) }) {
      result.time = Timestamp(milliseconds: Int64(clamping: end / 1_000_000))?.text
    }
    for member in object where member.key != "judge.value" && !member.value.isNull {
      result.metadata[member.key] = .string(member.value.stringValue ?? member.value.canonicalText)
    }
    if object.isEmpty, let text = metadata?.stringValue, !text.isEmpty {
      result.metadata["metadata"] = .string(text)
    }
    if exact == nil, label != nil, let score {
      result.metadata["score"] = .string(score.canonicalText)
    }
    guard let plain = result.plain else {
      // An explanation alone is a comment without a value.
      return .failure(
        OTLPDocument.Fault(reason: "the \(what) \"\(name)\" has neither a score nor a label"))
    }
    return checked(plain)
  }
}
