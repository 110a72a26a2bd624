import JudgeJSON
import JudgeRecords

/// An assessment of git-judge's own form that has only the usual members.
///
/// Nearly all assessments of a large file are of this kind. Reading their members once in their
/// order is several times as fast as a look-up of each possible field.
enum ShortAssessment {
  /// Adds the assessment, as ``AssessmentFields`` would.
  ///
  /// - Returns: whether it was added; `false` if anything about it is unusual.
  static func add(_ object: JSONObject, to item: inout ImportedItem) -> Bool {
    var (name, id, rationale): (String?, String?, String?)
    var type: AssessmentSource.SourceType?
    var value: JSONValue?
    for index in object.indices {
      let member = object[index]
      switch (member.key.utf8.count, member.value) {
      case (4, .string(let text)) where member.key == "name": name = text
      case (5, let any) where member.key == "value": value = any
      case (9, .string(let text)) where member.key == "source_id": id = text
      case (9, .string(let text)) where member.key == "rationale": rationale = text
      case (11, .string("HUMAN")) where member.key == "source_type": type = .human
      case (11, .string("LLM_JUDGE")) where member.key == "source_type": type = .llmJudge
      default: return false
      }
    }
    guard let name, !name.isEmpty, let id, !AssessmentFields.isBlank(id), let type, let value,
      !value.isNull
    else { return false }
    if rationale?.isEmpty == true { rationale = nil }
    let source = AssessmentSource(type: type, id: id)
    if type == .llmJudge {
      let verdict = Verdict(traceID: "", result: .success(value), rationale: rationale)
      item.add(verdict, name: name, source: source)
    } else {
      item.assessments.append(
        Assessment(
          traceID: "", name: name, source: source.withoutBlanks, content: .feedback(value),
          rationale: rationale))
    }
    return true
  }
}
