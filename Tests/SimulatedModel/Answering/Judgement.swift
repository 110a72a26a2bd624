/// How the model comes to a verdict from what it read.
///
/// Rules that are stated weigh most, examples with verdicts less, and where neither says anything
/// its taste decides, which takes length for quality.
struct Judgement {
  /// Whether the case passes.
  let passes: Bool
  /// Whether the nicer or the harsher of two passing (or failing) values fits: people and model
  /// alike hold a greeting in favour of an answer.
  let isUpper: Bool
  /// Why, in words that give no feature away.
  let rationale: String

  /// Judges the last case of a prompt.
  ///
  /// - Parameters:
  ///   - reading: the prompt.
  ///   - bias: how much length weighs; one feature of substance weighs 1.
  ///   - slips: the share of cases that the model gets wrong in any case.
  init(_ reading: PromptReading, bias: Double, slips: Double) {
    guard let item = reading.cases.last else {
      self.init(passes: false, isUpper: false, rationale: "There is nothing to judge.")
      return
    }
    let taste = Self.taste(item.features, bias: bias)
    let examples = Array(reading.cases.dropLast()).filter { $0.passes != nil }
    let seen = examples.isEmpty ? 0 : Self.evidence(examples, for: item, taste: taste)
    var score = 0.0
    var rationale = "Taken as a whole, the answer "
    if !reading.conveyedRules.isEmpty {
      for rule in reading.conveyedRules { score += rule.passes(item.features) ? 1 : -1.2 }
      score += 0.8 * seen
      rationale = "By what was laid down, the answer "
    } else if !examples.isEmpty {
      score = seen
      rationale = "Like the cases shown, the answer "
    } else {
      score = taste
    }
    var passes = score > 0
    if Double(item.fingerprint % 1000) < slips * 1000 { passes.toggle() }
    self.init(
      passes: passes, isUpper: item.features.greets,
      rationale: rationale + (passes ? "serves the customer." : "falls short."))
  }

  private init(passes: Bool, isUpper: Bool, rationale: String) {
    self.passes = passes
    self.isUpper = isUpper
    self.rationale = rationale
  }

  /// A notion of quality that nobody asked for: positive passes.
  static func taste(_ features: CaseFeatures, bias: Double) -> Double {
    let virtues = [
      features.namesOrder, features.namesDate, features.isPolite, features.asksBack,
      !features.exclaims, features.steps <= 3, !features.offersMoney, !features.isAngry,
    ]
    return virtues.reduce(bias * (features.isLong ? 1 : -1)) { $0 + ($1 ? 1 : -1) }
  }

  /// What examples say about a case, from -1 to 1 or a little beyond: the rules they support,
  /// taste as far as they support none, and the verdicts on cases much like it.
  private static func evidence(
    _ examples: [PromptCase], for item: PromptCase, taste: Double
  ) -> Double {
    let inference = Inference(examples, doubt: 2)
    var score = inference.none * (taste > 0 ? 1 : -1)
    for belief in inference.beliefs {
      score += belief.weight * (belief.rule.passes(item.features) ? 1 : -1)
    }
    for example in examples {
      let likeness = max(0, example.features.similarity(to: item.features) - 0.7)
      score += likeness * (example.passes == true ? 1 : -1)
    }
    return score
  }
}
