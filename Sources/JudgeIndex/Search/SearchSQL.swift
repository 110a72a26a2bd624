import JudgeJSON

/// Makes SQL of a search; every value is a bound argument, none is part of the text.
///
/// The condition is about a row `t` of `trace`.
struct SearchSQL {
  private(set) var arguments: [SQLValue] = []
  /// Whether the table `document` must be complete.
  private(set) var needsDocuments = false
  /// The effort limit of regular expressions, or `nil` if there are none.
  private(set) var effort: SearchEffort?

  mutating func condition(_ filter: SearchFilter) -> String {
    switch filter {
    case .all(let parts): joined(parts, by: " AND ", empty: "1")
    case .any(let parts): joined(parts, by: " OR ", empty: "0")
    case .not(let inner): "((\(condition(inner))) IS NOT TRUE)"
    case .clause(let clause): condition(clause)
    case .span(let clauses):
      "EXISTS (SELECT 1 FROM span s WHERE s.trace = t.key AND \(spanConditions(clauses)))"
    case .assessment(let subject, let clauses): assessment(subject, clauses)
    }
  }

  private mutating func joined(
    _ parts: [SearchFilter], by separator: String, empty: String
  ) -> String {
    if parts.isEmpty { return empty }
    var texts: [String] = []
    for part in parts { texts.append("(" + condition(part) + ")") }
    return texts.joined(separator: separator)
  }

  private mutating func bind(_ value: SQLValue) -> String {
    arguments.append(value)
    return "?"
  }

  private mutating func bindEffort() -> String {
    let effort = effort ?? SearchEffort()
    self.effort = effort
    return bind(.int(effort.number))
  }

  private mutating func condition(_ clause: SearchClause) -> String {
    switch clause.field {
    case .text(.runID): return run(clause.comparison)
    case .text(let field): return compare(field.column, clause.comparison)
    case .number(let field): return compare(field.column, clause.comparison)
    case .tag(let key): return attribute(0, key, clause.comparison)
    case .metadata(let key): return attribute(1, key, clause.comparison)
    case .span: return condition(.span([clause]))
    case .assessment(let subject, _):
      guard case .null(let isNegated) = clause.comparison else {
        return assessment(subject, [clause])
      }
      let exists = assessment(subject, [])
      return isNegated ? exists : "NOT (\(exists))"
    case .fullText:
      needsDocuments = true
      return """
        EXISTS (SELECT 1 FROM document d WHERE d.trace = t.key AND \
        \(compare("d.text", clause.comparison)))
        """
    case .prompt, .issue, .experimentID: return "0"
    }
  }

  /// A run produced the trace, judged it, or names it; a run has its id, and perhaps that of a file.
  ///
  /// What is negated is about the run that produced the trace: a trace may be judged by many.
  private mutating func run(_ comparison: SearchClause.Comparison) -> String {
    switch comparison {
    case .null: return compare("t.run", comparison)
    case .text(.notEqual, let text):
      return "t.run IS NOT NULL AND \(ownRun(.text(.equal, text))) IS NOT TRUE"
    case .list(let texts, isNegated: true):
      return "t.run IS NOT NULL AND \(ownRun(.list(texts, isNegated: false))) IS NOT TRUE"
    default: break
    }
    let own = ownRun(comparison)
    let judged = chosenRuns(comparison)
    let linked = chosenRuns(comparison)
    return """
      (\(own) \
      OR t.key IN (SELECT a.trace FROM assessment a WHERE a.run IN \(judged)) \
      OR t.id IN (SELECT l.trace_id FROM run_row l WHERE l.run IN \(linked) \
      AND \(Self.counts)))
      """
  }

  /// The run that produced the trace.
  private mutating func ownRun(_ comparison: SearchClause.Comparison) -> String {
    let id = compare("t.run", comparison)
    let given = compare("u.given", comparison)
    return "(\(id) OR t.run IN (SELECT u.run_id FROM run u WHERE \(given)))"
  }

  /// The change that names the row is by somebody who may change the run.
  private static let counts =
    "EXISTS (SELECT 1 FROM change c WHERE c.record = l.record AND c.counts)"

  private mutating func chosenRuns(_ comparison: SearchClause.Comparison) -> String {
    let id = compare("u.run_id", comparison)
    return "(SELECT u.id FROM run u WHERE \(id) OR \(compare("u.given", comparison)))"
  }

  private mutating func attribute(
    _ scope: Int64, _ key: String, _ comparison: SearchClause.Comparison
  ) -> String {
    let place =
      "SELECT 1 FROM attribute x WHERE x.trace = t.key AND x.scope = \(scope) "
      + "AND x.name = " + bind(.text(key))
    if case .null(let isNegated) = comparison {
      return "\(isNegated ? "" : "NOT ")EXISTS (\(place))"
    }
    return "EXISTS (\(place) AND \(compare("x.value", comparison)))"
  }

  private mutating func spanConditions(_ clauses: [SearchClause]) -> String {
    var texts: [String] = []
    for clause in clauses {
      guard case .span(let part) = clause.field else { continue }
      let column =
        switch part {
        case .name: "s.name"
        case .type: "s.type"
        case .status: "s.status"
        case .content: "s.content"
        case .attribute(let key): "judge_attribute(s.content, \(bind(.text(key))))"
        }
      texts.append(compare(column, clause.comparison))
    }
    return texts.joined(separator: " AND ")
  }

  /// There is one on the trace, or one about the whole session that the trace belongs to.
  private mutating func assessment(
    _ subject: SearchField.Subject, _ clauses: [SearchClause]
  ) -> String {
    let onTrace = assessmentConditions(subject, clauses)
    let onSession = assessmentConditions(subject, clauses)
    return """
      (EXISTS (SELECT 1 FROM assessment a WHERE a.trace = t.key AND \(onTrace)) \
      OR (t.session IS NOT NULL AND EXISTS (SELECT 1 FROM assessment a \
      JOIN trace u ON u.key = a.trace \
      WHERE a.session = t.session AND u.experiment IS t.experiment AND \(onSession))))
      """
  }

  private mutating func assessmentConditions(
    _ subject: SearchField.Subject, _ clauses: [SearchClause]
  ) -> String {
    var texts = ["a.standing = 'counts'"]
    texts.append(subject.isExpectation ? "a.class = 1" : "a.class IN (0, 2)")
    if let name = subject.name { texts.append("a.name = " + bind(.text(name))) }
    for clause in clauses {
      guard case .assessment(_, let part) = clause.field else { continue }
      let column =
        switch part {
        case .value:
          if case .number = clause.comparison { "a.number" } else { "a.value" }
        case .sourceType: "a.source_type"
        case .sourceID: "a.source_id"
        case .rationale: "a.rationale"
        }
      texts.append(compare(column, clause.comparison))
    }
    return texts.joined(separator: " AND ")
  }

  private mutating func compare(
    _ column: String, _ comparison: SearchClause.Comparison
  ) -> String {
    switch comparison {
    case .number(let compare, let number):
      return "\(column) \(compare.rawValue) \(bind(.real(number)))"
    case .null(let isNegated): return "\(column) IS \(isNegated ? "NOT " : "")NULL"
    case .list(let texts, let isNegated):
      let list = JSONValue.array(texts.map { .string($0) }).canonicalText
      let chosen = "(SELECT value FROM json_each(\(bind(.text(list)))))"
      return "\(column) \(isNegated ? "NOT " : "")IN \(chosen)"
    case .text(.equal, let text): return "\(column) = \(bind(.text(text)))"
    case .text(.notEqual, let text): return "\(column) <> \(bind(.text(text)))"
    case .text(.like, let text):
      return "\(column) GLOB \(bind(.text(SearchPattern.glob(text))))"
    case .text(.ilike, let text):
      // SQLite's LIKE folds the case of ASCII letters only, and is faster.
      if text.utf8.allSatisfy({ $0 < 0x80 }) { return "\(column) LIKE \(bind(.text(text)))" }
      return "judge_ilike(\(column), \(bind(.text(text.lowercased()))), \(bindEffort()))"
    case .text(.rlike, let text):
      return "judge_regexp(\(column), \(bind(.text(text))), \(bindEffort()))"
    }
  }
}

extension SearchField.Text {
  var column: String {
    switch self {
    case .status: "t.state"
    case .name: "t.name"
    case .traceID: "t.id"
    case .runID: "t.run"
    case .clientRequestID: "t.client_request_id"
    }
  }
}

extension SearchField.Number {
  var column: String {
    switch self {
    case .timestamp: "t.request_time"
    case .executionTime: "t.duration"
    case .endTime: "t.end_time"
    }
  }
}
