import JudgeJSON
import JudgeRecords

/// One assessment of a line, in git-judge's short form or in MLflow's form.
struct AssessmentFields {
  let fields: LineFields

  init(_ fields: LineFields) { self.fields = fields }

  /// Adds all assessments of a line.
  static func addAll(
    of line: LineFields, to item: inout ImportedItem, tally: inout RepairTally
  ) throws(ImportError) {
    let key = "assessments"
    let list = try line.list(key) ?? []
    try item.checkCount(list.count, key)
    for (index, value) in list.enumerated() {
      guard let object = value.objectValue else {
        throw line.fail("\(key)[\(index)]", "must be an object")
      }
      if ShortAssessment.add(object, to: &item) { continue }
      let fields = LineFields(object, path: .element(line.path, key, index))
      try AssessmentFields(fields).add(to: &item, tally: &tally)
    }
  }

  /// Adds the assessment to an item: an LLM judge's as a verdict, any other as a record of its own.
  func add(to item: inout ImportedItem, tally: inout RepairTally) throws(ImportError) {
    if fields.value("issue") != nil {
      // A reference to an issue of MLflow is not about quality and is left out. It must not prevent
      // the import of the other labels.
      tally.repaired += 1
      return
    }
    guard let name = try fields.text("name", "assessment_name") else {
      throw fields.fail("name", "is missing: which question does it answer?")
    }
    let source = try source()
    guard let content = try content(isHuman: source.type == .human, tally: &tally) else {
      item.withoutValue += 1
      return
    }
    if source.type == .llmJudge, let result = content.result {
      item.add(try verdict(result, tally: &tally), name: name, source: source)
      return
    }
    var assessment = Assessment(
      traceID: "", name: name, source: source.withoutBlanks, content: content,
      rationale: try fields.text("rationale"))
    assessment.metadata = try fields.textMap("metadata", tally: &tally)
    assessment.spanID = try spanID()
    assessment.createTime = try createTime(&tally)
    assessment.lastUpdateTime = try fields.time(
      "last_update_time", "last_update_time_ms", tally: &tally)
    assessment.assessmentID = try fields.text("assessment_id")
    assessment.overrides = try fields.text("overrides")
    // MLflow writes `valid: true` everywhere; only `false` carries information.
    if try fields.bool("valid") == false { assessment.valid = false }
    item.assessments.append(assessment)
  }

  private func verdict(
    _ result: Result<JSONValue, AssessmentError>, tally: inout RepairTally
  ) throws(ImportError) -> Verdict {
    var verdict = Verdict(traceID: "", result: result, rationale: try fields.text("rationale"))
    verdict.metadata = try fields.textMap("metadata", tally: &tally)
    verdict.spanID = try spanID()
    verdict.createTime = try createTime(&tally)
    verdict.assessmentID = try fields.text("assessment_id")
    return verdict
  }

  private func createTime(_ tally: inout RepairTally) throws(ImportError) -> Timestamp? {
    try fields.time("create_time", "create_time_ms", "timestamp", tally: &tally)
  }

  private func spanID() throws(ImportError) -> String? {
    try fields.text("span_id").map { SpanIDs.hex($0, bytes: 8) ?? $0 }
  }

  private func source() throws(ImportError) -> AssessmentSource {
    let holder = try fields.child("source") ?? fields
    guard let word = try holder.text("source_type") else {
      throw holder.fail("source_type", "is missing: HUMAN, LLM_JUDGE or CODE")
    }
    guard let type = Self.sourceType(word) else {
      throw holder.fail("source_type", "\"\(word)\" is none of HUMAN, LLM_JUDGE, CODE")
    }
    if let id = try holder.text("source_id"), !Self.isBlank(id) {
      return AssessmentSource(type: type, id: id)
    }
    if type == .human {
      throw holder.fail("source_id", "is missing: a human label must say whose it is")
    }
    return AssessmentSource(type: type, id: "default")
  }

  private static func sourceType(_ word: String) -> AssessmentSource.SourceType? {
    switch word {
    case "HUMAN": return .human
    case "LLM_JUDGE": return .llmJudge
    case "CODE": return .code
    default: break
    }
    // As in MLflow, in any case; AI_JUDGE is its older word for LLM_JUDGE.
    switch word.uppercased() {
    case "HUMAN": return .human
    case "LLM_JUDGE", "AI_JUDGE": return .llmJudge
    case "CODE": return .code
    case "SOURCE_TYPE_UNSPECIFIED": return .unspecified
    default: return nil
    }
  }

  /// Returns whether a text is blank.
  static func isBlank(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
  }
}

extension Assessment.Content {
  /// The feedback as a verdict's result, or `nil` for an expectation.
  fileprivate var result: Result<JSONValue, AssessmentError>? {
    switch self {
    case .feedback(let value): .success(value)
    case .error(let error): .failure(error)
    case .expectation: nil
    }
  }
}
