import JudgeRecords
import JudgeScoring

/// The differences between a judge's memory and the current labels: a pure comparison.
struct MemoryPlan: Sendable {
  /// The examples that are new or whose labels changed, in the given order.
  let fresh: [AlignmentExample]
  /// The body without outdated parts: episodes of changed or removed labels, and the guidelines
  /// that came from these alone.
  let pruned: JudgeBody

  /// Compares a body with examples.
  ///
  /// - Parameters:
  ///   - body: the judge's body.
  ///   - examples: all labelled traces that it may learn from.
  init(_ body: JudgeBody, _ examples: [AlignmentExample]) {
    var known: [String: Episode] = [:]
    for episode in body.examples.compactMap(Episode.init) { known[episode.traceID] = episode }
    var fresh: [AlignmentExample] = []
    var current = Set<String>()
    for example in examples {
      if let episode = known[example.trace.id], episode == example.episode {
        current.insert(example.trace.id)
      } else {
        fresh.append(example)
      }
    }
    self.fresh = fresh
    pruned = body.keeping(traces: current)
  }

  /// Returns whether there is nothing to learn and nothing to forget.
  func isCurrent(_ body: JudgeBody) -> Bool { fresh.isEmpty && pruned == body }
}

extension JudgeBody {
  /// Returns the body with only the episodes of some traces, and without guidelines all of whose
  /// traces are gone.
  ///
  /// If a guideline remains, those that replaced it and are gone give its place back.
  ///
  /// - Parameter traces: the trace ids to keep.
  /// - Returns: the body; parts that came from no trace stay.
  func keeping(traces: Set<String>) -> JudgeBody {
    var body = self
    body.examples.removeAll { value in
      Episode(value).map { !traces.contains($0.traceID) } ?? false
    }
    body.guidelines.removeAll { guideline in
      !guideline.traces.isEmpty && traces.isDisjoint(with: guideline.traces)
    }
    let texts = Set(body.guidelines.map(\.text))
    for place in body.guidelines.indices {
      if let by = body.guidelines[place].supersededBy, !texts.contains(by) {
        body.guidelines[place].supersededBy = nil
      }
    }
    return body
  }
}
