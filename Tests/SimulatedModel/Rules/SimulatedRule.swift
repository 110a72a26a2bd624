/// A rule that the simulated model can think of: the planted ones, and others that look like them
/// on too few examples.
struct SimulatedRule: Sendable {
  /// The name; of a planted rule its raw value.
  let name: String
  /// What must be spoken of for the rule to be conveyed.
  let concepts: Set<Concept>
  /// How the model puts it, the usual way first.
  let wordings: [String]
  /// Whether a case passes.
  let passes: @Sendable (CaseFeatures) -> Bool

  init(
    _ name: String, _ concepts: Set<Concept>, _ wordings: [String],
    passes: @escaping @Sendable (CaseFeatures) -> Bool
  ) {
    self.name = name
    self.concepts = concepts
    self.wordings = wordings
    self.passes = passes
  }

  static let all: [SimulatedRule] = planted + decoys

  private static let planted: [SimulatedRule] = [
    SimulatedRule(
      "order-number", [.order],
      [
        "An answer passes when it names the order number, and fails when it does not.",
        "Pass answers that mention the order number; fail all others.",
      ], passes: { $0.namesOrder }),
    SimulatedRule(
      "angry-exception", [.order, .angry],
      [
        "An answer passes when it names the order number, unless the customer is angry: then it"
          + " fails.",
        "Pass answers that mention the order number, but fail every answer to an angry customer.",
      ], passes: { $0.namesOrder && !$0.isAngry }),
    SimulatedRule(
      "polite-and-dated", [.polite, .date],
      [
        "An answer passes only when it is polite and also names a date.",
        "Pass answers that are both polite and give a date; fail if either is missing.",
      ], passes: { $0.isPolite && $0.namesDate }),
    SimulatedRule(
      "exclamation-quirk", [.exclamation],
      [
        "An answer that contains an exclamation mark fails.",
        "Fail answers with exclamation marks, pass those without.",
      ], passes: { !$0.exclaims }),
    SimulatedRule(
      "few-steps", [.steps, .three],
      [
        "An answer that lists more than three steps fails.",
        "Pass answers with at most three steps; fail longer lists of steps.",
      ], passes: { $0.steps <= 3 }),
    SimulatedRule(
      "topic-dependent", [.billing, .date, .order],
      [
        "If the customer writes about billing, the answer must name a date; else it must name the"
          + " order number.",
        "Answers about invoices pass with a date, all other answers pass with the order number.",
      ], passes: { $0.topic == .billing ? $0.namesDate : $0.namesOrder }),
    SimulatedRule(
      "held-back", [.asking, .money],
      [
        "An answer passes when it asks back and offers no voucher or discount.",
        "Pass answers that ask back, but fail any that offer a voucher.",
      ], passes: { $0.asksBack && !$0.offersMoney }),
  ]

  private static let decoys: [SimulatedRule] = [
    SimulatedRule(
      "date", [.date], ["An answer passes when it names a date."], passes: { $0.namesDate }),
    SimulatedRule("polite", [.polite], ["A polite answer passes."], passes: { $0.isPolite }),
    SimulatedRule("asks", [.asking], ["An answer should ask back."], passes: { $0.asksBack }),
    SimulatedRule(
      "no-money", [.money], ["An answer that offers a voucher fails."],
      passes: { !$0.offersMoney }),
    SimulatedRule(
      "calm", [.angry], ["No answer to an angry customer passes."], passes: { !$0.isAngry }),
    SimulatedRule(
      "greeting", [.greeting], ["An answer should begin with a greeting."], passes: { $0.greets }),
    SimulatedRule("long", [.long], ["A long answer passes."], passes: { $0.isLong }),
    SimulatedRule("short", [.short], ["A short answer passes."], passes: { !$0.isLong }),
    SimulatedRule(
      "order-and-date", [.order, .date], ["An answer must name the order number and a date."],
      passes: { $0.namesOrder && $0.namesDate }),
    SimulatedRule(
      "polite-order", [.polite, .order], ["An answer must be polite and name the order number."],
      passes: { $0.isPolite && $0.namesOrder }),
  ]

  /// The rules that concepts spoken of together convey: those with all of their concepts there,
  /// without any that another of them says more exactly.
  static func conveyed(by concepts: Set<Concept>) -> [SimulatedRule] {
    let there = all.filter { $0.concepts.isSubset(of: concepts) }
    return there.filter { rule in
      !there.contains { $0.concepts.isStrictSuperset(of: rule.concepts) }
    }
  }
}
