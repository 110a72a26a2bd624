import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring

extension JudgeBody {
  /// Whether labels taught it more than a calibration.
  var hasLearned: Bool {
    steps.contains { $0.optimizer != "calibration" }
  }

  /// Returns the body without what it learned from the validation third, and these examples and
  /// guidelines.
  ///
  /// A judge that proved better also learns from the validation third. The traces that decide on
  /// its next alignment must not have taught it, so that alignment starts from its earlier
  /// knowledge.
  ///
  /// - Parameter feedbackName: the name of the human labels, which decides the parts.
  /// - Returns: the earlier body, and the examples and guidelines that came later.
  func beforeValidation(
    feedbackName: String
  ) -> (body: JudgeBody, later: (examples: [JSONValue], guidelines: [Guideline])) {
    let episodes = examples.compactMap(Episode.init)
    let kept = Set(
      episodes.filter {
        HeldOutSplit.part(ofGroup: $0.group, feedbackName: feedbackName) == .train
      }.map(\.traceID))
    guard kept.count < episodes.count else { return (self, ([], [])) }
    let body = keeping(traces: kept)
    let later = examples.filter { value in
      Episode(value).map { !kept.contains($0.traceID) } ?? false
    }
    let texts = Set(body.guidelines.map(\.text))
    return (body, (later, guidelines.filter { !texts.contains($0.text) }))
  }

  /// Returns the body with only what it learned from some traces: their episodes, and the
  /// guidelines that came from them, with only these traces as sources.
  ///
  /// - Parameters:
  ///   - traces: the trace ids.
  ///   - feedbackName: the name of the human labels.
  /// - Returns: the body; unchanged if it learned from these traces only.
  func knowing(only traces: Set<String>, feedbackName: String) -> JudgeBody {
    let episodes = examples.compactMap(Episode.init)
    guard episodes.contains(where: { !traces.contains($0.traceID) }) else { return self }
    var body = keeping(traces: traces)
    let labels = Set(episodes.filter { traces.contains($0.traceID) }.flatMap(\.labels))
    for place in body.guidelines.indices where !body.guidelines[place].traces.isEmpty {
      body.guidelines[place].traces.removeAll { !traces.contains($0) }
      body.guidelines[place].labels.removeAll { !labels.contains($0) }
    }
    return body
  }

  /// Adds another judge's guidelines and cases.
  ///
  /// Guidelines that both have in nearly the same words are kept once.
  mutating func join(_ other: JudgeBody) {
    for guideline in other.guidelines {
      if let same = guidelines.firstIndex(where: {
        $0.supersededBy == nil && guideline.supersededBy == nil
          && GuidelineText.isSame($0.text, guideline.text)
      }) {
        guidelines[same].labels = Set(guidelines[same].labels + guideline.labels).sorted()
        guidelines[same].traces = Set(guidelines[same].traces + guideline.traces).sorted()
      } else {
        guidelines.append(guideline)
      }
    }
    examples += other.examples.filter { !examples.contains($0) }
    retrieval = retrieval ?? other.retrieval
  }

  /// Sorts episodes by the order of their traces, after the examples that have no trace.
  mutating func sortEpisodes(_ traces: [String]) {
    let order = Dictionary(
      traces.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let fixed = examples.filter { Episode($0) == nil }
    examples =
      fixed
      + examples.compactMap(Episode.init)
      .sorted { (order[$0.traceID] ?? 0) < (order[$1.traceID] ?? 0) }
      .map { .object($0.example) }
  }

  /// Returns the body with additional examples and guidelines.
  func adding(
    _ later: (examples: [JSONValue], guidelines: [Guideline])
  ) -> JudgeBody {
    var body = self
    let texts = Set(guidelines.map(\.text))
    body.examples += later.examples
    body.guidelines += later.guidelines.filter { !texts.contains($0.text) }
    return body
  }
}
