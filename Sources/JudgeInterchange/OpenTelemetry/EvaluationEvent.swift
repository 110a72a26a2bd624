import JudgeJSON
import JudgeRecords

/// The event `gen_ai.evaluation.result`, as a log record or as an event of a span.
///
/// OpenTelemetry's conventions have no attribute for the one who judged. Programs use several, and
/// git-judge writes its own, `judge.*`.
struct EvaluationEvent {
  /// The name of the event.
  static let name = "gen_ai.evaluation.result"

  private let fields: JSONObject
  private let time: UInt64
  private let resource: JSONObject
  private let span: String?
  /// The attributes that the assessment has in members of its own.
  private static let read: Set<String> = [
    "gen_ai.evaluation.name", "gen_ai.evaluation.score.value", "gen_ai.evaluation.score.label",
    "gen_ai.evaluation.explanation", "judge.value", "judge.expectation", "judge.source.type",
    "judge.source.id", "judge.assessment.id", "judge.target", "judge.error.message", "error.type",
    "event.name",
  ]

  /// Creates the event.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - resource: the attributes of the resource that sent it.
  ///   - span: the id of its span, or `nil` without one.
  init(_ event: OTLPSpan.Event, _ resource: JSONObject, span: String?) {
    fields = event.attributes.merging(event.body?.objectValue ?? [:])
    time = event.time
    self.resource = resource
    self.span = span
  }

  /// The assessment in git-judge's own form, or the reason why there is none.
  var assessment: Result<JSONObject, OTLPDocument.Fault> {
    guard let name = fields.text("gen_ai.evaluation.name") else {
      return .failure(OTLPDocument.Fault(reason: "\(Self.name) has no gen_ai.evaluation.name"))
    }
    let score = fields.first("gen_ai.evaluation.score.value")
    let label = fields.first("gen_ai.evaluation.score.label")
    let expectation = fields.text("judge.expectation").flatMap(EmbeddedJSON.read)?.value
    let exact = fields.text("judge.value").flatMap(EmbeddedJSON.read)?.value
    let (source, id) = EvaluationSource.of(fields, resource)
    var result = ForeignAssessment(
      name, source, id, expectation ?? exact ?? label ?? score, isExpectation: expectation != nil)
    result.rationale = fields.text("gen_ai.evaluation.explanation")
    result.spanID = fields.text("judge.target") == "trace" ? nil : span
    if time > 0 {
      result.time = Timestamp(milliseconds: Int64(clamping: time / 1_000_000))?.text
    }
    for member in fields where !Self.read.contains(member.key) && !member.value.isNull {
      result.metadata[member.key] = .string(member.value.stringValue ?? member.value.canonicalText)
    }
    if exact == nil, expectation == nil, label != nil, let score {
      result.metadata["score"] = .string(score.canonicalText)
    }
    let failure = fields.text("error.type")
    if result.value == nil, let failure { result.error = failure }
    guard var object = result.plain else {
      return .failure(
        OTLPDocument.Fault(
          reason: "\(Self.name) \"\(name)\" has neither a score nor a label nor error.type"))
    }
    if result.value == nil, let failure, let message = fields.text("judge.error.message") {
      object["error"] = ["error_code": .string(failure), "error_message": .string(message)]
    }
    if let id = fields.text("judge.assessment.id") { object["assessment_id"] = .string(id) }
    return SpanAssessments.checked(object)
  }
}

/// Who judged, from the attributes of an evaluation.
enum EvaluationSource {
  private static let words: [String: ForeignAssessment.Source] = [
    "HUMAN": .human, "USER": .human, "ANNOTATOR": .human, "LLM": .judge, "LLM_JUDGE": .judge,
    "LLM-JUDGE": .judge, "LLM_AS_JUDGE": .judge, "MODEL": .judge, "AI_JUDGE": .judge,
    "CODE": .code, "DETERMINISTIC": .code, "HEURISTIC": .code, "PROGRAM": .code,
  ]

  /// Returns the source of an evaluation.
  ///
  /// - Parameters:
  ///   - fields: the attributes of the evaluation.
  ///   - resource: the attributes of the resource that sent it.
  /// - Returns: the kind and the id. Without any attribute that tells it, a program.
  static func of(
    _ fields: JSONObject, _ resource: JSONObject
  ) -> (ForeignAssessment.Source, String) {
    let prefix = "gen_ai.evaluation."
    let word = fields.text(
      "judge.source.type", prefix + "evaluator.type", prefix + "annotator_kind",
      prefix + "source.type", "evaluator.type", "annotator_kind")
    let program = fields.text(prefix + "evaluator.source", "evaluator.source").map(name)
    let model = fields.text("gen_ai.request.model", "gen_ai.response.model")
    let given = fields.text(
      "judge.source.id", prefix + "evaluator.id", prefix + "evaluator.name", prefix + "evaluator",
      "evaluator.id", "evaluator.name", "identifier")
    let id = given ?? program ?? model ?? resource.text("service.name") ?? "otel"
    if let word, let source = words[word.uppercased()] { return (source, id) }
    let isModel = model != nil || (program ?? id).uppercased().contains("LLM")
    return (isModel ? .judge : .code, id)
  }

  /// The name of an evaluator, which Pydantic Evals writes as JSON text with its arguments.
  private static func name(_ text: String) -> String {
    EmbeddedJSON.read(text)?.value.objectValue?.text("name") ?? text
  }
}
