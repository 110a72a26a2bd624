import JudgeJSON
import SimulatedModel
import Testing

/// Cases, verdicts and rules are found in whatever form a prompt has.
@Suite struct PromptFormatTests {
  private let corpus = SimulatedCorpus(rule: .orderNumber, seed: 11, count: 60)

  @Test(arguments: Style.allCases)
  func aStatedRuleIsFollowedInEveryForm(_ style: Style) throws {
    let judge = TestJudge(style: style)
    let rules = [PlantedRule.orderNumber.paraphrases[2]]
    #expect(try judge.accuracy(corpus.traces, rules: rules) >= 0.95)
  }

  @Test(arguments: Style.allCases)
  func recordsTeachTheRuleInEveryForm(_ style: Style) throws {
    for rule in PlantedRule.offered {
      let corpus = SimulatedCorpus(rule: rule, seed: 12, count: 35)
      let records = corpus.traces.enumerated().map { style.record($1, number: $0 + 1) }
      let reply = SimulatedLLM().reply(to: Reflecting.request(records))
      let stated = try Reflecting.rules(reply)
      #expect(rule.isConveyed(by: stated.map(\.text).joined(separator: "\n")), "\(rule): \(reply)")
    }
  }

  @Test(arguments: Style.allCases)
  func citationsAreTheNumbersOfCasesThatTheRuleExplains(_ style: Style) throws {
    let records = corpus.traces.prefix(30).enumerated().map { style.record($1, number: $0 + 101) }
    let rules = try Reflecting.rules(SimulatedLLM().reply(to: Reflecting.request(records)))
    let rule = try #require(rules.first)
    let expected = corpus.traces.prefix(30).enumerated().filter {
      $1.verdict == (PlantedRule.orderNumber.passes($1.features) ? "yes" : "no")
    }
    #expect(rule.cited == expected.map { $0.offset + 101 })
  }
}

/// Requests for rules from records.
enum Reflecting {
  static let schema: JSONObject = [
    "type": "object",
    "properties": [
      "lessons": [
        "type": "array",
        "items": [
          "type": "object",
          "properties": [
            "lesson": ["type": "string"],
            "cases": ["type": "array", "items": ["type": "integer"]],
          ],
        ],
      ]
    ],
  ]

  static func request(_ records: [String], stated: [String] = []) -> JSONObject {
    let task = "Experts graded these answers. What made them decide so?"
    return Requests.chat(
      [([task] + stated + records).joined(separator: "\n\n")], schema: schema)
  }

  static func rules(_ reply: String) throws -> [(text: String, cited: [Int])] {
    let list = try JSONValue(parsing: reply)["lessons"]?.arrayValue ?? []
    return list.map { item in
      (
        item["lesson"]?.stringValue ?? "",
        (item["cases"]?.arrayValue ?? []).compactMap(\.intValue)
      )
    }
  }
}
