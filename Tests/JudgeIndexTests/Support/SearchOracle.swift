import JudgeJSON
import JudgeRecords

@testable import JudgeIndex

/// Answers searches from whole traces in memory, without SQL.
struct SearchOracle {
  let traces: [Trace]

  func ids(_ filter: SearchFilter) -> Set<String> {
    Set(traces.filter { matches($0, filter) }.map(\.id))
  }

  private func matches(_ trace: Trace, _ filter: SearchFilter) -> Bool {
    switch filter {
    case .all(let parts): parts.allSatisfy { matches(trace, $0) }
    case .any(let parts): parts.contains { matches(trace, $0) }
    case .not(let inner): !matches(trace, inner)
    case .span(let clauses):
      trace.spans.contains { span in clauses.allSatisfy { matches(span, $0) } }
    case .assessment(let subject, let clauses):
      said(of: trace, subject).contains { said in clauses.allSatisfy { matches(said, $0) } }
    case .clause(let clause): matches(trace, clause)
    }
  }

  private func matches(_ trace: Trace, _ clause: SearchClause) -> Bool {
    switch clause.field {
    case .text(let field):
      let text: String? =
        switch field {
        case .status: trace.state
        case .name: trace.tags["mlflow.traceName"]?.stringValue
        case .traceID: trace.id
        case .runID: trace.metadata["mlflow.sourceRun"]?.stringValue
        case .clientRequestID: trace.clientRequestID
        }
      return compare(text, nil, clause.comparison)
    case .number(let field):
      let time = trace.requestTime.map { Double($0.milliseconds) }
      let end = time.flatMap { time in trace.executionDuration.map { time + $0 } }
      let number =
        switch field {
        case .timestamp: time
        case .executionTime: trace.executionDuration
        case .endTime: end
        }
      return compare(nil, number, clause.comparison)
    case .tag(let key): return compare(text(trace.tags[key]), nil, clause.comparison)
    case .metadata(let key): return compare(text(trace.metadata[key]), nil, clause.comparison)
    case .span: return trace.spans.contains { matches($0, clause) }
    case .assessment(let subject, _):
      let all = said(of: trace, subject)
      if case .null(let isNegated) = clause.comparison { return all.isEmpty != isNegated }
      return all.contains { matches($0, clause) }
    case .fullText:
      var parts: [String] = []
      for value in [trace.inputs, trace.outputs] + trace.retrievedContext + trace.spans {
        Documents.collect(value, into: &parts)
      }
      return compare(parts.joined(separator: "\n"), nil, clause.comparison)
    case .prompt, .issue, .experimentID: return false
    }
  }

  private func matches(_ span: JSONValue, _ clause: SearchClause) -> Bool {
    guard case .span(let part) = clause.field else { return false }
    let row = SpanRow(span)
    let text =
      switch part {
      case .name: row.name
      case .type: row.type
      case .status: row.status
      case .content: span.canonicalText
      case .attribute(let key): SpanAttributes.text(key, of: span)
      }
    return compare(text, nil, clause.comparison)
  }

  private struct Said {
    let isExpectation: Bool
    let name: String
    let source: AssessmentSource
    let value: JSONValue?
    let rationale: String?
    let session: String?
  }

  private func said(of trace: Trace, _ subject: SearchField.Subject) -> [Said] {
    let session = trace.metadata["mlflow.trace.session"]?.stringValue
    let others = traces.filter { $0.id != trace.id && $0.experiment == trace.experiment }
      .flatMap { said(on: $0) }.filter { session != nil && $0.session == session }
    return (said(on: trace) + others).filter { said in
      said.isExpectation == subject.isExpectation
        && (subject.name.map { $0 == said.name } ?? true)
    }
  }

  private func said(on trace: Trace) -> [Said] {
    let labels = trace.labels.filter { $0.standing == .counts }.map { label -> Said in
      let (value, isExpectation): (JSONValue?, Bool) =
        switch label.assessment.content {
        case .feedback(let value): (value, false)
        case .expectation(let value): (value, true)
        case .error: (nil, false)
        }
      return Said(
        isExpectation: isExpectation, name: label.assessment.name,
        source: label.assessment.source, value: value, rationale: label.assessment.rationale,
        session: label.assessment.metadata["mlflow.trace.session"]?.stringValue)
    }
    let verdicts = trace.verdicts.map {
      Said(
        isExpectation: false, name: $0.name, source: $0.source, value: $0.value,
        rationale: $0.rationale, session: $0.metadata["mlflow.trace.session"]?.stringValue)
    }
    return labels + verdicts
  }

  private func matches(_ said: Said, _ clause: SearchClause) -> Bool {
    guard case .assessment(_, let part) = clause.field else { return false }
    return switch part {
    case .value: compare(text(said.value), said.value?.doubleValue, clause.comparison)
    case .sourceType: compare(said.source.type.rawValue, nil, clause.comparison)
    case .sourceID: compare(said.source.id, nil, clause.comparison)
    case .rationale: compare(said.rationale, nil, clause.comparison)
    }
  }

  private func text(_ value: JSONValue?) -> String? {
    value.map { $0.stringValue ?? $0.canonicalText }
  }

  private func compare(
    _ text: String?, _ number: Double?, _ comparison: SearchClause.Comparison
  ) -> Bool {
    switch comparison {
    case .null(let isNegated): return (text == nil && number == nil) != isNegated
    case .list(let list, let isNegated): return text.map { list.contains($0) != isNegated } ?? false
    case .number(let compare, let bound):
      guard let number else { return false }
      return switch compare {
      case .equal: number == bound
      case .notEqual: number != bound
      case .less: number < bound
      case .lessOrEqual: number <= bound
      case .greater: number > bound
      case .greaterOrEqual: number >= bound
      }
    case .text(let compare, let bound):
      guard let text else { return false }
      return switch compare {
      case .equal: text == bound
      case .notEqual: text != bound
      case .like: SearchPattern.matches(text, like: bound)
      case .ilike: SearchPattern.matches(text.lowercased(), like: bound.lowercased())
      case .rlike:
        // Of what the search itself is not: Swift's own engine.
        (try? Regex(bound).matchingSemantics(.unicodeScalar).firstMatch(in: text) != nil) ?? false
      }
    }
  }
}
