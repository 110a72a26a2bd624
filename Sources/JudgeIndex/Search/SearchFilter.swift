import JudgeJSON

/// A search as a tree.
///
/// A trace matches a leaf or it does not: there is no third truth value, and `NOT` is the
/// complement.
indirect enum SearchFilter: Hashable, Sendable {
  /// All of them match; an empty list matches everything.
  case all([SearchFilter])
  /// One of them matches.
  case any([SearchFilter])
  case not(SearchFilter)
  case clause(SearchClause)
  /// One span matches all clauses.
  case span([SearchClause])
  /// One feedback or expectation that counts matches all clauses.
  case assessment(SearchField.Subject, [SearchClause])

  /// Joins by `AND`, as MLflow does: span clauses side by side are about the same span.
  ///
  /// In the same way `source_type`, `source_id` and `rationale` are about the feedback whose
  /// value stands beside them. Value clauses alone stay apart, so that two values of one name
  /// find the traces on which two people disagree.
  ///
  /// A second `=` on the same part with another value is about another feedback, because one
  /// feedback cannot have both: `source_type = 'HUMAN' AND source_type = 'LLM_JUDGE'` finds the
  /// traces that have a label and a verdict. What follows it is about that other feedback.
  static func conjunction(_ parts: [SearchFilter]) -> SearchFilter {
    var spans: [SearchClause] = []
    var subjects: [SearchField.Subject: [SearchClause]] = [:]
    var order: [SearchField.Subject] = []
    var rest: [SearchFilter] = []
    for part in parts {
      guard case .clause(let clause) = part else {
        rest.append(part)
        continue
      }
      switch clause.field {
      case .span: spans.append(clause)
      case .assessment(let subject, _) where clause.isAboutOne:
        if subjects[subject] == nil { order.append(subject) }
        subjects[subject, default: []].append(clause)
      default: rest.append(part)
      }
    }
    if !spans.isEmpty { rest.append(.span(spans)) }
    for subject in order { rest += grouped(subject, subjects[subject] ?? []) }
    return rest.count == 1 ? rest[0] : .all(rest)
  }

  private static func grouped(
    _ subject: SearchField.Subject, _ clauses: [SearchClause]
  ) -> [SearchFilter] {
    let namesSource = clauses.contains { clause in
      if case .assessment(_, let part) = clause.field { return part != .value }
      return false
    }
    if namesSource { return separated(clauses).map { .assessment(subject, $0) } }
    return clauses.map { .assessment(subject, [$0]) }
  }
}

extension SearchFilter {
  /// Divides clauses into those about one feedback each.
  private static func separated(_ clauses: [SearchClause]) -> [[SearchClause]] {
    var groups: [[SearchClause]] = [[]]
    for clause in clauses {
      let contradicts = groups[groups.count - 1].contains { $0.excludes(clause) }
      if contradicts { groups.append([]) }
      groups[groups.count - 1].append(clause)
    }
    return groups
  }
}

extension SearchClause {
  /// Whether no feedback can match both clauses: they say that one part equals different values.
  fileprivate func excludes(_ other: SearchClause) -> Bool {
    guard field == other.field else { return false }
    if let left = comparison.texts, let right = other.comparison.texts {
      return !left.contains { one in right.contains { Bytewise.equal(one, $0) } }
    }
    if case .number(.equal, let left) = comparison,
      case .number(.equal, let right) = other.comparison
    {
      return left != right
    }
    return false
  }

  /// Whether it is about one feedback rather than about there being none.
  fileprivate var isAboutOne: Bool {
    if case .null = comparison { return false }
    return true
  }
}

extension SearchFilter {
  /// Whether the filter finds only runs or traces that it names.
  ///
  /// A listing leaves rows of evaluations out, unless somebody asks for them by name.
  var namesRows: Bool {
    switch self {
    case .all(let parts): parts.contains(where: \.namesRows)
    case .any(let parts): !parts.isEmpty && parts.allSatisfy(\.namesRows)
    case .clause(let clause): clause.namesRows
    case .not, .span, .assessment: false
    }
  }
}

extension SearchClause {
  fileprivate var namesRows: Bool {
    switch (field, comparison) {
    case (.text(.runID), .text(.equal, _)), (.text(.traceID), .text(.equal, _)): true
    case (.text(.runID), .list(_, isNegated: false)): true
    case (.text(.traceID), .list(_, isNegated: false)): true
    default: false
    }
  }
}

extension SearchClause.Comparison {
  /// The texts that a part must equal one of, or `nil` for another comparison.
  fileprivate var texts: [String]? {
    switch self {
    case .text(.equal, let text): [text]
    case .list(let texts, isNegated: false): texts
    default: nil
    }
  }
}
