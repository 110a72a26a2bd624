import JudgeAlignment
import JudgeRecords
import JudgeScoring

/// What a program may name as a source: what it was shown, and what its base judge names already.
///
/// `blame`, `unalign` and redaction go by these names. One that was never shown would put a rule
/// down to a reviewer who had nothing to do with it.
struct ShownSources {
  private let labels: Set<String>
  private let traces: Set<String>

  /// The sources of some examples and of a judge.
  ///
  /// - Parameters:
  ///   - examples: what the program was shown.
  ///   - base: the judge that it was shown.
  init(_ examples: [AlignmentExample], _ base: JudgeBody) {
    let episodes = base.examples.compactMap(Episode.init)
    labels = Set(examples.flatMap { $0.votes.map(\.id) })
      .union(base.guidelines.flatMap(\.labels)).union(episodes.flatMap(\.labels))
    traces = Set(examples.map(\.trace.id))
      .union(base.guidelines.flatMap(\.traces)).union(episodes.map(\.traceID))
  }

  /// Takes names that were not shown out of guidelines, and examples of traces that were not shown
  /// out of the body.
  ///
  /// - Parameter body: what the program printed.
  /// - Returns: what was left out, for the report; nothing if all was shown.
  func keepOnlyShown(_ body: inout JudgeBody) -> [String] {
    var unknown: [String] = []
    func keep(_ names: inout [String], in shown: Set<String>) {
      unknown += names.filter { !shown.contains($0) }
      names.removeAll { !shown.contains($0) }
    }
    for place in body.guidelines.indices {
      keep(&body.guidelines[place].labels, in: labels)
      keep(&body.guidelines[place].traces, in: traces)
    }
    var invented: [String] = []
    body.examples.removeAll { value in
      guard let episode = Episode(value) else { return false }
      let isShown =
        traces.contains(episode.traceID) && episode.labels.allSatisfy(labels.contains)
      if !isShown { invented.append(episode.traceID) }
      return !isShown
    }
    var notes: [String] = []
    if !unknown.isEmpty {
      notes.append(
        "the program named sources that it was not shown, and they were left out: "
          + Self.list(unknown))
    }
    if !invented.isEmpty {
      notes.append(
        "the program gave examples with a trace or a label that it was not shown, and they were "
          + "left out: \(Self.list(invented))")
    }
    return notes
  }

  /// The first names, each once, in the order given.
  private static func list(_ names: [String]) -> String {
    var seen: Set<String> = []
    let distinct = names.filter { seen.insert($0).inserted }
    let rest = distinct.count - 5
    return distinct.prefix(5).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
