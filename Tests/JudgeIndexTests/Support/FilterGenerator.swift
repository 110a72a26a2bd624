import JudgeTestSupport

/// Filters in text form, over what `HistoryGenerator` makes.
struct FilterGenerator {
  var random: SeededGenerator

  mutating func filter(depth: Int = 3) -> String {
    if depth == 0 || random.once(in: 3) { return clause() }
    let (left, right) = (filter(depth: depth - 1), filter(depth: depth - 1))
    return switch random.below(5) {
    case 0: "NOT \(clause())"
    case 1: "NOT (\(left))"
    case 2: "(\(left)) OR \(clause())"
    case 3: "\(clause()) AND \(clause())"
    default: "(\(left)) \(random.once(in: 2) ? "AND" : "OR") (\(right))"
    }
  }

  private mutating func clause() -> String {
    switch random.below(9) {
    case 0: number()
    case 1: "\(random.one(of: ["feedback.quality", "feedback.tone"])) \(sized())"
    case 2:
      random.one(of: [
        "feedback.quality IS NULL", "expectation.tone IS NOT NULL", "tag.topic IS NULL",
        "metadata.nothing IS NULL", "client_request_id IS NULL", "timestamp IS NULL",
        "prompt = 'a'", "issue.id = 'b'", "text LIKE '%answer 1%'", "text ILIKE '%ANSWER%'",
        "text RLIKE '[12]$'",
      ])
    default: "\(field()) \(comparison())"
    }
  }

  private mutating func field() -> String {
    random.one(of: [
      "status", "name", "trace_id", "run_id", "client_request_id", "tag.topic", "tag.new",
      "metadata.mlflow.trace.session", "span.name", "span.type", "span.status",
      "span.attributes.model", "feedback.quality", "feedback.tone", "expectation.quality",
      "feedback.quality.source_id", "feedback.tone.rationale", "source_type", "source_id",
      "rationale", "feedback.quality.source_type",
    ])
  }

  private mutating func comparison() -> String {
    let value = value()
    return switch random.below(6) {
    case 0: "!= '\(value)'"
    case 1: "LIKE '\(value.prefix(2))%'"
    case 2: "ILIKE '%\(value.uppercased())'"
    case 3: "RLIKE '^\(value.prefix(2))'"
    case 4: "\(random.once(in: 2) ? "NOT " : "")IN ('\(value)', 'tr-1', 'OK')"
    default: "= '\(value)'"
    }
  }

  private mutating func value() -> String {
    random.one(of: [
      "OK", "ERROR", "chat", "Search", "tr-3", "run-1", "c1", "billing", "Login", "größe", "x",
      "s1",
      "retrieve", "LLM", "a", "good", "poor", "1", "2.5", "true", "ann", "bob", "HUMAN",
      "LLM_JUDGE", "because", "Why not", "check",
    ])
  }

  private mutating func number() -> String {
    "\(random.one(of: ["timestamp", "end_time", "execution_time"])) "
      + "\(random.one(of: ["<", "<=", ">", ">=", "=", "!="])) "
      + random.one(of: ["1700000000002", "1700000000003.5", "1700000000004", "1.5"])
  }

  private mutating func sized() -> String {
    random.one(of: ["> 1", ">= 1", "< 2", "= 2.5", "!= 1", "<= 2.5"])
  }
}
