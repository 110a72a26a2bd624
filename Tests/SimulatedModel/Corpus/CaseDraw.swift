import JudgeTestSupport

/// Draws features, each for itself.
struct CaseDraw {
  let frequencies: FeatureFrequencies

  func features(_ random: inout SeededGenerator) -> CaseFeatures {
    func happens(_ share: Double) -> Bool { random.below(1000) < Int(share * 1000) }
    var result = CaseFeatures()
    let others = CaseTopic.allCases.filter { $0 != .billing }
    result.topic = happens(frequencies.billing) ? .billing : others[random.below(others.count)]
    result.isAngry = happens(frequencies.isAngry)
    result.namesOrder = happens(frequencies.namesOrder)
    result.namesDate = happens(frequencies.namesDate)
    result.isPolite = happens(frequencies.isPolite)
    result.exclaims = happens(frequencies.exclaims)
    result.asksBack = happens(frequencies.asksBack)
    result.offersMoney = happens(frequencies.offersMoney)
    result.greets = happens(0.5)
    result.steps = happens(0.5) ? 4 + random.below(3) : random.below(4)
    result.isLong = happens(0.5)
    return result
  }
}

/// Draws what reviewers say about a case.
struct ReviewDraw {
  let rule: PlantedRule
  let options: SimulatedCorpus.Options

  private static let plain = [
    "Fine for me.", "Would send this as it is.", "Does the job.", "Does not convince me.",
    "Could be better.", "As expected.", "Not what we want to send.",
  ]

  func labels(_ features: CaseFeatures, _ random: inout SeededGenerator) -> [SimulatedLabel] {
    let all = options.reviewers ?? rule.reviewers
    let draw = random.below(1000)
    guard let last = all.last else { return [] }
    let isQuirky = options.lastHasQuirk && draw < 333
    // Three or one, since two would tie.
    var panel = options.lastHasQuirk ? Array(all.dropLast()) : all
    if panel.count % 2 == 0 || draw % 10 < 3 { panel = [panel[draw % max(1, panel.count)]] }
    if isQuirky { panel = [last] }
    // A team without signal still agrees with itself: labels of one case are one coin.
    let coin = random.below(2) == 0
    return panel.map { reviewer in
      let spoilt = isQuirky && features.exclaims
      var passes = options.hasSignal ? rule.passes(features) && !spoilt : coin
      if random.below(1000) < Int(options.noise * 1000) { passes.toggle() }
      let rationale = rationale(features, passes: passes, spoilt: spoilt, &random)
      return SimulatedLabel(
        reviewer: reviewer, value: options.scale.value(passes: passes, features: features),
        rationale: rationale)
    }
  }

  private func rationale(
    _ features: CaseFeatures, passes: Bool, spoilt: Bool, _ random: inout SeededGenerator
  ) -> String? {
    let (hasOne, hints, which) = (random.below(1000), random.below(10), random.below(1000))
    guard hasOne < Int(options.rationales * 1000) else { return nil }
    var source = spoilt ? PlantedRule.exclamationQuirk : rule
    if !options.hasSignal { source = PlantedRule.offered[which % PlantedRule.offered.count] }
    // An error has no reason in the text; whoever errs says little.
    let explained = (options.hasSignal && source.passes(features) == passes) || hints < 1
    let candidates = explained && hints < 7 ? source.hints(features, passes: passes) : []
    return candidates.isEmpty
      ? Self.plain[which % Self.plain.count] : candidates[which % candidates.count]
  }
}
