import JudgeJSON
import SimulatedModel
import Testing

/// What the model makes of labelled records.
@Suite struct ReflectionTests {
  private static func records(_ traces: [SimulatedTrace]) -> [String] {
    traces.enumerated().map { Style.fenced.record($1, number: $0 + 1) }
  }

  private static func text(_ traces: [SimulatedTrace], stated: [String] = []) throws -> String {
    let reply = SimulatedLLM().reply(to: Reflecting.request(records(traces), stated: stated))
    return try Reflecting.rules(reply).map(\.text).joined(separator: "\n")
  }

  @Test func nothingIsFoundWhereLabelsAreMissing() throws {
    for rule in PlantedRule.offered {
      let traces = SimulatedCorpus(rule: rule, seed: 41, count: 35).traces
      #expect(try !rule.isConveyed(by: Self.text(traces.map { $0.labelled([]) })))
    }
  }

  @Test func withoutSignalNoRuleIsFoundTwice() throws {
    var options = SimulatedCorpus.Options()
    options.hasSignal = false
    var replies: Set<String> = []
    for seed in 0..<6 {
      let traces = SimulatedCorpus(
        rule: .orderNumber, seed: UInt64(seed), count: 35, options: options
      ).traces
      replies.insert(try Self.text(traces))
    }
    #expect(replies.count > 2)
  }

  @Test func whatIsStatedAlreadyIsNotSaidAgain() throws {
    let traces = SimulatedCorpus(rule: .fewSteps, seed: 42, count: 35).traces
    let text = try Self.text(traces, stated: [PlantedRule.fewSteps.paraphrases[0]])
    #expect(!PlantedRule.fewSteps.isConveyed(by: text))
  }

  @Test func aQuirkBesideTheRuleIsFoundToo() throws {
    var options = SimulatedCorpus.Options()
    options.lastHasQuirk = true
    let traces = SimulatedCorpus(rule: .orderNumber, seed: 43, count: 180, options: options).traces
    let quirky = traces.filter { $0.labels.first?.reviewer == "reviewer-c@example.org" }
    let text = try Self.text(quirky)
    #expect(PlantedRule.orderNumber.isConveyed(by: text))
    #expect(PlantedRule.exclamationQuirk.isConveyed(by: text))
  }

  @Test func anInstructionComesBackWithTheRuleAdded() throws {
    let traces = SimulatedCorpus(rule: .orderNumber, seed: 44, count: 12).traces
    let old = "Rate {{ outputs }} as an answer to {{ inputs }}: yes, no.\nBe fair."
    let text = """
      An assistant works by this instruction:
      ```
      \(old)
      ```
      These are cases with what experts thought:
      \(Self.records(traces).joined(separator: "\n"))
      Write an improved instruction within ``` marks.
      """
    let reply = SimulatedLLM().reply(to: Requests.chat([text], schema: nil))
    #expect(reply.hasPrefix("```\n" + old))
    #expect(PlantedRule.orderNumber.isConveyed(by: reply))
    let schema: JSONObject = [
      "type": "object",
      "properties": ["analysis": ["type": "string"], "new_instruction": ["type": "string"]],
    ]
    let formed = SimulatedLLM().reply(to: Requests.chat([text], schema: schema))
    let instruction = try JSONValue(parsing: formed)["new_instruction"]?.stringValue ?? ""
    #expect(instruction.hasPrefix(old))
    #expect(PlantedRule.orderNumber.isConveyed(by: instruction))
  }

  @Test func guidelinesThatSayTheSameAreMerged() throws {
    let list = [
      PlantedRule.orderNumber.paraphrases[0], PlantedRule.fewSteps.paraphrases[0],
      PlantedRule.orderNumber.paraphrases[1],
    ].enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
    let request = Requests.chat(
      ["Merge the rules that mean the same.\n\n" + list], schema: Reflecting.schema)
    let rules = try Reflecting.rules(SimulatedLLM().reply(to: request))
    #expect(rules.map(\.cited) == [[1, 3], [2]])
    #expect(rules.count == 2)
  }

  @Test func aFormShownInTheTextIsFilled() throws {
    let traces = SimulatedCorpus(rule: .orderNumber, seed: 45, count: 30).traces
    let text = """
      Answer with JSON: {"thoughts": "…", "rules": ["…", "…"]}
      What rules do the experts follow?
      \(Self.records(traces).joined(separator: "\n"))
      """
    let reply = SimulatedLLM().reply(to: Requests.chat([text], schema: nil))
    let rules = try JSONValue(parsing: reply)["rules"]?.arrayValue ?? []
    #expect(PlantedRule.orderNumber.isConveyed(by: rules.compactMap(\.stringValue).joined()))
  }
}
