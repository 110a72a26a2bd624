import JudgeJSON

/// How the model answers when it is asked what labelled records teach.
struct Reflection {
  /// The text of the answer.
  let reply: String

  private static let vague = [
    "Consider the customer's situation as a whole and weigh what would serve them.",
    "Judge each answer on its merits and be consistent.",
    "Look at whether the answer deals with what was written.",
  ]

  init(_ asked: AskedFor, temperature: Double, noise: Double, chance: Chance) {
    var chance = chance
    let reading = PromptReading(asked.tokens, words: asked.words.withCommon)
    let cases = reading.cases
    let statements: [RuleStatement]
    let talk: String
    if cases.isEmpty {
      statements = Self.consolidated(asked, reading)
      talk = "What says the same is said once."
    } else {
      var rules = Inference.supported(by: cases, known: reading.conveyedRules)
      if temperature > 0, !rules.isEmpty, chance.fraction() < min(0.45, noise * temperature / 2) {
        rules = [SimulatedRule.all[chance.below(SimulatedRule.all.count)]]
      }
      let alternative = temperature > 0 ? chance.below(2) : 0
      let numbers = CaseNumbers(cases)
      statements =
        rules.isEmpty
        ? Self.unsupported(reading, numbers, &chance)
        : rules.map { rule in
          Self.statement(
            rule.wordings[min(alternative, rule.wordings.count - 1)],
            numbers.all.filter { rule.passes($0.item.features) == $0.item.passes })
        }
      talk = rules.isEmpty ? "The records show no clear pattern." : "The records point one way."
    }
    reply = Self.written(statements, talk, asked)
  }

  /// Nothing new is supported: nothing to say where rules are stated already, else half of the
  /// time something vague, half of the time what fits best by accident.
  private static func unsupported(
    _ reading: PromptReading, _ numbers: CaseNumbers, _ chance: inout Chance
  ) -> [RuleStatement] {
    let labelled = reading.cases.filter { $0.passes != nil }
    if !reading.conveyedRules.isEmpty { return [] }
    if labelled.count > 1, chance.fraction() < 0.5,
      let best = Inference(labelled, doubt: 0).beliefs.first
    {
      let there = numbers.all.filter { best.rule.passes($0.item.features) == $0.item.passes }
      return [statement(best.rule.wordings[0], there)]
    }
    return [statement(vague[chance.below(vague.count)], numbers.all)]
  }

  private static func statement(
    _ text: String, _ cases: [(number: Int, item: PromptCase)]
  ) -> RuleStatement {
    RuleStatement(text: text, numbers: cases.map(\.number), ids: cases.compactMap(\.item.id))
  }

  /// Each stated rule once, in the model's own words, with the numbers of the lines that say it.
  private static func consolidated(_ asked: AskedFor, _ reading: PromptReading) -> [RuleStatement] {
    let lines = asked.text.split(separator: "\n").map { line in
      (
        number: PromptTokenizer.tokens(of: String(line)).prefix(4).first { $0.kind == .number }
          .flatMap { Int($0.text) },
        rules: PromptReading(String(line)).conveyedRules.map(\.name)
      )
    }
    return reading.conveyedRules.map { rule in
      let numbers = lines.filter { $0.rules.contains(rule.name) }.compactMap(\.number)
      return RuleStatement(text: rule.wordings[0], numbers: numbers, ids: [])
    }
  }

  private static func written(
    _ statements: [RuleStatement], _ talk: String, _ asked: AskedFor
  ) -> String {
    let old = CurrentInstruction.find(in: asked.text)
    let added = statements.map(\.text).joined(separator: "\n")
    let instruction = [old, added.isEmpty ? nil : added].compactMap { $0 }
      .joined(separator: "\n\n")
    if let schema = asked.schema {
      return StatementForm(
        statements: statements, talk: talk, instruction: instruction,
        definitions: (schema["$defs"] ?? schema["definitions"])?.objectValue ?? [:]
      ).json(schema)
    }
    let lowered = asked.text.lowercased()
    let rewrites =
      lowered.contains("new instruction") || lowered.contains("improved instruction")
      || lowered.contains("rewrite the instruction")
    let text = rewrites ? instruction : statements.map { "- \($0.text)" }.joined(separator: "\n")
    return asked.text.contains("```") && rewrites ? "```\n\(text)\n```" : text
  }
}

/// The numbers under which a prompt shows its cases: the numbers before them that rise from case
/// to case, else their places from 1.
struct CaseNumbers {
  let all: [(number: Int, item: PromptCase)]

  init(_ cases: [PromptCase]) {
    let readings: [(PromptCase) -> Int?] = [
      { $0.numbers.last }, { $0.numbers.first }, { $0.numbers.dropLast().last },
    ]
    let rising = readings.lazy.map { read in cases.map(read) }.first { numbers in
      let there = numbers.compactMap { $0 }
      return there.count == cases.count && zip(there, there.dropFirst()).allSatisfy { $0 < $1 }
    }
    all = cases.enumerated().map { index, item in (rising?[index] ?? index + 1, item) }
      .filter { $0.1.passes != nil }
  }
}
