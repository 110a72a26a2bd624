import JudgeJSON
import JudgeRecords

/// The labels and verdicts of a trace in OpenTelemetry's and OpenInference's words.
struct OTLPEvaluations {
  private struct Item {
    var name: String
    var source: AssessmentSource
    var content: Assessment.Content
    var rationale: String?
    var metadata: JSONObject
    var spanID: String?
    var time: Timestamp?
    var id: String?
    var judge: ContentID?
  }

  private let items: [Item]
  private let root: String

  /// Takes the labels that are in force, and the last verdict of each judge.
  ///
  /// - Parameters:
  ///   - trace: the trace.
  ///   - root: the id of the root span, which stands for the trace.
  init(_ trace: Trace, root: String) {
    self.root = root
    let labels = trace.labels.filter { $0.standing == .counts }.map { label in
      let given = label.assessment
      return Item(
        name: given.name, source: given.source, content: given.content, rationale: given.rationale,
        metadata: given.metadata, spanID: Self.id(given.spanID, trace),
        time: given.createTime ?? given.lastUpdateTime ?? trace.requestTime, id: label.id)
    }
    let verdicts = MLflowTraceWriter.lastVerdicts(of: trace).map { verdict in
      let content: Assessment.Content =
        switch verdict.result {
        case .success(let value): .feedback(value)
        case .failure(let error): .error(error)
        }
      return Item(
        name: verdict.name, source: verdict.source, content: content,
        rationale: verdict.rationale, metadata: verdict.metadata,
        spanID: Self.id(verdict.spanID, trace), time: verdict.createTime ?? trace.requestTime,
        id: verdict.assessmentID, judge: verdict.judge)
    }
    items = labels + verdicts
  }

  /// The id of a span as it is written, as hexadecimal.
  private static func id(_ given: String?, _ trace: Trace) -> String? {
    given.map { id in
      let written = MLflowTraceWriter.id(.string(id), trace)
      return SpanIDs.hex(written, bytes: 8) ?? written
    }
  }

  // MARK: Log records

  /// Returns a log record for each.
  func records(traceID: String) -> [JSONValue] {
    items.map { item in
      var attributes: JSONObject = [
        "gen_ai.evaluation.name": .string(item.name),
        "judge.source.type": .string(item.source.type.rawValue),
        "judge.source.id": .string(item.source.id),
      ]
      if item.spanID == nil { attributes["judge.target"] = "trace" }
      if let id = item.id { attributes["judge.assessment.id"] = .string(id) }
      if let judge = item.judge { attributes["judge.version.hash"] = .string(judge.hex) }
      if let text = item.rationale { attributes["gen_ai.evaluation.explanation"] = .string(text) }
      switch item.content {
      case .feedback(let value):
        attributes["judge.value"] = .string(value.canonicalText)
        let (label, score) = Self.result(value)
        attributes["gen_ai.evaluation.score.label"] = label
        attributes["gen_ai.evaluation.score.value"] = score
      case .expectation(let value): attributes["judge.expectation"] = .string(value.canonicalText)
      case .error(let error):
        attributes["error.type"] = .string(error.code)
        attributes["judge.error.message"] = error.message.map { .string($0) }
      }
      for member in item.metadata where attributes[member.key] == nil {
        attributes[member.key] = member.value
      }
      return [
        "traceId": .string(traceID), "spanId": .string(item.spanID ?? root),
        "eventName": .string(EvaluationEvent.name),
        "timeUnixNano": .string(nanoseconds(item.time)),
        "attributes": OTLPTraceWriter.attributes(attributes),
      ]
    }
  }

  private func nanoseconds(_ time: Timestamp?) -> String {
    guard let time, time.milliseconds > 0 else { return "0" }
    return "\(time.milliseconds)000000"
  }

  /// The label and the score of a value: a truth value is both, and a list is neither.
  private static func result(_ value: JSONValue) -> (label: JSONValue?, score: JSONValue?) {
    switch value {
    case .string: (value, nil)
    case .number: (nil, value)
    case .bool(let bool): (.string(bool ? "true" : "false"), .number(bool ? 1 : 0))
    default: (nil, nil)
    }
  }

  // MARK: Attributes of spans

  /// Returns OpenInference's attributes of a span: people's labels are annotations, all others
  /// evaluations.
  func attributes(of span: String) -> JSONObject {
    var attributes: [(String, JSONValue)] = []
    var counts = [0, 0]
    for item in items where (item.spanID ?? root) == span {
      guard case .feedback(let value) = item.content else { continue }
      let (label, score) = Self.result(value)
      guard label != nil || score != nil else { continue }
      let isHuman = item.source.type == .human
      let number = counts[isHuman ? 0 : 1]
      counts[isHuman ? 0 : 1] += 1
      let prefix =
        isHuman ? "annotations.\(number).annotation." : "evaluations.\(number).evaluation."
      let kind: JSONValue =
        isHuman ? "HUMAN" : item.source.type == .llmJudge ? "LLM" : "CODE"
      for (key, value) in [
        ("name", .string(item.name)), ("label", label), ("score", score),
        ("explanation", item.rationale.map { .string($0) }), ("annotator_kind", kind),
        ("identifier", .string(item.source.id)), ("metadata", Self.mark),
      ] as [(String, JSONValue?)] {
        if let value { attributes.append((prefix + key, value)) }
      }
    }
    return JSONObject(attributes)
  }

  /// The metadata of an annotation whose log record has everything, so that an import takes one.
  private static let mark: JSONValue = .string(#"{"\#(markKey)":true}"#)

  /// The key of the mark.
  static let markKey = "judge.event"
}
