import Foundation

/// What labelled cases make the model believe: a weight for each rule it can think of, and one
/// for there being no rule.
struct Inference {
  /// People err about once in ten.
  private static let slip = 0.1

  /// Rules and their probabilities, the likeliest first.
  let beliefs: [(rule: SimulatedRule, weight: Double)]
  /// The probability that none of them holds.
  let none: Double

  /// Weighs the rules.
  ///
  /// - Parameters:
  ///   - cases: those with a verdict are looked at.
  ///   - doubt: how much likelier "no rule" is than a rule before anything is seen, as a logarithm.
  ///   - accepted: rules that hold besides; a case must keep them too.
  init(_ cases: [PromptCase], doubt: Double, accepted: [SimulatedRule] = []) {
    let labelled = cases.filter { $0.passes != nil }
    let taken = Set(accepted.map(\.name))
    let scores = SimulatedRule.all.map { rule in
      taken.contains(rule.name)
        ? -Double.infinity : Self.score(of: rule, on: labelled, accepted: accepted)
    }
    let noRule: Double
    if accepted.isEmpty {
      noRule = doubt + Double(labelled.count) * log(0.5)
    } else {
      noRule = doubt + Self.score(of: nil, on: labelled, accepted: accepted)
    }
    let top = max(noRule, scores.max() ?? noRule)
    let weights = scores.map { exp($0 - top) }
    let total = weights.reduce(exp(noRule - top), +)
    none = exp(noRule - top) / total
    beliefs = zip(SimulatedRule.all, weights).map { ($0, $1 / total) }
      .enumerated().sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }
      .map(\.element)
  }

  /// How well a rule explains labels and remarks, as a logarithm.
  private static func score(
    of rule: SimulatedRule?, on cases: [PromptCase], accepted: [SimulatedRule]
  ) -> Double {
    var score = 0.0
    var hints = 0.0
    for item in cases {
      let passes = (accepted + (rule.map { [$0] } ?? [])).allSatisfy { $0.passes(item.features) }
      score += log(passes == item.passes ? 1 - slip : slip)
      guard let rule, rule.passes(item.features) == item.passes else { continue }
      // What is explained already is not a hint at something further.
      let isExplained = accepted.allSatisfy { $0.passes(item.features) } == item.passes
      guard accepted.isEmpty || !isExplained else { continue }
      guard !item.spoken.isEmpty else { continue }
      let shared = rule.concepts.count { item.spoken.contains($0) }
      hints += Double(shared) / Double(rule.concepts.count)
    }
    return score + min(hints, 6)
  }

  /// The rules that the cases support, up to three that together explain them better and better.
  ///
  /// - Parameters:
  ///   - cases: the cases shown.
  ///   - known: rules that are stated already.
  /// - Returns: none where nothing is likelier than no rule.
  static func supported(by cases: [PromptCase], known: [SimulatedRule]) -> [SimulatedRule] {
    var found: [SimulatedRule] = []
    while found.count < 3 {
      let accepted = found + known
      let inference = Inference(cases, doubt: accepted.isEmpty ? 3 : 4, accepted: accepted)
      guard let best = inference.beliefs.first, best.weight > inference.none,
        best.weight > 0.4 || accepted.isEmpty
      else { break }
      found.append(best.rule)
    }
    return found
  }
}
