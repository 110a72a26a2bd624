/// What the simulated team looks for; alignment is to find it from labels.
public enum PlantedRule: String, CaseIterable, Sendable {
  /// Answers that name the order number pass.
  case orderNumber = "order-number"
  /// As before, except that nothing in writing is right for an angry customer.
  case angryException = "angry-exception"
  /// An answer is polite and names a date.
  case politeAndDated = "polite-and-dated"
  /// The quirk of one reviewer, to whom an exclamation mark spoils any answer.
  case exclamationQuirk = "exclamation-quirk"
  /// At most three steps.
  case fewSteps = "few-steps"
  /// About bills a date is needed, about anything else the order number.
  case topicDependent = "topic-dependent"
  /// Kept out of every test until the optimizers are finished.
  case heldBack = "held-back"

  /// All but the one held back.
  public static var offered: [PlantedRule] { allCases.filter { $0 != .heldBack } }

  /// Whether a case passes.
  public func passes(_ features: CaseFeatures) -> Bool { rule.passes(features) }

  /// The rule in the words that the simulated model would use itself.
  public var wording: String { rule.wordings[0] }

  /// Whether a text conveys the rule, in whatever words, and no stricter one.
  public func isConveyed(by text: String) -> Bool {
    PromptReading(text).conveyedRules.contains { $0.name == rawValue }
  }

  /// The reviewers who label by this rule unless the corpus is told otherwise.
  public var reviewers: [String] {
    self == .exclamationQuirk
      ? ["reviewer-c@example.org"]
      : ["reviewer-a@example.org", "reviewer-b@example.org", "reviewer-c@example.org"]
  }

  var rule: SimulatedRule {
    // Every planted rule is among the rules that the model can think of; a test proves it.
    SimulatedRule.all.first { $0.name == rawValue } ?? SimulatedRule.all[0]
  }

  /// How often features occur, so that about half of the cases pass.
  var frequencies: FeatureFrequencies {
    var result = FeatureFrequencies()
    switch self {
    case .angryException:
      result.namesOrder = 0.7
      result.isAngry = 0.3
    case .politeAndDated:
      result.isPolite = 0.7
      result.namesDate = 0.7
    case .topicDependent: result.billing = 0.5
    case .heldBack:
      result.asksBack = 0.7
      result.offersMoney = 0.3
    case .orderNumber, .exclamationQuirk, .fewSteps: break
    }
    return result
  }
}

/// The probability of each feature in a corpus.
struct FeatureFrequencies {
  var billing = 0.25
  var isAngry = 0.4
  var namesOrder = 0.5
  var namesDate = 0.5
  var isPolite = 0.5
  var exclaims = 0.5
  var asksBack = 0.5
  var offersMoney = 0.5
}
