import JudgeTestSupport

/// Writes a case that shows its features, in varying words.
struct CaseWriter {
  let features: CaseFeatures

  func text(_ random: inout SeededGenerator) -> (issue: String, response: String) {
    (issue(&random), response(&random))
  }

  private func issue(_ random: inout SeededGenerator) -> String {
    func any(_ list: [String]) -> String { list[random.below(list.count)] }
    let days = random.below(17) + 2
    var sentences = [
      any(CasePhrases.issues[features.topic] ?? []).replacing("%", with: String(days))
    ]
    sentences.append(features.isAngry ? any(CasePhrases.angry) : any(CasePhrases.calm))
    if random.below(2) == 0 { sentences.append(any(CasePhrases.wishes)) }
    return sentences.joined(separator: " ")
  }

  private func response(_ random: inout SeededGenerator) -> String {
    func any(_ list: [String]) -> String { list[random.below(list.count)] }
    var middle = [any(CasePhrases.cores[features.topic] ?? [])]
    if features.namesOrder {
      middle.append(
        any(CasePhrases.orders).replacing("%", with: String(10_000 + random.below(90_000))))
    }
    if features.namesDate {
      let day = "\(random.below(28) + 1) \(any(CasePhrases.months))"
      middle.append(any(CasePhrases.dates).replacing("%", with: day))
    }
    if features.isPolite { middle.append(any(CasePhrases.polite)) }
    if features.offersMoney { middle.append(any(CasePhrases.money)) }
    middle.shuffle(using: &random)
    var sentences = features.greets ? [any(CasePhrases.greetings)] : []
    sentences += middle
    sentences += steps(&random)
    if features.asksBack { sentences.append(any(CasePhrases.asking)) }
    if features.isLong { sentences = lengthened(sentences, &random) }
    var text = sentences.joined(separator: " ")
    if features.exclaims {
      text += " " + any(CasePhrases.closings) + "!"
    } else if random.below(2) == 0 {
      text += " " + any(CasePhrases.closings) + "."
    }
    return text
  }

  private func steps(_ random: inout SeededGenerator) -> [String] {
    guard features.steps > 0 else { return [] }
    let list = CasePhrases.steps.shuffled(using: &random).prefix(features.steps)
    let isNumbered = random.below(2) == 0
    return list.enumerated().map { index, step in
      isNumbered
        ? "\(index + 1)) \(step.prefix(1).uppercased())\(step.dropFirst())."
        : "\(CasePhrases.ordinals[index]), \(step)."
    }
  }

  /// With sentences that say nothing, up to well over what counts as long.
  private func lengthened(
    _ sentences: [String], _ random: inout SeededGenerator
  ) -> [String] {
    var result = sentences
    var words = sentences.reduce(0) { $0 + $1.split(separator: " ").count }
    let goal = FeatureReader.longFrom + 15 + random.below(40)
    var fillers = CasePhrases.fillers.shuffled(using: &random)
    while words < goal, let filler = fillers.popLast() {
      // Never before a greeting, and after any list of steps as well as before it.
      result.insert(filler, at: min(1, result.count) + random.below(max(1, result.count)))
      words += filler.split(separator: " ").count
    }
    return result
  }
}
